//! One sealed value: its format, its size rules, and what it is bound to; beside it the keys, and the
//! record that is sealed.
//!
//! XChaCha20-Poly1305 with a fresh random nonce. The format is frozen by `tests/vectors`.

mod context;
pub(crate) mod key;
mod padding;
pub(crate) mod record;
#[cfg(test)]
mod vectors;

use chacha20poly1305::aead::{AeadInOut, KeyInit};
use chacha20poly1305::{Tag, XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

pub(crate) use context::Context;

use crate::entropy::{Entropy, NoEntropy, draw};
use key::{Key, KeyId};

/// The only format there is.
pub(crate) const FORMAT: i64 = 1;
/// No sealed value is longer; more is refused before it is copied.
pub(crate) const LONGEST: usize = 64 * 1024;
const NONCE: usize = 24;
const TAG: usize = 16;

/// Whether a value is short enough to be sealed.
pub(crate) fn fits(plain: &[u8]) -> bool {
    padding::padded(plain.len()) <= LONGEST - TAG
}

/// Why a sealed value does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum OpenFailed {
    #[error("a format that this version does not know")]
    UnknownFormat,
    #[error("a nonce of another length")]
    NonceLength,
    #[error("a length that no sealed value has")]
    Length,
    #[error("changed, or not from here, or not for this key")]
    Forged,
    #[error("the padding is not ours")]
    Padding,
}

/// Why a value cannot be sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum SealFailed {
    #[error("too long to be sealed")]
    TooLong,
    #[error(transparent)]
    NoEntropy(#[from] NoEntropy),
}

/// A sealed value as it stands in a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sealed {
    pub(crate) format: i64,
    pub(crate) nonce: Vec<u8>,
    pub(crate) body: Vec<u8>,
}

/// The same, borrowed from a row that is being read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SealedRef<'a> {
    pub(crate) format: i64,
    pub(crate) nonce: &'a [u8],
    pub(crate) body: &'a [u8],
}

#[cfg(test)]
impl Sealed {
    pub(crate) fn as_ref(&self) -> SealedRef<'_> {
        SealedRef {
            format: self.format,
            nonce: &self.nonce,
            body: &self.body,
        }
    }
}

/// Seals and opens under one key.
pub(crate) struct Sealer {
    id: KeyId,
    cipher: XChaCha20Poly1305,
}

impl Sealer {
    pub(crate) fn new(id: KeyId, key: &Key) -> Sealer {
        let cipher = XChaCha20Poly1305::new(key.bytes().into());
        Sealer { id, cipher }
    }

    pub(crate) fn key_id(&self) -> &KeyId {
        &self.id
    }

    pub(crate) fn seal(
        &self,
        plain: &[u8],
        context: &Context<'_>,
        entropy: &mut dyn Entropy,
    ) -> Result<Sealed, SealFailed> {
        let nonce: [u8; NONCE] = draw(entropy)?;
        self.seal_with_nonce(plain, context, nonce)
    }

    fn seal_with_nonce(
        &self,
        plain: &[u8],
        context: &Context<'_>,
        nonce: [u8; NONCE],
    ) -> Result<Sealed, SealFailed> {
        let length = padding::padded(plain.len());
        if !fits(plain) {
            return Err(SealFailed::TooLong);
        }
        let bound = context.bytes(FORMAT, &self.id);
        let mut body = Vec::with_capacity(length + TAG);
        padding::pad(plain, &mut body);
        let tag = self
            .cipher
            .encrypt_inout_detached(&XNonce::from(nonce), &bound, body.as_mut_slice().into())
            .map_err(|_| SealFailed::TooLong)?;
        body.extend_from_slice(&tag);
        Ok(Sealed {
            format: FORMAT,
            nonce: nonce.to_vec(),
            body,
        })
    }

    /// Opens a value that was sealed with the same context; anything else fails.
    pub(crate) fn open(
        &self,
        sealed: SealedRef<'_>,
        context: &Context<'_>,
    ) -> Result<Zeroizing<Vec<u8>>, OpenFailed> {
        let mut plain = Zeroizing::new(vec![]);
        self.open_into(sealed, context, &mut plain)?;
        Ok(plain)
    }

