### Tables and calendars that a person takes along. Calendars show text of more than one line.

files-column-by = Needs you by (UTC)
files-column-location = Location
files-column-network = Network
files-column-what-ends = What ends
files-column-client = Client
files-column-connected-by = Connected by
files-sign-in-ends = Sign-in ends
files-data-access-ends = Data access ends

files-reconnect = Reconnect { $name } ({ $network })
files-reconnect-more = Reconnect { $name } and { NUMBER($more) } more ({ $network })
files-sign-in-ends-at = { $network } ends this sign-in.
files-data-access-ends-at = { $network } stops sharing data until the next sign-in.
files-before = Before then, press Reconnect in Greentick.
files-before-all = Before then, press Reconnect in Greentick. One sign-in is enough for all of these:
files-before-all-by = Before then, press Reconnect in Greentick. One sign-in by { $person } is enough for all of these:
files-item = - { $name }
files-clients =
    { $count ->
        [one] Client: { $names }
       *[other] Clients: { $names }
    }
