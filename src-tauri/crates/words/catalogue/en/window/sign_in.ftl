### Signing in, and adding a location.

## What a location is.

sign-in-kinds-page = Page
sign-in-kinds-business_account = Business account
sign-in-kinds-organization = Organisation
sign-in-kinds-channel = Channel
sign-in-kinds-profile = Profile
sign-in-kinds-account = Account

## What a connection may.

sign-in-uses-identify = See who signed in
sign-in-uses-read_statistics = Read statistics
sign-in-uses-publish = Publish posts
sign-in-uses-promote = Boost posts

## What is wrong with an instance.

sign-in-instance-problems-empty = Type the name of your instance, such as social.example.
sign-in-instance-problems-too_long = That is too long for the name of an instance.
sign-in-instance-problems-not_only_a_host = Only the name, please: no user, port or path.
sign-in-instance-problems-not_a_name = That is not the name of an instance. It looks like social.example.
sign-in-instance-problems-address = That is a network address. Type the instance’s name instead.
sign-in-instance-problems-private = That name belongs to a private network. Type a public instance.
sign-in-instance-problems-look_alike = Some letters only look like others. Check the name and type it anew.
sign-in-instance-problems-no_instance = No instance answers there. Check the spelling.
sign-in-instance-problems-no_account = There is no account of that name. Check the spelling.
sign-in-instance-problems-too_old = The server there does not know the permissions that Greentick needs.
sign-in-instance-problems-issuer_mismatch = The server there says that it is another one, so nothing was sent to it. Check the spelling, or type the name that the server uses itself.

## What is wrong with a handle.

sign-in-handle-problems-empty = Type your handle, such as you.social.example.
sign-in-handle-problems-too_long = That is too long for a handle.
sign-in-handle-problems-not_only_a_host = Only the handle, please: no port or path.
sign-in-handle-problems-not_a_name = That is not a handle. It looks like you.social.example.
sign-in-handle-problems-address = That is a network address. Type your handle instead.
sign-in-handle-problems-private = That name belongs to a private network. Type your public handle.
sign-in-handle-problems-look_alike = Some letters only look like others. Check the handle and type it anew.
sign-in-handle-problems-no_instance = The server of this account does not answer. Try again later.
sign-in-handle-problems-no_account = There is no account with that handle. Check the spelling.
sign-in-handle-problems-too_old = The server of this account is too old for the permissions that Greentick needs.
sign-in-handle-problems-issuer_mismatch = The server that signs this account in says that it is another one, so nothing was sent to it. Its administrator can tell.

## What is asked for before a sign-in.

sign-in-asked-instance-card = Asks for your instance
sign-in-asked-instance-label = Instance
sign-in-asked-instance-hint = The part after the second @ of your handle.
sign-in-asked-handle-card = Asks for your handle
sign-in-asked-handle-label = Handle
sign-in-asked-handle-hint = A domain name such as you.social.example, or an identity that begins with did:

## Adding a location.

sign-in-add-title = Add location
sign-in-add-lead = Where is it?
sign-in-add-needs-app = Needs your app, once
sign-in-add-ready = Ready to connect
sign-in-add-sign-in = Sign in at { $network }
sign-in-add-no-answer-yet = The server has not answered yet. Wait a little longer, or give up:
sign-in-add-client = For client
sign-in-add-have-token = I have a token
sign-in-add-sign-in-instead = Sign in instead

## Adding with a token.

sign-in-token-title = Add with a token
sign-in-token-title-at = Add with a { $network } token
sign-in-token-lead = Where is the token from?
sign-in-token-what = An administrator makes such a token at { $network } by hand, for example for a system user. It lasts long and needs no sign-in.
sign-in-token-label = Access token
sign-in-token-hint = Sealed with a key in { $keychain } and never shown again.
sign-in-token-empty = Paste the token first.
sign-in-token-look = Look at it

## Entering an app.

sign-in-app-title = Your { $network } app
sign-in-app-lead = { $network } lets only registered apps sign people in. Register one, then copy two values over. You do this once.
sign-in-app-console = Create an app at { $network }
sign-in-app-redirect = Enter this redirect address there
sign-in-app-redirect-one-of = Enter this redirect address there ({ $number } of { $of })
sign-in-app-id = Client ID
sign-in-app-secret = Client secret
sign-in-app-secret-if-any = Client secret, if there is one
sign-in-app-secret-may-be-empty = Leave it empty if your app has none. Otherwise it is sealed with a key in { $keychain } and never shown again.
sign-in-app-secret-hint = Sealed with a key in { $keychain } and never shown again.
sign-in-app-bad-id = That cannot be a client ID. Copy it once more, without spaces.
sign-in-app-bad-secret = That cannot be a client secret. Copy it once more, without spaces.

## The other way to be shown a sign-in.

sign-in-other-surface-browser = Use the browser instead
sign-in-other-surface-window = Use a window instead

## A sign-in under way, and what became of it.

