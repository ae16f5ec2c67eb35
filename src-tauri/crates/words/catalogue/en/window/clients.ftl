### Clients, whom an agency works for; never OAuth’s clients.

## What is wrong with a name.

clients-problems-empty = Type a name.
clients-problems-too_long = That is too long for a name. 80 characters fit.
clients-problems-unseen = The name holds characters that cannot be seen. Type it anew.
clients-problems-taken = Another client has that name.

## The rest.

clients-title = Clients
clients-shown = Client that is shown
clients-all = All clients
clients-counted = { $name } ({ NUMBER($count) })
clients-lead = A client is the brand or customer that locations belong to. Each can have days of its own for alerts, and has its own memory in the sign-in window.
clients-locations =
    { $count ->
        [one] { $count } location
       *[other] { $count } locations
    }
clients-broken = { " " }broken, of
clients-none = No clients yet
clients-add = New client
clients-add-choice = New client…
clients-add-named = New client “{ $name }”
clients-create = Create client
clients-name = Name
clients-show = Show the locations of { $name }
clients-rename = Rename…
clients-rename-of = Rename { $name }
clients-save = Save
clients-remove = Remove…
clients-remove-of = Remove { $name }
clients-remove-title = Remove { $name }?
clients-remove-stays =
    { $count ->
        [0] No location belongs to it.
        [one] Its { $count } location stays as it is and belongs to no client.
       *[other] Its { $count } locations stay as they are and belong to no client.
    }
clients-remove-goes = Its days for alerts and the sign-ins that its sign-in window remembers are forgotten.
clients-remove-confirm = Remove client
clients-keep = Keep
clients-of = Client
clients-no-client = No client
clients-change = Change
clients-change-of = Change the client of { $name }
clients-menu = Move to client…
clients-move-title = Client of { $name }
clients-move-hint = Its next sign-in uses that client’s memory in the sign-in window.
clients-move-all-title =
    { $count ->
        [one] Client of { $count } location
       *[other] Client of { $count } locations
    }
clients-move-all-hint = Their next sign-ins use that client’s memory in the sign-in window.
clients-find = Find a client or name a new one
clients-moved = { $name } belongs to { $client }
clients-moved-to-none = { $name } belongs to no client
clients-moved-all =
    { $count ->
        [one] { $count } location belong to { $client }
       *[other] { $count } locations belong to { $client }
    }
clients-moved-all-to-none =
    { $count ->
        [one] { $count } location belong to no client
       *[other] { $count } locations belong to no client
    }
clients-add-locations = Add locations…
clients-add-locations-to = Add locations to { $client }
clients-add-locations-hint = Their next sign-ins use this client’s memory in the sign-in window.
clients-add-these =
    { $count ->
        [0] Add locations
        [one] Add { $count } location
       *[other] Add { $count } locations
    }
clients-search = Search locations
clients-too-many = And { NUMBER($count) } more: search to see them.
clients-empty-title = No locations yet
clients-empty-text = Nothing belongs to { $client } so far.
