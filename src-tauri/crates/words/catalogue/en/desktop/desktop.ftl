### Titles of windows, boxes of the system, and what stands above a sign-in page.

desktop-title = Greentick
desktop-title-practice = Greentick (practice)
# Whatever is said where the networks are those of practice.
desktop-practice = Practice: { $said }
desktop-location = { $name } ({ $network })

## Boxes.

desktop-cannot-start = Greentick cannot start
desktop-cannot-show = Greentick cannot show its window
# $problem is in the words of the system.
desktop-no-window-tray = It goes on watching in the tray. The system says: { $problem }.
desktop-no-window = It goes on watching, unseen. The system says: { $problem }.
desktop-no-window-web-view = Its windows need Microsoft's WebView2, a part of Windows 11. For Windows 10 it is at go.microsoft.com/fwlink/p/?LinkId=2124703.

## A sign-in window.

desktop-cancel = Cancel
desktop-sign-in = { $network }: sign in
desktop-sign-in-as = { $network }: sign in as { $person }
desktop-sign-in-title = { $who } — { $origin }
# Where the end of a title is cut off, the origin must not be.
desktop-sign-in-title-origin-first = { $origin } — { $who }
desktop-leave-ticked =
    { $count ->
        [one] Leave this ticked there, or it stops working: { $names }
       *[other] Leave these { $count } ticked there; what is unticked stops working: { $names }
    }
desktop-names-and-more = { $names } and { NUMBER($more) } more
