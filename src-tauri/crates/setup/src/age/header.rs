//! The header: how the key of the file is wrapped, signed with that key.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::key::{Key, TooMuch, Wrapped};
use super::{LONGEST_HEADER, NotOpened, Work};

const AGE: &str = "age-encryption.org/";
const VERSION: &str = "v1";
const RECIPIENT: &str = "-> ";
const BY_PASSPHRASE: &str = "scrypt ";
const END: &str = "---";

/// How the key of a file is wrapped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Header {
    pub salt: [u8; 16],
    pub work: Work,
    pub body: Wrapped,
}

/// What the header is signed over, and what follows it.
pub(super) struct Checked<'a> {
    signed: &'a [u8],
    mac: [u8; 32],
    pub payload: &'a [u8],
}

impl Header {
    /// As text, signed.
    pub fn write(&self, key: &Key) -> String {
        let (salt, body) = (text(&self.salt), text(&self.body));
        let work = self.work.number();
        let signed =
            format!("{AGE}{VERSION}\n{RECIPIENT}{BY_PASSPHRASE}{salt} {work}\n{body}\n{END}");
        let mac = signature(key, signed.as_bytes()).finalize().into_bytes();
        format!("{signed} {}\n", text(&mac))
    }

    /// Reads what a file begins with. A passphrase is a file's only recipient.
    pub fn read(file: &[u8]) -> Result<(Header, Checked<'_>), NotOpened> {
        let head = &file[..file.len().min(LONGEST_HEADER)];
        let mut lines = Lines { head, at: 0 };
        let version = lines.next().ok_or(NotOpened::NotSealedSo)?;
        match version.strip_prefix(AGE) {
            Some(VERSION) => {}
            Some(_) => return Err(NotOpened::Later),
            None => return Err(NotOpened::NotSealedSo),
        }
        let recipient = lines.next().ok_or(NotOpened::Damaged)?;
        let recipient = recipient
            .strip_prefix(RECIPIENT)
            .ok_or(NotOpened::Damaged)?;
        let how = recipient
            .strip_prefix(BY_PASSPHRASE)
            .ok_or(NotOpened::NotSealedSo)?;
        let (salt, work) = how.split_once(' ').ok_or(NotOpened::Damaged)?;
        let work = Work::named(work).ok_or(NotOpened::Damaged)?;
        let work = work.map_err(|TooMuch| NotOpened::TooCostly)?;
        let salt = bytes(salt).ok_or(NotOpened::Damaged)?;
        let body = lines.next().and_then(bytes).ok_or(NotOpened::Damaged)?;
        let signed = &file[..lines.at + END.len().min(file.len() - lines.at)];
        let end = lines.next().and_then(|line| line.strip_prefix(END));
        let mac = end.and_then(|end| end.strip_prefix(' ')).and_then(bytes);
        let checked = Checked {
            signed,
            mac: mac.ok_or(NotOpened::Damaged)?,
            payload: &file[lines.at..],
        };
        Ok((Header { salt, work, body }, checked))
    }
}

impl Checked<'_> {
    /// Whether nothing of the header was changed since it was signed.
    pub fn is_whole(&self, key: &Key) -> bool {
        signature(key, self.signed).verify_slice(&self.mac).is_ok()
    }
}

/// Lines that end, and are text.
struct Lines<'a> {
    head: &'a [u8],
    /// Where the next one begins.
    at: usize,
}

impl<'a> Lines<'a> {
    fn next(&mut self) -> Option<&'a str> {
        let rest = self.head.get(self.at..)?;
        let length = rest.iter().position(|byte| *byte == b'\n')?;
        self.at += length + 1;
        std::str::from_utf8(&rest[..length]).ok()
    }
}

fn signature(key: &Key, signed: &[u8]) -> Hmac<Sha256> {
    Hmac::<Sha256>::new_from_slice(&key[..])
        .expect("a key of any length")
        .chain_update(signed)
}

fn text(bytes: &[u8]) -> String {
    STANDARD_NO_PAD.encode(bytes)
}

/// So many bytes and no others, written in the one way that there is.
fn bytes<const N: usize>(text: &str) -> Option<[u8; N]> {
    let bytes = STANDARD_NO_PAD.decode(text).ok()?;
    bytes.try_into().ok()
}
