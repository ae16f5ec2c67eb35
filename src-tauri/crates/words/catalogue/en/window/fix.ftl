### Fix all: the steps that heal everything, and notes for those who must take one.

## Why, after “because”.

fix-reasons-expired = the sign-in reached its end
fix-reasons-password_changed = the password was changed, or all sessions were signed out
fix-reasons-access_lost = the account no longer has access
fix-reasons-permission_removed = the permission was removed
fix-reasons-blanket_reset = the network ended all sign-ins at once
fix-reasons-attention_needed = the network wants an answer on its own site first
fix-reasons-suspended = the account is suspended
fix-reasons-permission_missing = a permission was not given
fix-reasons-data_access_lapsed = the access to data ran out
fix-reasons-app_broken = the developer app is not accepted
fix-reasons-not_kept = this computer could not keep the renewed sign-in
fix-reasons-unknown = the network gave no reason

## What became of sign-ins, as a note tells it.

# Of several. $why is one of the reasons above.
fix-these-end = your sign-in at { $network } for these ends on { DAY($ends) }:
fix-these-probably = { $network } has refused these for days, so your sign-in is probably not accepted any more:
fix-these-stopped = these stopped working at { $network }:
fix-these-stopped-because = these stopped working at { $network } because { $why }:
fix-these-stopped-probably = these stopped working at { $network }, probably because { $why }:

# Of one account.
fix-ours-end = our sign-in for { $account } at { $network } ends on { DAY($ends) }.
fix-ours-probably = our sign-in for { $account } at { $network } has been refused for days and is probably not accepted any more.
fix-ours-stopped = our sign-in for { $account } at { $network } stopped working.
fix-ours-stopped-because = our sign-in for { $account } at { $network } stopped working because { $why }.
fix-ours-stopped-probably = our sign-in for { $account } at { $network } stopped working, probably because { $why }.

## The rest.

fix-title = Fix all
fix-start = Fix all { NUMBER($count) }
fix-progress =
    { $steps ->
        [one] { NUMBER($done) } of { $steps } step, { $healed }
       *[other] { NUMBER($done) } of { $steps } steps, { $healed }
    }
fix-progress-healed =
    { $of ->
        [one] { NUMBER($healed) } of { $of } location work
       *[other] { NUMBER($healed) } of { $of } locations work
    }
fix-step = Sign in at { $network }
fix-step-as = Sign in at { $network } as { $person }
fix-app-enter = Enter your { $network } app
fix-app-mend = Mend your { $network } app
fix-app-enter-heals =
    { $count ->
        [one] The id and secret of the app are not here any more. { $count } location hangs on it:
       *[other] The id and secret of the app are not here any more. { $count } locations hang on it:
    }
fix-app-mend-heals =
    { $count ->
        [one] { $network } refuses the app. It is blocked there, or its id or secret is no longer right. { $count } location hangs on it:
       *[other] { $network } refuses the app. It is blocked there, or its id or secret is no longer right. { $count } locations hang on it:
    }
fix-one = One sign-in fixes it
fix-here = . { NUMBER($count) } of them here
fix-send-to = Send to { $person }…
fix-send-note = Send a note…
fix-note-for = A note for { $person }
fix-note-about-title = A note about { $account }
fix-note-lead = Greentick sends nothing by itself. Copy this and send it the way you like.
fix-copy-text = Copy note
fix-sign-in-as = Sign in as { $person }
fix-names-more = { $names } and { NUMBER($more) } more
fix-sign-in = Sign in
fix-waiting = Waiting for you at { $network }
fix-skip = Skip
fix-stop = Stop
fix-close = Close
fix-copy-note = Copy a note for { $person }
fix-copy-note-about = Copy a note for whoever has the password of { $account }
fix-copied = The note is on the clipboard
fix-not-copied = The note could not be copied.
fix-done = Everything works again
fix-done-text =
    { $healed ->
        [one] { $healed } location healed.
       *[other] { $healed } locations healed.
    }
fix-left =
    { $count ->
        [one] { $count } location still needs you
       *[other] { $count } locations still need you
    }
fix-left-text =
    { $healed ->
        [0] Nothing was changed.
        [one] { $healed } location healed.
       *[other] { $healed } locations healed.
    }
fix-left-list = Still not connected
fix-try-again = Try again
fix-cancel = Cancel
fix-act-on = { $action }: { $name }
fix-show-more = Show { NUMBER($count) } more
fix-locked =
    { $count ->
        [one] { $count } step waits for the keychain
       *[other] { $count } steps wait for the keychain
    }
fix-again = Go through them again
# $names is a line for each of them.
fix-note =
    Hello { $person },

    { $what }
    { $names }

    { $count ->
        [one] They hang on your account, so only you can sign in again: it takes a minute and brings it back. When could we do it together, on this computer or over a shared screen? Please do not send me your password; it is not needed.
       *[other] They hang on your account, so only you can sign in again: it takes a minute and brings all of them back. When could we do it together, on this computer or over a shared screen? Please do not send me your password; it is not needed.
    }

    Thank you!
fix-note-item = – { $name }
fix-note-about =
    Hello,

    { $what }

    Only somebody who has its password can sign in again, which takes a minute. If you have it: when could we do it together, on this computer or over a shared screen? If somebody else has it, please pass this on. Please do not send me the password; it is not needed.

    Thank you!
