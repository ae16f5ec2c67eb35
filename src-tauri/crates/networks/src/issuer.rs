//! Certificates are judged by the system, with whatever a company has installed there. Of one that
//! it does not trust we remember who issued it: the name tells a person whose proxy is in between.

use std::sync::{Arc, Mutex, PoisonError};

use der::asn1::{AnyRef, ObjectIdentifier};
use der::{Decode, Reader, SliceReader};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, Error, SignatureScheme};

const COMMON_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");
const ORGANIZATION: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.10");
const LONGEST_NAME: usize = 80;

/// Who issued the last certificate that the system does not trust.
#[derive(Debug, Default)]
pub(crate) struct UnknownIssuer(Mutex<Option<String>>);

impl UnknownIssuer {
    pub fn name(&self) -> Option<String> {
        let name = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        name.clone()
    }

    fn remember(&self, certificate: &CertificateDer<'_>) {
        let mut name = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *name = issuer(certificate);
        tracing::warn!(
            issuer = name.as_deref(),
            "a certificate of an unknown issuer"
        );
    }
}

/// How connections are secured: by the system's judgement.
pub(crate) fn tls(unknown: Arc<UnknownIssuer>) -> Result<ClientConfig, Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let system = rustls_platform_verifier::Verifier::new(provider.clone())?;
    config(provider, Arc::new(system), unknown)
}

fn config(
    provider: Arc<CryptoProvider>,
    judge: Arc<dyn ServerCertVerifier>,
    unknown: Arc<UnknownIssuer>,
) -> Result<ClientConfig, Error> {
    let listening = Listening { judge, unknown };
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        // It judges nothing by itself.
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(listening))
        .with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

/// Hands everything to the judge, and listens to what it says.
#[derive(Debug)]
struct Listening {
    judge: Arc<dyn ServerCertVerifier>,
    unknown: Arc<UnknownIssuer>,
}

impl ServerCertVerifier for Listening {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let judged = self.judge.verify_server_cert(
            end_entity,
            intermediates,
            server_name,
            ocsp_response,
            now,
        );
        if let Err(Error::InvalidCertificate(CertificateError::UnknownIssuer)) = judged {
            self.unknown.remember(end_entity);
        }
        judged
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.judge
            .verify_tls12_signature(message, certificate, signed)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.judge
            .verify_tls13_signature(message, certificate, signed)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.judge.supported_verify_schemes()
    }
}

/// The issuer's name for itself, else its organization's.
fn issuer(certificate: &CertificateDer<'_>) -> Option<String> {
    let certificate = webpki::EndEntityCert::try_from(certificate).ok()?;
    let names = names(certificate.issuer()).ok()?;
    let named = |kind| names.iter().find(|(of, _)| *of == kind);
    let (_, name) = named(COMMON_NAME).or_else(|| named(ORGANIZATION))?;
    // It comes from a stranger.
    let name: String = name.chars().filter(|sign| !sign.is_control()).collect();
    let name: String = domain::plain(&name).chars().take(LONGEST_NAME).collect();
    Some(name).filter(|name| !name.is_empty())
}

/// The parts of a distinguished name, without its outer frame (RFC 5280 section 4.1.2.4).
fn names(name: &[u8]) -> Result<Vec<(ObjectIdentifier, String)>, der::Error> {
    let mut found = vec![];
    let mut sets = SliceReader::new(name)?;
    while !sets.is_finished() {
        let set = AnyRef::decode(&mut sets)?;
        let mut pairs = SliceReader::new(set.value())?;
        while !pairs.is_finished() {
            let pair = AnyRef::decode(&mut pairs)?;
            let mut pair = SliceReader::new(pair.value())?;
            let kind = ObjectIdentifier::decode(&mut pair)?;
            let value = AnyRef::decode(&mut pair)?;
            found.push((kind, String::from_utf8_lossy(value.value()).into_owned()));
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_issuer_is_known_by_its_name() {
        let own = include_bytes!("self_signed/certificate.der");
        let name = issuer(&CertificateDer::from(own.as_slice()));
        assert!(name.is_some_and(|name| !name.is_empty()));
        assert_eq!(
            issuer(&CertificateDer::from(b"no certificate".as_slice())),
            None
        );
    }

    #[test]
    fn what_is_no_name_is_an_error_and_no_panic() {
        for bytes in [b"\x31\xff".as_slice(), b"\x31\x02\x30\x05", b"\x31"] {
            assert!(names(bytes).is_err(), "{bytes:?}");
        }
        assert_eq!(names(b""), Ok(vec![]));
    }
}
