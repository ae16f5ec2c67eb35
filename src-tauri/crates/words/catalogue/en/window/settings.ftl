### Settings.

## Light and dark.

settings-themes-system = System
settings-themes-light = Light
settings-themes-dark = Dark

## How a browser comes back.

settings-roads-loopback = Local address
settings-roads-deep_link = App link

## The page.

settings-title = Settings
settings-networks = Networks
settings-networks-lead = Some networks sign people in only through an app that you registered there.
settings-no-app = Needs no app of yours
settings-app-missing = No app yet
settings-enter = Enter app
settings-replace = Replace
settings-test = Test app
settings-testing = Testing…
settings-forget = Forget app
settings-redirect = Redirect address
settings-redirect-one-of = Redirect address { $number } of { $of }
settings-client-id = Client ID
settings-forget-title = Forget your { $network } app?
settings-forget-lead = Locations that are connected keep working until { $network } asks for a new sign-in. To sign in again you need the app’s id and secret once more.
settings-forget-confirm = Forget
settings-keep = Keep
settings-appearance = Appearance
settings-zoom = Size
settings-zoom-hint = Ctrl and +, − or 0 do the same.
settings-zoom-out = Smaller
settings-zoom-in = Larger
settings-zoom-usual = { $percent }, as usual again
settings-percent = { NUMBER($percent) } %
settings-zoomed = Size { NUMBER($percent) } %
settings-theme = Theme
settings-sign-in = Sign-in
settings-sign-in-lead = The sign-in window remembers who is signed in at the networks, so that the next sign-in passes by itself. Each client has its own memory. Your locations stay connected.
settings-return-by = Coming back from the browser
settings-return-by-hint = If the browser cannot find its way back, try the other one.
settings-forget-sign-ins = Forget sign-ins
settings-forget-sign-ins-of = Forget sign-ins of { $client }
settings-without-client = Without a client
settings-forgotten = Sign-ins forgotten
settings-vault = Stored sign-ins
settings-about = About
settings-version = Greentick { $version }
settings-folder = Where your list, your sealed sign-ins and the log are kept

## What is tried of an app.

settings-checks-credentials = ID and secret
settings-checks-redirect = Redirect address
settings-checks-scopes = Permissions
settings-checks-pkce = One-time proof



## What came of it.

settings-verdicts-credentials-fine = { $network } knows the app and accepts them.
settings-verdicts-credentials-wrong = { $network } does not accept the ID or the secret. Copy both again under Replace.
settings-verdicts-credentials-missing = { $network } asks for one that is not stored here. Enter it under Replace.
settings-verdicts-credentials-not_told_yet = Only told once somebody signs in.
settings-verdicts-credentials-no_answer = { $network } did not answer. Try again later.
settings-verdicts-redirect-fine = { $network } leads back to Greentick.
settings-verdicts-redirect-wrong = { $network } does not accept the ID with this address. Copy it again and enter it there exactly as it stands.
settings-verdicts-redirect-missing = It is not entered at { $network } yet. Copy it and enter it there.
settings-verdicts-redirect-not_told_yet = Only told once somebody signs in.
settings-verdicts-redirect-no_answer = { $network } did not answer. Try again later.
settings-verdicts-scopes-fine = Everything that was asked for is granted.
settings-verdicts-scopes-wrong = { $network } does not let this app ask for them. Add them to the app there.
settings-verdicts-scopes-missing = These are missing. Sign in again and leave them ticked.
settings-verdicts-scopes-not_told_yet = Only told once somebody signs in.
settings-verdicts-scopes-no_answer = { $network } did not answer. Try again later.
settings-verdicts-pkce-fine = { $network } takes a sign-in only together with its one-time proof.
settings-verdicts-pkce-wrong = { $network } ignores the one-time proof. A stolen sign-in code would be enough. Check the kind of app at its console.
settings-verdicts-pkce-missing = { $network } did not say whether it checks the one-time proof.
settings-verdicts-pkce-not_told_yet = Only a sign-in shows whether it is checked. Nothing is connected by the test.
settings-verdicts-pkce-no_answer = { $network } did not answer. Try again later.

## Trying an app.

settings-trial-try-sign-in = Test with a sign-in
settings-trial-tried = Your { $network } app was tested

## The key, by state.

settings-states-open = Open
settings-states-no_key = The key is missing
settings-states-wrong_key = The key is another one
settings-states-locked = Locked
settings-states-no_backend = No keychain on this system
settings-states-not_set_up = Not set up yet
settings-states-declined = Not set up
settings-states-ambiguous = Several keys
settings-states-damaged = Damaged

## The key is not at hand.

settings-troubles-no_key-title = The key is missing in { $keychain }
settings-troubles-no_key-text = Your sign-ins are still here, sealed, but the key that opens them is gone. If you can restore it from a backup, do that and look again. Otherwise start over: the list stays, and each location needs a new sign-in.
settings-troubles-wrong_key-title = { $keychain } holds another key
settings-troubles-wrong_key-text = The key there does not open the sign-ins stored here, as after moving a disk or restoring a backup. Bring the old key back, or start over: the list stays, and each location needs a new sign-in.
settings-troubles-locked-title = { $keychain } is locked
settings-troubles-locked-text = Open it once, and every location is checked again. Nothing was lost.
settings-troubles-no_backend-title = This system has no keychain
settings-troubles-no_backend-text = Greentick keeps its key in { $keychain } and never in a plain file. Install and start one, such as GNOME Keyring (package gnome-keyring) or KWallet, then try again.
settings-troubles-not_set_up-title = { $keychain } is not set up yet
settings-troubles-not_set_up-text = Greentick keeps its key there, and there is no place for it yet. Set it up now: your system asks for a password to protect it. If you keep your passwords in KeePassXC, open your database there instead.
settings-troubles-declined-title = { $keychain } was not set up
settings-troubles-declined-text = Without it Greentick has nowhere safe to keep its key, and nothing can be connected. You are asked again when you press the button, and not before.
settings-troubles-ambiguous-title = { $keychain } holds several keys of Greentick
settings-troubles-ambiguous-text = Greentick does not guess which one is right. Open the keychain’s own program, remove or rename the entries that do not belong here, then look again.
settings-troubles-damaged-title = The stored sign-ins are damaged
settings-troubles-damaged-text = The key is right, but what it should open was changed, as by a failing disk. If you have a backup of the data folder, restore it and look again. Otherwise start over: the list stays, and each location needs a new sign-in.

## The button of each.

settings-again-locked = Open keychain
settings-again-no_backend = Try again
settings-again-not_set_up = Set up keychain
settings-again-declined = Ask me again
settings-again-no_key = Look again
settings-again-wrong_key = Look again
settings-again-ambiguous = Look again
settings-again-damaged = Look again

## Stored sign-ins.

settings-vault-kept-in = Sealed on this computer. The key rests in { $keychain }.
settings-vault-sign-in-again = Sign in again
settings-vault-damaged =
    { $count ->
        [one] { $count } location needs a new sign-in: what was stored for it is damaged.
       *[other] { $count } locations need a new sign-in: what was stored for them is damaged.
    }
settings-vault-start-over = Start over…
settings-vault-start-over-title = Start over with a new key?
settings-vault-start-over-text = The sign-ins sealed with the old key are given up. Your list, its names and its history stay. Each location must be connected anew.
settings-vault-start-over-check = I understand that every location needs a new sign-in
settings-vault-start-over-confirm = Start over
settings-vault-start-over-keep = Keep everything