    /// The same into a buffer that serves many values: wiping one for each would take as long as
    /// opening it. After a failure the buffer holds nothing that was sealed.
    pub(crate) fn open_into(
        &self,
        sealed: SealedRef<'_>,
        context: &Context<'_>,
        plain: &mut Zeroizing<Vec<u8>>,
    ) -> Result<(), OpenFailed> {
        plain.clear();
        if sealed.format != FORMAT {
            return Err(OpenFailed::UnknownFormat);
        }
        let nonce: [u8; NONCE] = sealed
            .nonce
            .try_into()
            .map_err(|_| OpenFailed::NonceLength)?;
        let (body, tag) = sealed
            .body
            .split_last_chunk::<TAG>()
            .filter(|(body, _)| padding::possible(body.len()))
            .filter(|_| sealed.body.len() <= LONGEST)
            .ok_or(OpenFailed::Length)?;
        let bound = context.bytes(sealed.format, &self.id);
        if plain.capacity() < body.len() {
            // A buffer that grows by itself would leave an unwiped copy behind.
            *plain = Zeroizing::new(Vec::with_capacity(body.len()));
        }
        plain.extend_from_slice(body);
        let (nonce, tag) = (XNonce::from(nonce), Tag::from(*tag));
        let opened =
            self.cipher
                .decrypt_inout_detached(&nonce, &bound, plain.as_mut_slice().into(), &tag);
        let length = opened
            .map_err(|_| OpenFailed::Forged)
            .and_then(|()| padding::unpadded(plain).ok_or(OpenFailed::Padding));
        plain.truncate(*length.as_ref().unwrap_or(&0));
        length.map(drop)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::OsEntropy;

    fn sealer() -> Sealer {
        Sealer::new([9; 16], &Key::from_slice(&[3; 32]).unwrap())
    }

    fn context<'a>() -> Context<'a> {
        Context {
            home: "token_sets",
            row: &[1; 16],
            network: "mastodon",
            host: "social.example",
            login: &[2; 16],
            account: "42",
            generation: 7,
        }
    }

    #[test]
    fn every_flipped_bit_is_noticed() {
        let sealed = sealer()
            .seal(b"secret", &context(), &mut OsEntropy)
            .unwrap();
        for bit in 0..8 * (sealed.nonce.len() + sealed.body.len()) {
            let mut changed = sealed.clone();
            let (byte, mask) = (bit / 8, 1 << (bit % 8));
            match byte.checked_sub(NONCE) {
                None => changed.nonce[byte] ^= mask,
                Some(byte) => changed.body[byte] ^= mask,
            }
            let opened = sealer().open(changed.as_ref(), &context());
            assert_eq!(opened.unwrap_err(), OpenFailed::Forged);
        }
    }

    #[test]
    fn each_part_of_the_context_is_bound() {
        let sealed = sealer()
            .seal(b"secret", &context(), &mut OsEntropy)
            .unwrap();
        let others = [
            Context {
                home: "apps",
                ..context()
            },
            Context {
                row: &[3; 16],
                ..context()
            },
            Context {
                network: "pixelfed",
                ..context()
            },
            Context {
                host: "evil.example",
                ..context()
            },
            Context {
                login: &[4; 16],
                ..context()
            },
            Context {
                account: "43",
                ..context()
            },
            Context {
                generation: 6,
                ..context()
            },
        ];
        for other in others {
            let opened = sealer().open(sealed.as_ref(), &other);
            assert_eq!(opened.unwrap_err(), OpenFailed::Forged);
        }
        let other_id = Sealer::new([8; 16], &Key::from_slice(&[3; 32]).unwrap());
        assert!(other_id.open(sealed.as_ref(), &context()).is_err());
    }

    #[test]
    fn what_is_too_long_is_not_sealed_and_not_opened() {
        let longest = LONGEST - TAG - 64;
        let seal = |length| sealer().seal(&vec![0; length], &context(), &mut OsEntropy);
        assert!(seal(longest - 1).is_ok());
        assert_eq!(seal(LONGEST).unwrap_err(), SealFailed::TooLong);
        let sealed = Sealed {
            format: FORMAT,
            nonce: vec![0; NONCE],
            body: vec![0; LONGEST + 64],
        };
        let opened = sealer().open(sealed.as_ref(), &context());
        assert_eq!(opened.unwrap_err(), OpenFailed::Length);
    }

    #[test]
    fn a_source_without_random_bytes_seals_nothing() {
        struct Dry;
        impl Entropy for Dry {
            fn fill(&mut self, _: &mut [u8]) -> Result<(), NoEntropy> {
                Err(NoEntropy)
            }
        }
        assert!(sealer().seal(b"secret", &context(), &mut Dry).is_err());
    }

    proptest! {
        #[test]
        fn what_is_sealed_opens(plain in proptest::collection::vec(any::<u8>(), 0..300)) {
            let sealed = sealer().seal(&plain, &context(), &mut OsEntropy).unwrap();
            prop_assert_eq!((sealed.body.len() - TAG) % 64, 0);
            prop_assert_eq!(&*sealer().open(sealed.as_ref(), &context()).unwrap(), &plain);
        }

        #[test]
        fn anything_else_is_refused_without_a_panic(
            format in -1i64..3,
            nonce in proptest::collection::vec(any::<u8>(), 0..40),
            body in proptest::collection::vec(any::<u8>(), 0..300),
        ) {
            let sealed = SealedRef { format, nonce: &nonce, body: &body };
            prop_assert!(sealer().open(sealed, &context()).is_err());
        }
    }
}
