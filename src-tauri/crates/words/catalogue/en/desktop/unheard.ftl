### What a notice says of locations that could not be checked for long. $server is who was asked.

unheard-days = Could not be checked for two days
unheard-weeks = Could not be checked for two weeks
unheard-refused = Probably not accepted any more
unheard-many-days = { NUMBER($count) } locations could not be checked for two days
unheard-many-weeks = { NUMBER($count) } locations could not be checked for two weeks
unheard-many-refused = { NUMBER($count) } locations are probably not accepted any more

unheard-why-refused = { $server } has refused for days, in words that Greentick does not know. Reconnect to find out.
unheard-why-here = Something on this computer is in the way. Open Greentick to see what.
unheard-why-gone = Nothing was heard from { $server } all that time. It has perhaps shut down.
unheard-why-unreachable = { $server } cannot be reached. Greentick goes on trying.
unheard-why-silent = { $server } does not answer in time. Greentick goes on trying.
unheard-why-bad-certificate = The certificate of { $server } is not valid. Only its owner can mend that.
unheard-why-unknown-issuer = The certificate shown for { $server } is of an issuer whom this computer does not trust.
unheard-why-proxy-sign-in = The proxy on the way to { $server } asks for a name and a password.
unheard-why-proxy-refused = The proxy on the way to { $server } lets nothing through, or does not answer.
unheard-why-down = { $server } says that it is out of order. Greentick goes on trying.
unheard-why-rate-limited = { $server } asks to wait, again and again.
unheard-why-out-of-credits = The paid calls at { $server } are used up. Add credit at its console.
unheard-why-not-an-answer = Something else answers in place of { $server }, such as a proxy.
unheard-why-unrecognised = { $server } answers in words that Greentick does not know.
unheard-why-wrong-clock = { $server } refuses what this computer sends: its clock is wrong. Set date and time.
