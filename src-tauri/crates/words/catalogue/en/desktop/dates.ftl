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
