//! What kept an answer from coming, read from the errors of the connection. A way that cannot be
//! found is told apart from a server that refuses, from one whose certificate is not valid, and
//! from one that stays silent.

use std::error::Error;
use std::io::{self, ErrorKind};

use domain::Hiccup;

/// What an error says. `Unreachable` and `BadCertificate` are told only of a connection that was
/// never made: nothing was sent on it.
pub(crate) fn hiccup(error: reqwest::Error) -> Hiccup {
    // `without_url`: the address may carry secrets.
    let error = error.without_url();
    tracing::debug!(
        connect = error.is_connect(),
        timeout = error.is_timeout(),
        "no answer"
    );
    // A deadline that ends in the middle of a body comes as a failure to decode it.
    if error.is_timeout() {
        Hiccup::Silent
    } else if error.is_decode() {
        match all(&error).any(is_garbled) {
            true => Hiccup::NotAnAnswer,
            false => Hiccup::Silent,
        }
    } else if error.is_dns() {
        // Also a name service that refuses: it is nobody's server.
        Hiccup::Offline
    } else if error.is_connect() {
        unconnected(&error)
    } else {
        Hiccup::Silent
    }
}

/// Whether an answer broke before its first line was here, on a connection that had been made.
pub(crate) fn broke_off(error: &reqwest::Error) -> bool {
    error.is_request() && !error.is_connect() && !error.is_timeout()
}

/// Why no connection was made. Whatever says nothing of the server is told as a way that is
/// missing: a name that does not exist, one that leads into this house, a network that is down.
/// The engine knows whether others answer.
fn unconnected(error: &(dyn Error + 'static)) -> Hiccup {
    all(error).find_map(told).unwrap_or(Hiccup::Offline)
}

fn told(error: &(dyn Error + 'static)) -> Option<Hiccup> {
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
    by_the_server.then_some(Hiccup::Unreachable)
}

/// A handshake that began: somebody is there.
fn of_handshake(error: &rustls::Error) -> Hiccup {
    let certificate = matches!(
        error,
        rustls::Error::InvalidCertificate(_) | rustls::Error::NoCertificatesPresented
    );
    match certificate {
        true => Hiccup::BadCertificate,
        false => Hiccup::Unreachable,
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

    use super::*;

    fn of(error: impl Error + Send + Sync + 'static) -> Hiccup {
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
            CertificateError::UnknownIssuer,
            CertificateError::Revoked,
            CertificateError::BadEncoding,
        ] {
            let error = rustls::Error::InvalidCertificate(wrong.clone());
            assert_eq!(of(error), Hiccup::BadCertificate, "{wrong:?}");
        }
        let none = of(rustls::Error::NoCertificatesPresented);
        assert_eq!(none, Hiccup::BadCertificate);
    }

    #[test]
    fn a_handshake_that_breaks_for_another_reason_is_a_server_out_of_reach() {
        for broken in [
            rustls::Error::InvalidMessage(rustls::InvalidMessage::InvalidContentType),
            rustls::Error::AlertReceived(rustls::AlertDescription::HandshakeFailure),
            rustls::Error::HandshakeNotComplete,
        ] {
            assert_eq!(of(broken.clone()), Hiccup::Unreachable, "{broken:?}");
        }
    }

    #[test]
    fn a_server_that_refuses_is_not_a_way_that_is_missing() {
        for (kind, hiccup) in [
            (ErrorKind::ConnectionRefused, Hiccup::Unreachable),
            (ErrorKind::ConnectionReset, Hiccup::Unreachable),
            (ErrorKind::UnexpectedEof, Hiccup::Unreachable),
            (ErrorKind::NetworkUnreachable, Hiccup::Offline),
            (ErrorKind::HostUnreachable, Hiccup::Offline),
            (ErrorKind::NetworkDown, Hiccup::Offline),
            (ErrorKind::AddrNotAvailable, Hiccup::Offline),
            (ErrorKind::PermissionDenied, Hiccup::Offline),
        ] {
            let error = io::Error::other(io::Error::from(kind));
            assert_eq!(unconnected(&error), hiccup, "{kind:?}");
        }
        let unknown = io::Error::other("failed to lookup address information");
        assert_eq!(unconnected(&unknown), Hiccup::Offline);
    }
}
