### Who holds what: what hangs on one sign-in, in the same words wherever that is said.

# Joined by commas.
ties-and = { $first }, { $then }

## The rest.

ties-title = Who holds what
ties-lead = Each location hangs on the sign-in of a person, and most sign-ins on an app of yours. When that one stops working, everything under it does.
ties-none = Nothing is connected yet.
ties-without-app = Without an app of yours
ties-sign-ins =
    { $count ->
        [one] { $count } sign-in
       *[other] { $count } sign-ins
    }
ties-locations =
    { $count ->
        [one] { $count } location
       *[other] { $count } locations
    }
ties-fixes = One sign-in fixes { NUMBER($count) } ({ $parts })
ties-fixes-by = One sign-in by { $who } fixes { NUMBER($count) } ({ $parts })
ties-fixes-of =
    { $count ->
        [one] { $fixes }; { $count } other uses it and stays as it is
       *[other] { $fixes }; { $count } others use it and stay as they are
    }
ties-keeps = One sign-in keeps these { NUMBER($count) }
ties-keeps-by = One sign-in by { $who } keeps these { NUMBER($count) }
ties-unchecked = { NUMBER($count) } unchecked
ties-broken = { NUMBER($count) } broken
ties-soon = { NUMBER($count) } soon
ties-show = Show what hangs on { $person } at { $network }
ties-show-all = Show all of them
ties-only = What hangs on { $person } at { $network }
ties-show-everything = Show everything
