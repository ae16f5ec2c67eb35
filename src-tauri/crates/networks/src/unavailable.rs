//! What kept an answer from coming, read from the errors of the connection. A way that cannot be
//! found is told apart from a server that refuses, from one whose certificate is not valid, and
//! from one that stays silent.

use std::error::Error;
use std::io::{self, ErrorKind};

use domain::Unavailable;

/// What an error says. `Unreachable` and `BadCertificate` are told only of a connection that was
/// never made: nothing was sent on it.
/// By a proxy the request itself was never sent.
pub(crate) fn hiccup(error: reqwest::Error) -> Unavailable {
    // `without_url`: the address may carry secrets.
    let error = error.without_url();
    tracing::debug!(
        connect = error.is_connect(),
        timeout = error.is_timeout(),
        "no answer"
    );
    // A deadline that ends in the middle of a body comes as a failure to decode it.
    if let Some(hiccup) = all(&error).find_map(by_proxy) {
        hiccup
    } else if error.is_timeout() {
        Unavailable::Silent
    } else if error.is_decode() {
        match all(&error).any(is_garbled) {
            true => Unavailable::NotAnAnswer,
            false => Unavailable::Silent,
        }
    } else if error.is_dns() {
        // Also a name service that refuses: it is nobody's server.
        Unavailable::Offline
    } else if error.is_connect() {
        unconnected(&error)
    } else {
        Unavailable::Silent
    }
}

