### The window itself and its list.

## Words of many places.

window-common-cancel = Cancel
window-common-close = Close
window-common-copy = Copy
window-common-copy-this = Copy { $what }
window-common-copied = Copied
window-common-dismiss = Dismiss
window-common-show-in-folder = Show in folder
window-common-back = Back
window-common-select-to-copy = Select it and copy it by hand.
window-common-loading = Loading
window-common-notices = Notices
window-common-found =
    { $count ->
        [0] Nothing found
       *[other] { $count } found
    }
window-common-discard-title = Throw away what you typed?
window-common-discard-text = The secret you typed is not saved anywhere yet.
window-common-discard = Throw away
window-common-discard-keep = Keep typing

## The list does not come.

window-start-failed-title = Greentick could not load your locations
window-start-failed-text = The part of Greentick that watches them did not answer this window. If that goes on, quit Greentick and start it again.
window-start-behind = The list may be out of date.
window-start-again = Try again

## The practice networks.

window-practice-banner = Practice networks: nothing here is real
window-practice-control = Open control page

## Filters of the list.

window-filters-all = All
window-filters-broken = Broken
window-filters-soon = Needs you soon
window-filters-connected = Connected
window-filters-unchecked = Can’t check
window-filters-signing_in = Signing in
window-filters-not_connected = Not connected

## Sections of the list.

window-sections-needs_you = Needs you
window-sections-unchecked = Can’t be checked right now
window-sections-connected = Connected
window-sections-not_connected = Not connected

## How all stands, for those who do not see the icon.

window-worst-tick = Nothing needs you
window-worst-ring = Nothing needs you
window-worst-cloud = Not everything can be checked
window-worst-clock = Something needs you soon
window-worst-broken_link = Something is broken

## The list and its rows.

window-list-title = Locations
window-list-nav = Main
window-list-search = Search
window-list-check-now = Check now
window-list-check-these = Check these { NUMBER($count) }
window-list-checking = Checking all locations
window-list-add = Add location
window-list-filter-by = Show
window-list-locked = Locked
window-list-unnamed = New from { $network }
window-list-placed = { $name }, { $place }
window-list-none-title = No locations yet
window-list-none-text = Add a page, profile or channel, and its green tick appears here.
window-list-no-match-title = Nothing fits
window-list-no-match-search = No location fits this search.
window-list-no-match-search-of = No location of { $client } fits this search.
window-list-no-match-now = No location is like this now.
window-list-no-match-now-of = No location of { $client } is like this now.
window-list-show-all = Show all
window-list-changed =
    { $count ->
        [one] { $count } location changed
       *[other] { $count } locations changed
    }
window-list-connect-name = Connect { $name }
window-list-reconnect-name = Reconnect { $name }
window-list-disconnect-name = Disconnect { $name }
window-list-check-name = Check { $name } again
window-list-remove-name = Remove { $name } from the list
window-list-enter-app-name = Enter the app of { $name }
window-list-cancel-name = Cancel sign-in for { $name }
window-list-cancel-row = Cancel signing in to { $name }
window-list-action-name = { $action }: { $name }
window-list-menu-name = More for { $name }
window-list-reconnect = Reconnect
window-list-connect = Connect
window-list-cancel = Cancel
window-list-pick = Choose pages
window-list-fix-app = Fix app
window-list-open-keychain = Open keychain
window-list-remove = Remove…
window-list-menus = Menu of a location
window-list-menu-reconnect = Reconnect
window-list-menu-connect = Connect
window-list-menu-cancel = Cancel sign-in
window-list-menu-check = Check now
window-list-menu-permissions = Permissions on { $network }
window-list-menu-disconnect = Disconnect…
window-list-menu-remove = Remove from list…

## The first run.

window-first-run-title = Every page, always connected
window-first-run-line-icons = One icon per page, profile or channel. Green works, red needs you, a click fixes it.
window-first-run-line-sealed = Your sign-ins rest sealed on this computer; the key stays in { $keychain }.
window-first-run-add = Add your first location
window-first-run-later = Look around first

## Removing a location.

window-remove-title = Remove { $name }?
window-remove-text-connected = It is disconnected and leaves the list with its history: Greentick stops watching it and erases its sign-in here. You can undo that for ten seconds.
window-remove-text = It leaves the list with its history. You can undo that for ten seconds.
window-remove-if-back = If { $server } comes back one day, you can add it again.
window-remove-confirm = Remove
window-remove-keep = Keep it
window-remove-under-way = { $name } is being removed
window-remove-undo = Undo
window-remove-not-told = { $name } is removed. { $problem }
window-remove-failed = { $name } could not be removed, because Greentick could not write to its own file. It stays on the list.

## Disconnecting one.

window-disconnect-title = Disconnect { $name }?
window-disconnect-stops-revokes = Greentick stops watching it and erases its sign-in here. At { $network } it is revoked too, unless other locations depend on it. Its history stays.
window-disconnect-stops = Greentick stops watching it and erases its sign-in here. { $network } lists Greentick until you remove it there. Its history stays.
window-disconnect-others = These hang on the same sign-in and keep working: { $names }.
window-disconnect-names-more = { $names } and { NUMBER($more) } more
window-disconnect-confirm = Disconnect
window-disconnect-keep = Keep connected
window-disconnect-done = { $name } is disconnected
window-disconnect-open-permissions = Open permissions page
window-disconnect-revoke-not-offered = Disconnected here. This { $network } server has no way to take a sign-in back: remove Greentick on its own page.
window-disconnect-revoke-failed = Disconnected here, but { $network } could not be told. Remove Greentick on its own page too.
