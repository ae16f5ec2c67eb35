### Cards of what needs a person: who, since when, how many of whom.

cards-somebody = A sign-in
cards-locations =
    { $count ->
        [one] { $count } location
       *[other] { $count } locations
    }
cards-locations-of =
    { $count ->
        [one] { $count } location of { NUMBER($clients) } clients
       *[other] { $count } locations of { NUMBER($clients) } clients
    }
cards-since = { $locations }, since { MOMENT($since) }
# $locations is one of the lines above.
cards-extent = { $locations }.
cards-extent-until = { $locations }. { $rest }
cards-all-work-until =
    { $count ->
        [one] It works until { DAY($until) }.
       *[other] All work until { DAY($until) }.
    }
cards-still-work-until =
    { $count ->
        [one] { $count } still works until { DAY($until) }.
       *[other] { $count } still work until { DAY($until) }.
    }
cards-unfold =
    { $count ->
        [one] Show { $count } location
       *[other] Show { $count } locations
    }
cards-fold = Show less
