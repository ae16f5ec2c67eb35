//! Holds the formats to `tests/vectors`, which another implementation wrote once.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::key::{Kek, Key};
use super::record;
use crate::seal::{Context, OpenFailed, SealedRef, Sealer};

fn cases<T: DeserializeOwned>(file: &str) -> Vec<T> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors");
    let text = std::fs::read_to_string(format!("{folder}/{file}.json")).unwrap();
    let cases: Vec<T> = serde_json::from_str(&text).unwrap();
    assert!(!cases.is_empty());
    cases
}

fn hex(text: &str) -> Vec<u8> {
    let digit = |byte: &u8| char::from(*byte).to_digit(16).unwrap() as u8;
    let pair = |pair: &[u8]| digit(&pair[0]) << 4 | digit(&pair[1]);
    text.as_bytes().chunks(2).map(pair).collect()
}

#[derive(Deserialize)]
struct SealCase {
    name: String,
    key: String,
    key_id: String,
    context: ContextCase,
    format: i64,
    nonce: String,
    body: String,
    plain: Option<String>,
    error: Option<String>,
}

#[derive(Deserialize)]
struct ContextCase {
    home: String,
    row: String,
    network: String,
    host: String,
    login: String,
    account: String,
    generation: u64,
}

impl SealCase {
    fn open(&self) -> Result<Vec<u8>, OpenFailed> {
        let key = Key::from_slice(&hex(&self.key)).unwrap();
        let sealer = Sealer::new(hex(&self.key_id).try_into().unwrap(), &key);
        let context = Context {
            home: &self.context.home,
            row: &hex(&self.context.row),
            network: &self.context.network,
            host: &self.context.host,
            login: &hex(&self.context.login),
            account: &self.context.account,
            generation: self.context.generation,
        };
        let sealed = SealedRef {
            format: self.format,
            nonce: &hex(&self.nonce),
            body: &hex(&self.body),
        };
        sealer.open(sealed, &context).map(|plain| plain.to_vec())
    }
}

#[test]
fn every_good_seal_opens() {
    for case in cases::<SealCase>("seal-accept") {
        let plain = hex(case.plain.as_deref().unwrap());
        assert_eq!(case.open(), Ok(plain), "{}", case.name);
    }
}

#[test]
fn every_bad_seal_is_refused_for_its_own_reason() {
    for case in cases::<SealCase>("seal-reject") {
        let expected = match case.error.as_deref().unwrap() {
            "unknown_format" => OpenFailed::UnknownFormat,
            "nonce_length" => OpenFailed::NonceLength,
            "length" => OpenFailed::Length,
            "forged" => OpenFailed::Forged,
            "padding" => OpenFailed::Padding,
            other => panic!("unknown reason {other}"),
        };
        assert_eq!(case.open(), Err(expected), "{}", case.name);
    }
}

#[derive(Deserialize)]
struct RecordCase {
    name: String,
    record: String,
    #[serde(default)]
    texts: Vec<String>,
}

#[test]
fn every_good_record_is_read_and_written_the_same() {
    for case in cases::<RecordCase>("record-accept") {
        let bytes = hex(&case.record);
        let tokens = record::to_tokens(&bytes).ok().unwrap();
        let texts: Vec<&str> = [Some(&tokens.access), tokens.refresh.as_ref()]
            .into_iter()
            .flatten()
            .map(|text| text.expose())
            .collect();
        assert_eq!(texts, case.texts, "{}", case.name);
        assert_eq!(*record::of_tokens(&tokens), bytes, "{}", case.name);
    }
}

#[test]
fn every_bad_record_is_refused() {
    for case in cases::<RecordCase>("record-reject") {
        assert!(
            record::to_tokens(&hex(&case.record)).is_err(),
            "{}",
            case.name
        );
    }
}

#[derive(Deserialize)]
struct KekCase {
    name: String,
    text: String,
    #[serde(default)]
    id: String,
    #[serde(default)]
    key: String,
}

#[test]
fn every_good_key_is_read_and_written_the_same() {
    for case in cases::<KekCase>("kek-accept") {
        let kek = Kek::from_text(case.text.as_bytes()).ok().unwrap();
        assert_eq!(kek.id.to_vec(), hex(&case.id), "{}", case.name);
        assert_eq!(kek.key.bytes().to_vec(), hex(&case.key), "{}", case.name);
        assert_eq!(*kek.to_text(), case.text, "{}", case.name);
    }
}

#[test]
fn every_bad_key_is_refused() {
    for case in cases::<KekCase>("kek-reject") {
        assert!(
            Kek::from_text(case.text.as_bytes()).is_err(),
            "{}",
            case.name
        );
    }
}
