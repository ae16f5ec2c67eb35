### Of dates, wherever they are worded.

# Instead of a number that is no date.
time-not-told = not told