sign-in-attempt-region = Sign-ins under way
sign-in-attempt-connecting = Connecting { $name }
sign-in-attempt-adding = Adding from { $network }
sign-in-attempt-preparing = Opening { $network }…
sign-in-attempt-finishing = Checking at { $network } that it works…
sign-in-attempt-no-browser = No browser opened. Copy the link and open it in any browser on this computer: the sign-in goes on from there.
sign-in-attempt-lives-at = That account lives at { $server }.
sign-in-attempt-ticked =
    { $count ->
        [one] Leave this page ticked there, or it stops working:
       *[other] Leave these { $count } pages ticked there; what is unticked stops working:
    }
sign-in-attempt-at = { $name } ({ $network })
sign-in-attempt-until = Waits until { CLOCK($at) }
sign-in-attempt-cancel = Cancel
sign-in-attempt-open-again = Open again
sign-in-attempt-copy-link = Copy link
sign-in-attempt-link-copied = Link copied
sign-in-attempt-link-to-copy = Link to the sign-in page
sign-in-attempt-paste = Paste address
sign-in-attempt-paste-label = Address you landed on
sign-in-attempt-paste-hint = If the browser shows an error page after you approved, paste its address here.
sign-in-attempt-paste-send = Use address
sign-in-attempt-failed = { $name } was not connected
sign-in-attempt-failed-adding = Nothing was added from { $network }
sign-in-attempt-cancelled = The sign-in at { $network } was cancelled
sign-in-attempt-nothing-changed = Nothing changed.
sign-in-attempt-nothing-changed-of = Nothing changed: { $name } is as it was.
sign-in-attempt-unchanged = Everything is as it was.
sign-in-attempt-enter-app = Enter app
sign-in-attempt-open-site = Open { $network }
sign-in-attempt-try-again = Try again
sign-in-attempt-dismiss = Dismiss
sign-in-attempt-wrong-account = Another account came back
sign-in-attempt-expected-got = Expected { $expected }, got { $got }. Nothing was changed.
sign-in-attempt-add-as-new = Add as new location
sign-in-attempt-stop = Stop
sign-in-attempt-succeeded =
    { $count ->
        [one] { $count } location connected
       *[other] { $count } locations connected
    }
sign-in-attempt-succeeded-one = { $name } is connected
sign-in-attempt-gained = Now also: { $what }.
sign-in-attempt-lost = No longer: { $what }.
sign-in-attempt-how-back = Sign in again and leave everything ticked at { $network } to get it back.
sign-in-attempt-sign-in-again = Sign in again
sign-in-attempt-lost-locations = No longer covered: { $names }.

## Why something that was seen cannot be connected.

sign-in-not-granted-not_ticked = Not ticked at the sign-in. Grant more and tick it there.
sign-in-not-granted-role_too_small = Your role there is too small. Ask an owner for full access.
sign-in-not-granted-no_token = The network gave no access to it. Your role there may not allow it.

## Choosing what to connect.

sign-in-picker-title = Choose what to connect
sign-in-picker-lead = { $login } approved at { $network }.
sign-in-picker-granted = Ready to connect
sign-in-picker-not-granted = Seen, but not granted
sign-in-picker-connected = Already connected
sign-in-picker-renewed = Renewed by this sign-in
sign-in-picker-search = Search
sign-in-picker-search-label = Search what is offered
sign-in-picker-all = Select all
sign-in-picker-clear = Clear
sign-in-picker-selected = { NUMBER($count) } of { NUMBER($of) } selected
sign-in-picker-more = Grant more at { $network }…
sign-in-picker-nothing = Nothing to connect yet
sign-in-picker-nothing-new = Nothing new to connect
sign-in-picker-ungranted = { NUMBER($count) } not granted
sign-in-picker-no-match = No match.
sign-in-picker-unread = { NUMBER($count) } could not be read.
sign-in-picker-left-out = { NUMBER($count) } more were found than can be listed here. Those that can be connected come first.
sign-in-picker-incomplete = Not all pages could be listed. Sign in again later for the rest.
# $counted is one of the lines that count.
sign-in-picker-connect = Connect { $counted }
sign-in-picker-renew = Renew { $counted }
sign-in-picker-later = Later
sign-in-picker-stop = Close
sign-in-picker-waits = { $login } approved. Nothing is connected until you choose.
sign-in-picker-resume = Choose now

## What is counted.

sign-in-count-page =
    { $count ->
        [one] { $count } page
       *[other] { $count } pages
    }
sign-in-count-business_account =
    { $count ->
        [one] { $count } account
       *[other] { $count } accounts
    }
sign-in-count-organization =
    { $count ->
        [one] { $count } organisation
       *[other] { $count } organisations
    }
sign-in-count-channel =
    { $count ->
        [one] { $count } channel
       *[other] { $count } channels
    }
sign-in-count-profile =
    { $count ->
        [one] { $count } profile
       *[other] { $count } profiles
    }
sign-in-count-account =
    { $count ->
        [one] { $count } account
       *[other] { $count } accounts
    }
# Of kinds that differ.
sign-in-count-mixed =
    { $count ->
        [one] { $count } location
       *[other] { $count } locations
    }
