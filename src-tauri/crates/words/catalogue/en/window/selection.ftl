### Several rows that are chosen at once.

selection-title = Selected locations
selection-count =
    { $count ->
        [0] Nothing selected
       *[other] { $count } selected
    }
selection-check = Check now
selection-checking =
    { $count ->
        [one] Checking { $count } location
       *[other] Checking { $count } locations
    }
selection-clear = Clear
