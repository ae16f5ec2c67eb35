//! The spellings in which a secret could lie around, and the search for all of them at once.

use aho_corasick::AhoCorasick;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use journeys::Trouble;

use super::evidence::Given;

/// Shorter pieces are found by chance.
const SHORTEST: usize = 10;
/// Stands in no journey, and is written differently in each spelling.
const CONTROL: &str = "control~\"secret\"/that+must be found:\\7f3a9c";

/// All spellings of all secrets.
pub struct Spellings {
    search: AhoCorasick,
    /// Whose spelling it is, and which, in the order of the search.
    of: Vec<(Whose, &'static str)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Whose {
    Control,
    Secret(usize),
}

/// A secret that was found.
pub struct Found {
    /// Its place in the list of secrets.
    pub secret: usize,
    /// How it was spelt.
    pub spelling: &'static str,
}

impl Spellings {
    pub fn of(secrets: &[Given]) -> Result<Spellings, Trouble> {
        let control = (Whose::Control, CONTROL);
        let given = secrets.iter().enumerate();
        let given = given.map(|(at, secret)| (Whose::Secret(at), secret.value.as_str()));
        let (mut of, mut needles) = (vec![], vec![]);
        for (whose, text) in [control].into_iter().chain(given) {
            if text.len() < SHORTEST {
                return Err(Trouble::unexpected(format!(
                    "a secret of {} bytes",
                    text.len()
                )));
            }
            let mut spelt: Vec<Vec<u8>> = vec![];
            for (name, needle) in spell(text.as_bytes()) {
                // A text of plain letters is the same in several spellings.
                if whose != Whose::Control && spelt.contains(&needle) {
                    continue;
                }
                of.push((whose, name));
                spelt.push(needle);
            }
            needles.extend(spelt);
        }
        let search = AhoCorasick::new(needles);
        let search = search.map_err(Trouble::because)?;
        Ok(Spellings { search, of })
    }

    pub fn len(&self) -> usize {
        self.of
            .iter()
            .filter(|(whose, _)| *whose != Whose::Control)
            .count()
    }

    /// Every secret in `bytes`, once for each spelling.
    pub fn found_in(&self, bytes: &[u8]) -> Vec<Found> {
        let secrets = self.needles_in(bytes).into_iter().filter_map(|at| {
            let (whose, spelling) = self.of[at];
            match whose {
                Whose::Secret(secret) => Some(Found { secret, spelling }),
                Whose::Control => None,
            }
        });
        secrets.collect()
    }

    /// Hides the control secret in each spelling and looks for it as for the others.
    pub fn prove_that_each_is_found(&self) -> Result<(), Trouble> {
        let theirs = |at: &usize| self.of[*at].0 == Whose::Control;
        for (name, needle) in spell(CONTROL.as_bytes()) {
            let hidden = [b"before\0", needle.as_slice(), b"\xffafter"].concat();
            let found = self.needles_in(&hidden);
            if !found.iter().any(|at| theirs(at) && self.of[*at].1 == name) {
                return Err(Trouble::unexpected(format!("the search misses {name}")));
            }
        }
        // As a program would have written it, not as this one spells it.
        for written in written_by_others() {
            if !self.needles_in(&written).iter().any(theirs) {
                let lossy = String::from_utf8_lossy(&written).into_owned();
                return Err(Trouble::unexpected(format!("the search misses {lossy}")));
            }
        }
        Ok(())
    }

    fn needles_in(&self, bytes: &[u8]) -> Vec<usize> {
        let found = self.search.find_overlapping_iter(bytes);
        let mut found: Vec<usize> = found.map(|one| one.pattern().as_usize()).collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}

fn spell(secret: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let hex = |upper: bool| -> Vec<u8> {
        let digits = secret.iter().map(|byte| match upper {
            true => format!("{byte:02X}"),
            false => format!("{byte:02x}"),
        });
        digits.collect::<String>().into_bytes()
    };
    let wide = secret.iter().flat_map(|byte| [*byte, 0]).collect();
    let mut spelt = vec![
        ("UTF-8", secret.to_vec()),
        ("UTF-16", wide),
        ("hex", hex(false)),
        ("HEX", hex(true)),
        ("percent", percent(secret, plain)),
        ("percent throughout", percent(secret, |_| false)),
        ("a form", form(secret)),
        ("JSON", json(secret)),
    ];
    for shift in 0..3 {
        spelt.push(("base64", base64(&STANDARD, secret, shift)));
        spelt.push(("base64url", base64(&URL_SAFE, secret, shift)));
    }
    spelt
}

/// What stays the same of a text in base64 when `shift` bytes stand before it, and others after.
fn base64(engine: &impl base64::Engine, secret: &[u8], shift: usize) -> Vec<u8> {
    let text = engine.encode([&vec![0; shift], secret].concat());
    let (first, last) = ((shift * 8).div_ceil(6), (shift + secret.len()) * 8 / 6);
    text.as_bytes()[first..last].to_vec()
}

fn plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~".contains(&byte)
}

fn percent(secret: &[u8], stays: impl Fn(u8) -> bool) -> Vec<u8> {
    let letters = secret.iter().map(|byte| match stays(*byte) {
        true => char::from(*byte).to_string(),
        false => format!("%{byte:02X}"),
    });
    letters.collect::<String>().into_bytes()
}

fn form(secret: &[u8]) -> Vec<u8> {
    let text = url::form_urlencoded::byte_serialize(secret);
    text.collect::<String>().into_bytes()
}

fn json(secret: &[u8]) -> Vec<u8> {
    let text = serde_json::Value::from(String::from_utf8_lossy(secret)).to_string();
    text.trim_matches('"').as_bytes().to_vec()
}

/// The control secret inside other texts, as libraries write them.
fn written_by_others() -> Vec<Vec<u8>> {
    let headers = ["", "x", "xy"].map(|before| STANDARD.encode(format!("{before}{CONTROL}:id")));
    let cookies = ["", "x", "xy"].map(|before| URL_SAFE.encode(format!("{before}{CONTROL}:id")));
    let mut address = url::form_urlencoded::Serializer::new(String::new());
    address.append_pair("token", CONTROL);
    let wide: Vec<u8> = CONTROL.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let texts = headers.into_iter().chain(cookies);
    let mut all: Vec<Vec<u8>> = texts.map(String::into_bytes).collect();
    all.push(address.finish().into_bytes());
    all.push(
        serde_json::json!({ "token": CONTROL })
            .to_string()
            .into_bytes(),
    );
    all.push(wide);
    all
}
