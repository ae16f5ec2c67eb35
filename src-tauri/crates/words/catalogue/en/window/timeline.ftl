### The days on which a person is needed.

## What ends.

timeline-because-sign_in_ends-ahead = Sign-in ends
timeline-because-sign_in_ends-past = Sign-in was due to end
timeline-because-data_access_ends-ahead = Data access ends
timeline-because-data_access_ends-past = Data access was due to end

## The rest.

timeline-title = Timeline
timeline-lead = The next { NUMBER($days) } days
timeline-export-calendar = Export calendar
timeline-export-csv = Export CSV
timeline-exported = Saved as { $path }
timeline-overdue = Overdue
timeline-this-week = This week
timeline-next-week = Next week
timeline-sign-ins =
    { $count ->
        [one] { $count } sign-in
       *[other] { $count } sign-ins
    }
timeline-when = { RAISED(RELATIVE($at)) }
timeline-waiting = Waiting for you
timeline-more = and { NUMBER($count) } more
timeline-also = { $network }, also { $names }
timeline-reconnect = Reconnect now
timeline-cancel = Cancel
timeline-today = Today
timeline-show-more =
    { $rest ->
        [one] Show more, { $rest } is left
       *[other] Show more, { $rest } are left
    }
timeline-already =
    { $count ->
        [one] { $count } location needs you already.
       *[other] { $count } locations need you already.
    }
timeline-show-them = Show in the list
timeline-plot-none = From today to { DAY($until) }: no day needs you.
timeline-plot =
    { $count ->
        [one] From today to { DAY($until) }, { $count } day needs you: { $days }.
       *[other] From today to { DAY($until) }, { $count } days need you: { $days }.
    }
timeline-plot-day = { DAY($at) }, { $sign_ins }
timeline-plot-and = { $first }; { $then }
timeline-calm-title = Nothing needs you in the next { NUMBER($days) } days
timeline-calm-next = The next date is { $day }, for { $name }.
timeline-calm-never = The networks name no end for what is connected.
timeline-none-title = No dates yet
timeline-none-text = Connect a page, profile or channel, and the day on which it needs you appears here.
