### How a location stands: its title in two or three words, its detail in one plain sentence. Which of them
### is said when stands in row.json.

## Why a sign-in ended, by cause.

health-causes-expired-title = Sign-in ended
health-causes-expired-detail = { $network } asks for a new sign-in
health-causes-password_changed-title = Password changed
health-causes-password_changed-detail = { $network } ended the sign-in
health-causes-access_lost-title = Access lost
health-causes-access_lost-detail = { $who } can no longer manage it
health-causes-permission_removed-title = Permission removed
health-causes-permission_removed-detail = Greentick was removed at { $network }
health-causes-blanket_reset-title = Reset by the network
health-causes-blanket_reset-detail = { $network } ended all its sign-ins
health-causes-attention_needed-title = Account check
health-causes-attention_needed-detail = Answer { $network } on its own site first
health-causes-suspended-title = Suspended
health-causes-suspended-detail = { $network } suspended the account
health-causes-permission_missing-title = Permission missing
health-causes-permission_missing-detail = Sign in again and allow everything asked
health-causes-data_access_lapsed-title = Data access ended
health-causes-data_access_lapsed-detail = { $network } shows no data until you sign in
health-causes-app_broken-title = App not accepted
health-causes-app_broken-detail = { $network } refuses your developer app
health-causes-not_kept-title = Lost on this computer
health-causes-not_kept-detail = Its new sign-in could not be kept here
health-causes-unknown-title = Not accepted
health-causes-unknown-detail = { $network } refused and gave no reason

## The same in full.

health-causes-in-full-expired = The sign-in at { $network } reached its end. A new one brings everything back.
health-causes-in-full-password_changed = { $network } ended this connection because { $owner } changed the password or signed out everywhere.
health-causes-in-full-access_lost = { $owner } no longer has a role at { $network } that lets Greentick in. Ask an owner to give it back, or sign in as somebody who has one.
health-causes-in-full-permission_removed = Greentick was removed in the settings at { $network }, by { $owner } or by { $network } itself.
health-causes-in-full-blanket_reset = { $network } ended the sign-ins of all accounts at once. Nobody here did anything wrong.
health-causes-in-full-attention_needed = { $network } wants { $owner } to answer something on its own site, such as a security check. Do that first, then reconnect.
health-causes-in-full-suspended = { $network } suspended { $owner }’s account. A new sign-in does not help until that is lifted: see what { $network } says on its own site, then reconnect.
health-causes-in-full-permission_missing = At the last sign-in, { $network } was not allowed to give everything Greentick needs.
health-causes-in-full-data_access_lapsed = { $network } shares data for a limited time after each sign-in. That time is over.
health-causes-in-full-app_broken = { $network } does not accept your developer app. It is blocked there, or its id, secret or redirect address is no longer right.
health-causes-in-full-not_kept = { $network } renewed this sign-in, and this computer could not keep the new one: the disk was full, or Greentick was ended at that moment. The old one is used up. A new sign-in brings everything back.
health-causes-in-full-unknown = { $network } refused the connection and gave no reason. A new sign-in usually helps.

## Where a person approves.

health-approve-in-browser = Approve in the browser that just opened
health-approve-in-window = Approve in the window that just opened

health-no-browser = No browser opened: copy the link

## Titles by state; the others have a reason for title.

health-titles-not_connected = Not connected
health-titles-set_up_unfinished = Set-up unfinished
health-titles-waiting_for_you = Waiting for you
health-titles-connected = Connected
health-titles-needs_you_soon = Needs you soon
health-titles-needs_you = Needs you
health-titles-probably_refused = Probably not accepted
health-titles-key_unavailable = Locked
health-titles-tokens_unreadable = Needs a new sign-in
health-titles-entry_changed = Damaged or changed

health-changed-outside = What Greentick’s file says of where this location leads was damaged, or changed by another program. Nothing is sent for it, and nobody is sent to sign in there. Add it again: where this row was yours it heals, and where it stays as it is, remove it. An older sign-in stays at the network until you take it back there.

# What is inferred is not said as if the network had said it.
health-probably = Probably: { $said }

## Details by state.

health-details-not_connected = Sign in at { $network } to connect it
health-details-set_up_unfinished = Approved at { $network }, nothing chosen yet
health-details-key_unavailable = Its sign-in is locked in { $keychain }
health-details-tokens_unreadable = Its stored sign-in is damaged
health-details-entry_changed = Add it again, and remove this row if it stays

## Details of what more is known of.

health-preparing = Opening { $network }
health-finishing = { $network } said yes, checking it works
health-approve = Approve at { $network }
health-good-until = Good until { DAY($until) }, then { $network } asks
health-renews-until = Good until { DAY($until) }, renews by itself
health-renews = Renews by itself
health-no-end = Has no end date
health-checked = Checked { RELATIVE($checked) }
health-will-ask = { $network } will ask for a new sign-in
health-ends = { $network } ends this sign-in { RELATIVE($until) }

## The rest.

health-reconnect-by = Reconnect by { DAY($until) }
health-the-account = The account
health-the-owner = the account’s owner
health-disconnecting = Disconnecting
health-disconnecting-detail = Taking the sign-in back at { $network }
health-spoken = { $name }: { $title }
