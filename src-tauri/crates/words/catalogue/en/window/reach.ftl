### Whether the networks can be reached from here.

-set-the-clock = Warnings can come too early or too late, and networks may refuse to answer: let the system set date and time by itself.

## The rest.

reach-title = Connection to the networks
reach-offline = This computer is offline. Nothing is lost; everything is checked again when it is back.
reach-unknown_issuer = Certificates of an unknown issuer come in place of the networks’ own, and this computer does not trust them: nothing is sent. If that is your company’s proxy, install its certificate and start Greentick again.
reach-unknown_issuer-by = Certificates of “{ $by }” come in place of the networks’ own, and this computer does not trust them: nothing is sent. If that is your company’s proxy, install its certificate and start Greentick again.
reach-proxy_sign_in = The proxy on the way asks for a name and a password, so nothing can be checked. Enter them in this computer’s proxy settings.
reach-proxy_sign_in-by = The proxy { $by } asks for a name and a password, so nothing can be checked. Enter them in this computer’s proxy settings.
reach-proxy_refused = The proxy on the way lets nothing through, or does not answer, so nothing can be checked. Look at this computer’s proxy settings.
reach-proxy_refused-by = The proxy { $by } lets nothing through, or does not answer, so nothing can be checked. Look at this computer’s proxy settings.
reach-begun = { $who } is not answering
reach-over = { $who } answers again
reach-silent =
    { $locations ->
        [one] { $who } is not answering. { $locations } location can’t be checked; Greentick tries again by itself.
       *[other] { $who } is not answering. { $locations } locations can’t be checked; Greentick tries again by itself.
    }
reach-clock-begun = This computer’s clock is wrong
reach-clock = This computer’s clock is wrong. { -set-the-clock }
reach-clock-ahead = This computer’s clock is off by { LASTING($off) }: it is ahead. { -set-the-clock }
reach-clock-behind = This computer’s clock is off by { LASTING($off) }: it is behind. { -set-the-clock }