/// What a proxy did. The library keeps the type of these errors to itself, and only their words tell
/// them apart.
fn by_proxy(error: &(dyn Error + 'static)) -> Option<Unavailable> {
    match error.to_string().strip_prefix("tunnel error: ")? {
        "proxy authorization required" => Some(Unavailable::ProxySignIn),
        _ => Some(Unavailable::ProxyRefused),
    }
}

/// Whether an answer broke before its first line was here, on a connection that had been made.
pub(crate) fn broke_off(error: &reqwest::Error) -> bool {
    error.is_request() && !error.is_connect() && !error.is_timeout()
}

/// Why no connection was made. Whatever says nothing of the server is told as a way that is
/// missing: a name that does not exist, one that leads into this house, a network that is down.
/// The engine knows whether others answer.
fn unconnected(error: &(dyn Error + 'static)) -> Unavailable {
    all(error)
        .find_map(cause_of)
        .unwrap_or(Unavailable::Offline)
}

fn cause_of(error: &(dyn Error + 'static)) -> Option<Unavailable> {
    if let Some(tls) = error.downcast_ref::<rustls::Error>() {
        return Some(of_handshake(tls));
    }
    let broken = error.downcast_ref::<io::Error>()?.kind();
    let by_the_server = matches!(
        broken,
        ErrorKind::ConnectionRefused
            | ErrorKind::ConnectionReset
            | ErrorKind::ConnectionAborted
            | ErrorKind::BrokenPipe
            | ErrorKind::UnexpectedEof
    );
    by_the_server.then_some(Unavailable::Unreachable)
}

/// A handshake that began: somebody is there.
fn of_handshake(error: &rustls::Error) -> Unavailable {
    use rustls::{CertificateError, Error};
    if let Error::InvalidCertificate(CertificateError::UnknownIssuer) = error {
        return Unavailable::UnknownIssuer;
    }
    let certificate = matches!(
        error,
        Error::InvalidCertificate(_) | Error::NoCertificatesPresented
    );
    match certificate {
        true => Unavailable::BadCertificate,
        false => Unavailable::Unreachable,
    }
}

/// Whether a body came whole and was not what its headers said.
fn is_garbled(error: &(dyn Error + 'static)) -> bool {
    let broken = error.downcast_ref::<io::Error>();
    let kind = broken.map(io::Error::kind);
    matches!(kind, Some(ErrorKind::InvalidData | ErrorKind::InvalidInput))
}

/// An error and all that caused it. What an `io::Error` wraps is no source of it.
fn all<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |error: &&'a (dyn Error + 'static)| {
        let error: &'a (dyn Error + 'static) = *error;
        match error
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref)
        {
            Some(wrapped) => Some(wrapped as &(dyn Error + 'static)),
            None => error.source(),
        }
    })
}

#[cfg(test)]
mod tests {
    use rustls::CertificateError;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;

    use super::*;

    fn of(error: impl Error + Send + Sync + 'static) -> Unavailable {
        // As the connector hands it on: wrapped, and wrapped again.
        unconnected(&io::Error::other(io::Error::new(
            ErrorKind::InvalidData,
            error,
        )))
    }

    #[test]
    fn a_certificate_that_is_not_valid_is_told_as_such() {
        for wrong in [
            CertificateError::Expired,
            CertificateError::NotValidYet,
            CertificateError::NotValidForName,
            CertificateError::Revoked,
            CertificateError::BadEncoding,
        ] {
            let error = rustls::Error::InvalidCertificate(wrong.clone());
            assert_eq!(of(error), Unavailable::BadCertificate, "{wrong:?}");
        }
        let none = of(rustls::Error::NoCertificatesPresented);
        assert_eq!(none, Unavailable::BadCertificate);
    }

    #[test]
    fn an_issuer_that_nobody_here_trusts_is_told_apart() {
        let error = rustls::Error::InvalidCertificate(CertificateError::UnknownIssuer);
        assert_eq!(of(error), Unavailable::UnknownIssuer);
    }

    /// What a client says whose proxy answers so, or closes where that is nothing; `None` is no
    /// proxy at all.
    async fn behind(answer: Option<&'static str>) -> Unavailable {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let proxy = format!("http://{}", listener.local_addr().unwrap());
        match answer {
            Some(answer) => drop(tokio::spawn(async move {
                let (mut stream, _) = listener.accept().await.unwrap();
                let mut asked = [0; 1024];
                assert_ne!(stream.read(&mut asked).await.unwrap(), 0);
                stream.write_all(answer.as_bytes()).await.unwrap();
            })),
            None => drop(listener),
        }
        let client = reqwest::Client::builder()
            .proxy(reqwest::Proxy::all(proxy).unwrap())
            .tls_certs_only([])
            .build()
            .unwrap();
        let sent = client.get("https://social.example/").send().await;
        hiccup(sent.unwrap_err())
    }

    #[tokio::test]
    async fn what_a_proxy_does_is_no_servers_fault() {
        for (answer, cause_of) in [
            (
                Some("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n"),
                Unavailable::ProxySignIn,
            ),
            (
                Some("HTTP/1.1 403 Forbidden\r\n\r\n"),
                Unavailable::ProxyRefused,
            ),
            (
                Some("HTTP/1.1 302 Found\r\nlocation: http://portal.hotel/\r\n\r\n"),
                Unavailable::ProxyRefused,
            ),
            (Some("SSH-2.0-OpenSSH_9.2\r\n"), Unavailable::ProxyRefused),
            (Some(""), Unavailable::ProxyRefused),
            (None, Unavailable::ProxyRefused),
        ] {
            assert_eq!(behind(answer).await, cause_of, "{answer:?}");
        }
    }

    #[test]
    fn a_handshake_that_breaks_for_another_reason_is_a_server_out_of_reach() {
        for broken in [
            rustls::Error::InvalidMessage(rustls::InvalidMessage::InvalidContentType),
            rustls::Error::AlertReceived(rustls::AlertDescription::HandshakeFailure),
            rustls::Error::HandshakeNotComplete,
        ] {
            assert_eq!(of(broken.clone()), Unavailable::Unreachable, "{broken:?}");
        }
    }

    #[test]
    fn a_server_that_refuses_is_not_a_way_that_is_missing() {
        for (kind, hiccup) in [
            (ErrorKind::ConnectionRefused, Unavailable::Unreachable),
            (ErrorKind::ConnectionReset, Unavailable::Unreachable),
            (ErrorKind::UnexpectedEof, Unavailable::Unreachable),
            (ErrorKind::NetworkUnreachable, Unavailable::Offline),
            (ErrorKind::HostUnreachable, Unavailable::Offline),
            (ErrorKind::NetworkDown, Unavailable::Offline),
            (ErrorKind::AddrNotAvailable, Unavailable::Offline),
            (ErrorKind::PermissionDenied, Unavailable::Offline),
        ] {
            let error = io::Error::other(io::Error::from(kind));
            assert_eq!(unconnected(&error), hiccup, "{kind:?}");
        }
        let unknown = io::Error::other("failed to lookup address information");
        assert_eq!(unconnected(&unknown), Unavailable::Offline);
    }
}
