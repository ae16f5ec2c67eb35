### The page that a browser shows after it came back from a network.

callback-goes-on = Back to Greentick
callback-goes-on-text = Greentick goes on from here. You can close this tab.
callback-nothing-connected = Nothing was connected
callback-cancelled-text = The sign-in at { $network } was cancelled, nothing changed. To try again, go back to Greentick.
callback-refused-text = { $network } did not approve the sign-in. Greentick says what helps; you can close this tab.
callback-not-ours = Nothing was done
callback-not-ours-text = No sign-in in Greentick waits for this answer: it came too late, was used before, or is not genuine. To sign in, start again in Greentick.
callback-not-said = Look at Greentick
callback-not-said-text = It has this answer and is still busy with it.
