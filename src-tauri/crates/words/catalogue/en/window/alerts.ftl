### Alerts: in the settings, and of one location.

alerts-title = Alerts
alerts-lead = A notice on the desktop, once for each of these days, when only a person can keep a sign-in alive. What stops working is always told.
alerts-steps = Before a sign-in ends
alerts-step =
    { $days ->
        [0] On the day
        [one] { $days } day
       *[other] { $days } days
    }
alerts-none = Never told before it ends
alerts-other = Other days for
alerts-other-hint = A network or a client that wants more notice, or less.
alerts-choose = Choose…
alerts-networks = Networks
alerts-clients = Clients
alerts-as-usual = As usual
alerts-as-usual-of = As usual for { $name }
alerts-steps-of = Days for { $name }
alerts-quiet = Quiet hours
alerts-quiet-hint = What comes up meanwhile is told afterwards.
alerts-quiet-on = Keep quiet hours
alerts-from = From
alerts-to = To
alerts-pause = Pause alerts
alerts-pause-hint = Icons and tray stay true; only the notices wait.
alerts-pause-hour = For an hour
alerts-pause-day = For a day
alerts-pause-open = Until I resume
alerts-resume = Resume alerts
alerts-paused = Alerts are paused
alerts-paused-until = Alerts are paused until { UNTIL($at) }
alerts-of = Alerts
alerts-on = Told when it needs you
alerts-muted = Muted
alerts-snoozed = Silent until { UNTIL($at) }
alerts-tomorrow = Remind me tomorrow
alerts-mute = Mute
alerts-unmute = Tell me again
