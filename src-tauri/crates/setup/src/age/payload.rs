//! The payload: pieces of 64 KiB, each sealed by itself under its number; the last one says that it
//! is the last, so that nothing can be cut off.

use chacha20poly1305::aead::{AeadInOut, KeyInit};
use chacha20poly1305::{ChaCha20Poly1305, Nonce, Tag};
use zeroize::Zeroizing;

use super::key::{FileKey, of_payload};

const PIECE: usize = 64 * 1024;
const TAG: usize = 16;
const NONCE: usize = 16;

/// How long a payload of this length is when it is sealed.
pub(super) fn sealed_length(plain: usize) -> usize {
    NONCE + plain + plain.div_ceil(PIECE).max(1) * TAG
}

pub(super) fn seal(file_key: &FileKey, nonce: [u8; NONCE], plain: &[u8], file: &mut Vec<u8>) {
    let cipher = ChaCha20Poly1305::new((&*of_payload(file_key, &nonce)).into());
    file.extend_from_slice(&nonce);
    // An empty payload is one empty piece.
    let count = plain.len().div_ceil(PIECE).max(1);
    for number in 0..count {
        let end = plain.len().min((number + 1) * PIECE);
        let start = file.len();
        file.extend_from_slice(&plain[number * PIECE..end]);
        let nonce = numbered(number, number + 1 == count);
        let tag = cipher
            .encrypt_inout_detached(&nonce, &[], (&mut file[start..]).into())
            .expect("a piece is short");
        file.extend_from_slice(&tag);
    }
}

/// The plain text, if all of it is there and nothing was changed.
pub(super) fn open(file_key: &FileKey, payload: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let (nonce, sealed) = payload.split_first_chunk::<NONCE>()?;
    let cipher = ChaCha20Poly1305::new((&*of_payload(file_key, nonce)).into());
    let count = sealed.len().div_ceil(PIECE + TAG);
    // A buffer that grows by itself would leave unwiped copies behind.
    let mut plain = Zeroizing::new(Vec::with_capacity(sealed.len()));
    for (number, piece) in sealed.chunks(PIECE + TAG).enumerate() {
        let (body, tag) = piece.split_last_chunk::<TAG>()?;
        // Only a payload that is empty has an empty piece.
        if body.is_empty() && count > 1 {
            return None;
        }
        let start = plain.len();
        plain.extend_from_slice(body);
        let nonce = numbered(number, number + 1 == count);
        let tag = Tag::from(*tag);
        cipher
            .decrypt_inout_detached(&nonce, &[], (&mut plain[start..]).into(), &tag)
            .ok()?;
    }
    (count > 0).then_some(plain)
}

/// Eleven bytes of the number, and whether it is the last.
fn numbered(number: usize, is_last: bool) -> Nonce {
    let mut nonce = [0; 12];
    nonce[3..11].copy_from_slice(&(number as u64).to_be_bytes());
    nonce[11] = u8::from(is_last);
    Nonce::from(nonce)
}
