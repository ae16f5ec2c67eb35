//! Stores a key in this computer's keychain, reads it back and removes it, and says what happened.
//!
//! `cargo run -p vault --example keychain [seconds to wait]`

use std::time::Duration;

use vault::{Kek, Keychain, OsEntropy, OsKeychain};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let wait = std::env::args()
        .nth(1)
        .map_or(Ok(20), |text| text.parse())?;
    let keychain =
        OsKeychain::new("app.greentick.example").with_deadline(Duration::from_secs(wait));
    let kek = Kek::draw(&mut OsEntropy)?;
    say(keychain.name(), "asked");
    say(
        "read",
        outcome(keychain.read().map(|found| found.is_some())),
    );
    say("write", outcome(keychain.write(&kek)));
    let same = |found: Option<Kek>| found.is_some_and(|found| found.to_text() == kek.to_text());
    say("the same again", outcome(keychain.read().map(same)));
    say("delete", outcome(keychain.delete()));
    say(
        "read",
        outcome(keychain.read().map(|found| found.is_some())),
    );
    Ok(())
}

fn outcome<T: std::fmt::Debug>(result: Result<T, vault::KeychainProblem>) -> String {
    format!("{result:?}")
}

#[allow(
    clippy::print_stdout,
    reason = "an example talks to the person who runs it"
)]
fn say(what: &str, outcome: impl std::fmt::Display) {
    println!("{what}: {outcome}");
}
