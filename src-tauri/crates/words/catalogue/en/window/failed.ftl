### Why a sign-in connected nothing, and what helps, in one or two sentences.

## The network said no.

failed-refused-expired = The network says that this sign-in has already ended. Sign in once more.
failed-refused-password_changed = The network ended this sign-in for the safety of the account. Sign in once more.
failed-refused-access_lost = This account has no role there that lets Greentick in. Ask an owner for one, or sign in as somebody who has it.
failed-refused-permission_removed = The permission was taken back at once. Sign in again and leave it in place.
failed-refused-blanket_reset = The network is ending all its sign-ins at the moment. Try again later.
failed-refused-attention_needed = This account is locked, or has a question to answer on the network’s own site. See to that first.
failed-refused-suspended = This account is suspended. No sign-in helps until the network lifts that: see what its own site says.
failed-refused-permission_missing = A permission that Greentick needs was not given. Sign in again and allow everything that is asked.
failed-refused-data_access_lapsed = The network gives no data for this account any more. Sign in once more.
failed-refused-app_broken = The network blocks your developer app. Its console says why.
failed-refused-not_kept = This computer could not keep what the network gave. Make room on the disk and sign in once more.
failed-refused-unknown = The network approved, then refused its own sign-in and gave no reason. Try again later.

## Nothing that could be read came back. $by is what stands in the way, by name.

failed-unanswered-offline = This computer is offline. Try again once it is online.
failed-unanswered-unreachable = The network’s server cannot be reached, while others answer. Try again later.
failed-unanswered-bad_certificate = The certificate of the network’s server is not valid, so nothing was sent there. Look at this computer’s date; otherwise only the server’s owner can mend it.
failed-unanswered-unknown_issuer = The certificate that was shown is of an issuer whom this computer does not trust. Often that is a company’s proxy: install its certificate, then start Greentick again.
failed-unanswered-proxy_sign_in = The proxy asks for a name and a password. Enter them in this computer’s proxy settings, then try again.
failed-unanswered-proxy_refused = The proxy lets nothing through, or does not answer. Look at this computer’s proxy settings, then try again.
failed-unanswered-silent = The network did not answer in time. Try again in a while.
failed-unanswered-down = The network says that it is out of order. Try again later.
failed-unanswered-rate_limited = The network limits how often it may be asked. Try again later.
failed-unanswered-out_of_credits = The paid calls of your app are used up. Add credit at the network’s console.
failed-unanswered-not_an_answer = Something else answered in the network’s place, such as the sign-in page of a Wi-Fi or a proxy. Try again on another way to the internet.
failed-unanswered-unrecognised = The network refused in words that Greentick does not know. Try again; if it stays so, the network’s own site may say more.
failed-unanswered-wrong_clock = The network refuses what this computer sends, because its clock is wrong. Set date and time.
failed-unanswered-unknown_issuer-by = The certificate that was shown is of “{ $by }”, whom this computer does not trust. If that is your company’s proxy, install its certificate, then start Greentick again.
failed-unanswered-proxy_sign_in-by = The proxy { $by } asks for a name and a password. Enter them in this computer’s proxy settings, then try again.
failed-unanswered-proxy_refused-by = The proxy { $by } lets nothing through, or does not answer. Look at this computer’s proxy settings, then try again.
failed-number = The network ended the sign-in and gave only a number, { $number }. Try again; if it stays so, look the number up in its help.

## This computer could not ask.

failed-here-no_app = Your developer app is not entered here any more. Enter its id and secret again.
failed-here-tokens_unreadable = What is sealed on this computer cannot be opened. Open the keychain; if it is open, enter the secret of your developer app again.
failed-here-not_stored = Greentick could not write to its own file. Look at the rights of its folder.
failed-here-disk_full = The disk of this computer is full. Make room and try again.
failed-here-not_kept_yet = What the network gave is not on the disk yet, which is full. Make room and try again.
failed-here-store_moved = Greentick’s file was removed or replaced while it runs, so nothing new can be kept. Start Greentick again first.

## What else ends a sign-in.

failed-failures-too_late = The sign-in took too long and ended.
failed-failures-cancelled = The sign-in was cancelled at the network, and nothing changed.
failed-failures-refused = The sign-in was not approved.
failed-failures-no_answer = The network did not answer.
failed-failures-cannot_ask = Something on this computer stopped the sign-in.
failed-failures-scope_refused = This server does not give the permissions that Greentick needs. It may be too old: its administrator can tell.
failed-failures-issuer_mismatch = The server says that it is another one than you sign in at, so nothing was sent to it. Its administrator can tell why.
failed-failures-app_refused = The network does not accept your developer app. Check its id, secret and redirect address.
failed-failures-not_proven = The network approved, but the new sign-in did not work when tried. The old one was kept.
failed-failures-nothing_to_connect = This account has no page, channel or organisation that Greentick can connect. Sign in as somebody who looks after one.
failed-failures-page_not_granted = You signed in, but this page was not ticked there. Sign in again and tick it.
failed-failures-cannot_open = The sign-in page could not be opened.
failed-failures-port_taken = Another program uses the port that the network leads back to. Close it and try again.
failed-failures-window_died = The sign-in window stopped working before you were done, and nothing changed. Try again; if it stops again, use the browser for this sign-in.

failed-port-taken = Another program uses port { $port }, which the network leads back to. Close it and try again.
failed-port-taken-by = The program { $by } uses port { $port }, which the network leads back to. Close it and try again.

failed-app-refused-there = This server does not accept Greentick. Try again, or ask its administrator.
