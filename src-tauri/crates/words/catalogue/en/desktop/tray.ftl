### The menu of the tray, and the state that it begins with.

tray-open = Open Greentick
tray-quit = Quit Greentick
tray-check-now = Check now
tray-pause = Pause alerts
tray-pause-hour = For an hour
tray-pause-day = For a day
tray-pause-open = Until I resume them
tray-resume = Resume alerts
tray-paused = Alerts paused
tray-paused-until = Alerts paused until { SHORT_WEEKDAY($at) } { CLOCK($at) }

# $location is a name with its network, or the network alone.
tray-reconnect = Reconnect { $location }
tray-more = … and { NUMBER($count) } more

## The first line: how things stand.

tray-starting = Starting
tray-nothing-connected = Nothing connected yet
tray-connected = { NUMBER($count) } connected
tray-unchecked = Some locations can't be checked right now
tray-needing =
    { $count ->
        [one] { $count } location needs you
       *[other] { $count } locations need you
    }
tray-not-kept-moved = Nothing new is kept: its file was removed or replaced
tray-not-kept-disk = Nothing new is kept: the disk takes no writes
# $why is one of the reasons in unwatched.ftl.
tray-not-watching = Not watching: { $why }
