### Why a location cannot be checked: in its row, where the end is cut off and the reason stands first, and
### in full. $server is who was asked, $network whom the app is for.

## No answer, by reason.

unchecked-hiccups-offline-row = This computer is offline
unchecked-hiccups-offline-full = This computer has no way to the networks. Everything is checked again once it is online.
unchecked-hiccups-unreachable-row = No connection to { $server }
unchecked-hiccups-unreachable-full = { $server } cannot be reached, while others answer. Greentick goes on trying.
unchecked-hiccups-bad_certificate-row = Invalid certificate at { $server }
unchecked-hiccups-bad_certificate-full = { $server } shows a certificate that is not valid, so nothing was sent there. Its owner can mend that. If this computer’s date is wrong, set that first.
unchecked-hiccups-unknown_issuer-row = Unknown certificate for { $server }
unchecked-hiccups-unknown_issuer-full = The certificate shown for { $server } is of an issuer whom this computer does not trust, so nothing was sent there. Often that is a company’s own proxy: its certificate has to be installed on this computer, and Greentick started again.
unchecked-hiccups-proxy_sign_in-row = A proxy on the way asks for a password
unchecked-hiccups-proxy_sign_in-full = The proxy on the way to { $server } asks for a name and a password. Enter them in the proxy settings of this computer, or ask whoever looks after it.
unchecked-hiccups-proxy_refused-row = A proxy on the way lets nothing through
unchecked-hiccups-proxy_refused-full = The proxy on the way to { $server } lets nothing through, or does not answer. Look at the proxy settings of this computer, or ask whoever looks after it to allow { $server }.
unchecked-hiccups-silent-row = No answer from { $server } yet
unchecked-hiccups-silent-full = { $server } does not answer in time. Greentick goes on trying.
unchecked-hiccups-down-row = Out of order, says { $server }
unchecked-hiccups-down-full = { $server } says that it is out of order. Greentick goes on trying.
unchecked-hiccups-rate_limited-row = Asked to wait by { $server }
unchecked-hiccups-rate_limited-full = { $server } limits how often it may be asked. Greentick asks again when it may.
unchecked-hiccups-out_of_credits-row = Paid calls used up at { $server }
unchecked-hiccups-out_of_credits-full = { $server } is paid for each call, and the credit of your app is used up. Add credit at its console.
unchecked-hiccups-not_an_answer-row = Something else answered for { $server }
unchecked-hiccups-not_an_answer-full = What came back was not from { $server }. Often it is the sign-in page of a Wi-Fi, or a proxy in between.
unchecked-hiccups-unrecognised-row = Unclear answer from { $server }
unchecked-hiccups-unrecognised-full = { $server } refused the last check in words that Greentick does not know. It asks again, and tells you if that goes on for days.
unchecked-hiccups-wrong_clock-row = This computer’s clock is wrong
unchecked-hiccups-wrong_clock-full = { $server } refuses what this computer sends, because its clock is wrong. Set date and time, best automatically.

## This computer could not ask, by reason.

unchecked-troubles-no_app-title = App not entered
unchecked-troubles-no_app-row = Enter your app for { $network } again
unchecked-troubles-no_app-full = Greentick asks { $network } in the name of your developer app, whose id and secret are no longer here. Enter them again.
unchecked-troubles-tokens_unreadable-title = Needs a new sign-in
unchecked-troubles-tokens_unreadable-row = Its stored sign-in cannot be opened
unchecked-troubles-tokens_unreadable-full = What is stored for it cannot be opened on this computer. A new sign-in replaces it; at the network nothing is wrong.
unchecked-troubles-not_stored-title = Not checked
unchecked-troubles-not_stored-row = Greentick could not write to its file
unchecked-troubles-not_stored-full = Greentick could not write to its own file, so nothing was asked. It tries again by itself. If that goes on, look at the rights of its folder.
unchecked-troubles-disk_full-title = Disk full
unchecked-troubles-disk_full-row = Make room, and it goes on by itself
unchecked-troubles-disk_full-full = The disk of this computer is full, so nothing could be kept and nothing was asked. Make room, and Greentick goes on by itself.
unchecked-troubles-not_kept_yet-title = Free some space
unchecked-troubles-not_kept_yet-row = Or this sign-in is lost: disk full
unchecked-troubles-not_kept_yet-full = { $network } renewed this sign-in, and the new one is only in Greentick’s memory, because nothing can be written to the disk. Free some space, or it is lost when Greentick ends. It tries again every few seconds.
unchecked-troubles-store_moved-title = Not checked
unchecked-troubles-store_moved-row = Greentick’s file is gone or replaced
unchecked-troubles-store_moved-full = Greentick’s file was removed or replaced while it runs. Nothing is renewed until that is put right: what came back could be kept nowhere.

## Titles, and what lasts for days.

unchecked-title = Can’t check right now
unchecked-title-days = Unchecked for days
unchecked-title-weeks = Unchecked for weeks
unchecked-gone = Perhaps shut down: { $server }
unchecked-refused = Refused for days by { $server }
unchecked-again = Asking again after a no from { $server }
unchecked-again-in-full = { $server } said no at the last check. Networks sometimes do that by mistake: Greentick asks again in a moment before it believes it.
unchecked-refused-in-full = { $server } has refused this sign-in for days, in words that Greentick does not know. It is probably not accepted any more; signing in again will tell.
unchecked-refused-since-in-full = { $server } has refused this sign-in since { DAY($since) }, in words that Greentick does not know. It is probably not accepted any more; signing in again will tell.
unchecked-gone-in-full = Nothing has been heard from { $server } for weeks. It has perhaps shut down: if you know that it has, remove this location.
unchecked-gone-since-in-full = Nothing has been heard from { $server } since { DAY($since) }. It has perhaps shut down: if you know that it has, remove this location.
# $reason is one of the reasons above, in full.
unchecked-begun = { $reason } This began on { DAY($since) }.
