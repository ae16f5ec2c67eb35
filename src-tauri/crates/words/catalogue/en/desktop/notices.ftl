### Notices of the desktop. Some servers cut the title after one line: what happened stands there, and
### names stand in the body.

notices-open = Open
notices-reconnect = Reconnect
notices-later = Later

# For servers that show no body.
notices-in-one-line = { $title }: { $body }

## Whose matter it is, and what is said of it.

notices-of =
    { $whose }
    { $said }
notices-probably = Probably: { LOWERED($said) }

## A sign-in that stopped working.

notices-stopped = Stopped working
notices-many-stopped = { NUMBER($count) } locations stopped working
notices-expired = The sign-in reached its end. Reconnect to go on.
notices-password-changed = The password was changed. Reconnect to go on.
notices-access-lost = The person who connected it has no access to it any more.
notices-permission-removed = The permission was removed at the network.
notices-blanket-reset = The network ended all connections at once. Reconnect to go on.
notices-attention-needed = The network wants you to do something on its own site first.
notices-suspended = The account is suspended. Its network says on its own site what helps.
notices-permission-missing = A permission that Greentick needs was not given.
notices-data-access-lapsed = The network gives no data until you sign in again.
notices-app-broken = The developer app does not work any more. Check its credentials.
notices-not-kept = It was renewed, and this computer did not keep the new sign-in. Reconnect to go on.
notices-unknown = The network refuses the connection and does not say why.

## A sign-in that ends.

notices-ends =
    { $days ->
        [0] Needs you today
        [1] Needs you within a day
       *[other] Needs you in { $days } days
    }
notices-many-end =
    { $days ->
        [0] { NUMBER($count) } locations need you today
        [1] { NUMBER($count) } locations need you within a day
       *[other] { NUMBER($count) } locations need you in { $days } days
    }
notices-sign-ins-end =
    { $days ->
        [0] { NUMBER($count) } sign-ins need you, the first today
        [1] { NUMBER($count) } sign-ins need you, the first within a day
       *[other] { NUMBER($count) } sign-ins need you, the first in { $days } days
    }
notices-sign-ins-end-text = { NUMBER($count) } locations hang on them. The timeline shows each day.
notices-sign-in-ends =
    { $days ->
        [0] The sign-in ends now. Reconnect to go on.
       *[other] The sign-in ends then. Reconnect before, and nothing is interrupted.
    }
notices-data-access-ends =
    { $days ->
        [0] The access to data ends now. Reconnect to go on.
       *[other] The access to data ends then. Reconnect before, and nothing is interrupted.
    }

## What could be kept nowhere.

notices-cannot-write = Cannot write to the disk
notices-not-kept-yet = Free some space, or the renewed sign-in of { $whose } is lost. Greentick tries again every few seconds.
notices-many-at = { NUMBER($count) } locations ({ $network })
notices-cannot-write-text = Free some space: until then nothing new is kept, and warnings wait. Greentick goes on by itself.
notices-store-moved = Nothing is kept any more
notices-store-moved-text = Greentick’s file was removed or replaced while it runs. Open Greentick to save a copy of what it shows, then start it again.
notices-set-aside = A file was put aside at the start
notices-set-aside-text = It lay beside Greentick’s own and did not fit it. What was written last may be missing: look whether everything is as you left it. It is kept as { $name }.

## This computer, and Greentick itself.

notices-clock-ahead =
    { $days ->
        [1] This computer's clock is a day ahead
       *[other] This computer's clock is { $days } days ahead
    }
notices-clock-behind =
    { $days ->
        [1] This computer's clock is a day behind
       *[other] This computer's clock is { $days } days behind
    }
notices-clock-text = Nothing can be told in good time. Set date and time.
notices-no-tray = This desktop shows no tray icons
notices-no-tray-text = Greentick keeps watching without one and tells you when you are needed. Start it again to see it. On GNOME the AppIndicator extension shows the icon.
notices-still-watching = Greentick keeps watching
notices-still-watching-icon = Closing the window does not quit. The tray icon shows the state; open it again there, or by starting Greentick.
notices-still-watching-bare = Closing the window does not quit. Start Greentick again to see it.
notices-window = Greentick’s window stopped working
notices-window-text = What draws it ended several times, so the window was put away until it holds. Checking and renewing go on without it.
