### The details of one location.

## What happened, in the history.

panel-codes-connected = Connected
panel-codes-reconnected = Reconnected
panel-codes-disconnected = Disconnected
panel-codes-disconnected_here_only = Disconnected here only
panel-codes-stopped_working = Stopped working
panel-codes-works_again = Works again
panel-codes-sign_in_failed = A sign-in did not succeed
panel-codes-moved = Moved
panel-codes-renamed = Renamed

## Entries of the history.

panel-history-of-no-client = Belongs to no client
panel-history-moved-to = Moved to { $who }
panel-history-renamed-from = Renamed from { $who }
# $what is one of the lines above.
panel-history-by = { $what } by { $who }

## Whose calls are counted.

panel-limits-app = Your app
panel-limits-account = This account

## The rest.

panel-close = Close details
panel-back = Back
panel-reconnect = Reconnect now
panel-reconnect-as = Reconnect as { $who }
panel-connect = Connect at { $network }
panel-through = Connected through
panel-alone = This location only
panel-developer-app = Your { $network } app
panel-hang =
    { $count ->
        [one] { $count } location hangs on it
       *[other] { $count } locations hang on it
    }
panel-can = This connection can
panel-not-granted = not allowed
panel-dates = Dates
panel-checked = Last checked
panel-since = Connected
panel-until = Good until
panel-limits = Limits
panel-limit = { $whose }: { NUMBER($percent) } % used
panel-limit-used-up = { $whose }: used up
panel-full-again-today = full again at { CLOCK($at) }
panel-full-again = full again on { DAY($at) }
panel-history = History
panel-no-history = Nothing has happened yet.
panel-history-failed = The history could not be read.
panel-again = Read again
panel-check = Check again
panel-remove = Remove this location…
panel-permissions = See Greentick’s permissions on { $network }
