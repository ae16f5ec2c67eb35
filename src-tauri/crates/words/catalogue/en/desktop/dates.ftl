### Dates where the system does not word them: outside the window.

dates-clock = { $hour }:{ $minute }

## By its short name.

dates-monday-short = Mon
dates-tuesday-short = Tue
dates-wednesday-short = Wed
dates-thursday-short = Thu
dates-friday-short = Fri
dates-saturday-short = Sat
dates-sunday-short = Sun

dates-january-short = Jan
dates-february-short = Feb
dates-march-short = Mar
dates-april-short = Apr
dates-may-short = May
dates-june-short = Jun
dates-july-short = Jul
dates-august-short = Aug
dates-september-short = Sept
dates-october-short = Oct
dates-november-short = Nov
dates-december-short = Dec

## $month is one of those.

dates-day = { $day } { $month }
dates-day-of-year = { $day } { $month } { $year }

## How far from now.

dates-days-ago =
    { $count ->
        [1] yesterday
       *[other] { $count } days ago
    }
dates-in-days =
    { $count ->
        [1] tomorrow
       *[other] in { $count } days
    }
dates-hours-ago =
    { $count ->
        [one] { $count } hour ago
       *[other] { $count } hours ago
    }
dates-in-hours =
    { $count ->
        [one] in { $count } hour
       *[other] in { $count } hours
    }
dates-minutes-ago =
    { $count ->
        [0] this minute
        [one] { $count } minute ago
       *[other] { $count } minutes ago
    }
dates-in-minutes =
    { $count ->
        [0] this minute
        [one] in { $count } minute
       *[other] in { $count } minutes
    }
