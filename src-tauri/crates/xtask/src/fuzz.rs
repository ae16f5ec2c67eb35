//! `cargo xtask proof fuzz`: whatever reads what strangers send meets so many drawn inputs. The tests
//! are those of the crates, which meet some hundred each time; here each meets as many as are asked for.

use std::{
    fs,
    process::Command,
    time::{Duration, Instant},
};

use serde_json::json;

use crate::{
    app::{self, Profile},
    shell::{self, Failed},
};

/// Inputs of each, where nothing else is asked for.
const INPUTS: u64 = 1_000_000;
/// So long one of them may take.
const LIMIT: Duration = Duration::from_secs(2 * 60 * 60);

/// Something that reads what strangers send.
struct Reader {
    what: &'static str,
    package: &'static str,
    /// The test, by its whole name.
    test: &'static str,
    /// Where the tests are of a program of their own.
    program: Option<&'static str>,
    /// How many inputs one case of the test makes at least.
    each: u64,
}

const fn unit(what: &'static str, package: &'static str, test: &'static str, each: u64) -> Reader {
    Reader {
        what,
        package,
        test,
        program: None,
        each,
    }
}

const READERS: &[Reader] = &[
    unit(
        "callback address",
        "networks",
        "oauth::callback::tests::no_address_panics",
        2,
    ),
    unit(
        "request at the listener",
        "engine",
        "connect::loopback_request::tests::no_request_of_strangers_panics",
        2,
    ),
    unit(
        "header with a challenge",
        "networks",
        "challenge::tests::no_header_of_strangers_panics",
        2,
    ),
    unit(
        "header with credits",
        "networks",
        "credits::tests::no_header_of_strangers_panics",
        1,
    ),
    // Each case meets every conversation of every network: sign-ins, metadata, DID documents,
    // lists, looks, renewals and revocations.
    unit(
        "answer of any kind, every network",
        "networks",
        "conformance::refusals::no_status_and_no_text_of_strangers_is_a_no",
        100,
    ),
    unit(
        "answer in JSON, every network",
        "networks",
        "conformance::refusals::no_json_of_strangers_is_a_no",
        200,
    ),
    unit(
        "good answer that came out bent, every network",
        "networks",
        "conformance::bent::a_good_answer_bent_in_many_ways_is_no_no_and_loses_no_token",
        100,
    ),
    unit(
        "host that is typed",
        "domain",
        "host::tests::nothing_typed_panics_and_what_passes_is_plain",
        1,
    ),
    unit(
        "sealed value",
        "vault",
        "seal::tests::anything_else_is_refused_without_a_panic",
        1,
    ),
    unit(
        "record in a sealed value",
        "vault",
        "seal::record::tests::other_bytes_are_read_without_a_panic",
        1,
    ),
    unit(
        "key in the keychain",
        "vault",
        "seal::key::tests::other_bytes_are_refused_without_a_panic",
        1,
    ),
    unit("set-up file", "setup", "age::tests::no_bytes_panic", 1),
    unit(
        "rows of a set-up file",
        "setup",
        "file::tests::no_text_in_a_sealed_file_panics",
        2,
    ),
    Reader {
        what: "file of the store",
        package: "vault",
        test: "files::a_file_cut_or_changed_anywhere_never_hangs_or_panics",
        program: Some("store"),
        // A file with all its rows.
        each: 30,
    },
    unit(
        "message of the window",
        "protocol",
        "request::tests::no_message_of_a_page_panics",
        1,
    ),
];

/// `[--inputs N] [--release] [NAME…]`: what is built for release meets ten times as many in a time.
pub fn play(words: &[&str]) -> Result<(), Failed> {
    let (profile, words) = Profile::from_words(words);
    let (inputs, names) = read(&words)?;
    let wanted =
        |reader: &&Reader| names.is_empty() || names.iter().any(|name| reader.what.contains(name));
    let readers: Vec<&Reader> = READERS.iter().filter(wanted).collect();
    if readers.is_empty() {
        return Err(Failed::new("nothing that is read is called so"));
    }
    let mut rows = vec![];
    let mut wrong = vec![];
    for reader in readers {
        let cases = inputs.div_ceil(reader.each);
        let started = Instant::now();
        let (passed, said) = shell::said_within(LIMIT, &mut reader.run(profile, cases))?;
        let seconds = started.elapsed().as_secs();
        let held = passed == Some(true) && said.contains("1 passed");
        let met = cases * reader.each;
        println!(
            "--- {}: {met} inputs, {}, {seconds} s",
            reader.what,
            if held { "held" } else { "FAILED" }
        );
        if !held {
            wrong.push(reader.what);
        }
        rows.push(json!({ "what": reader.what, "test": reader.test, "inputs": met, "held": held, "seconds": seconds }));
    }
    let report = app::target().join("report");
    let text = serde_json::to_string_pretty(&rows).unwrap_or_default();
    fs::create_dir_all(&report)
        .and_then(|()| fs::write(report.join("fuzz.json"), text))
        .map_err(|error| Failed::new(format!("the report was not written: {error}")))?;
    println!(
        "proof fuzz: {} readers, {inputs} inputs each, {} failed",
        rows.len(),
        wrong.len()
    );
    if wrong.is_empty() {
        return Ok(());
    }
    Err(Failed::new(wrong.join("; ")))
}

fn read<'a>(words: &[&'a str]) -> Result<(u64, Vec<&'a str>), Failed> {
    let Some(at) = words.iter().position(|word| *word == "--inputs") else {
        return Ok((INPUTS, words.to_vec()));
    };
    let number = words.get(at + 1).and_then(|number| number.parse().ok());
    let number = number.filter(|number| *number > 0);
    let number = number.ok_or_else(|| Failed::new("--inputs wants a number"))?;
    let rest = [&words[..at], &words[at + 2..]].concat();
    Ok((number, rest))
}

impl Reader {
    fn run(&self, profile: Profile, cases: u64) -> Command {
        let mut cargo = shell::cargo();
        cargo.args(["test", "--package", self.package]);
        if profile == Profile::Release {
            cargo.arg("--release");
        }
        match self.program {
            Some(program) => cargo.args(["--test", program]),
            None => cargo.arg("--lib"),
        };
        cargo.args(["--", "--exact", self.test]);
        cargo.env("PROPTEST_CASES", cases.to_string());
        cargo
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_many_inputs_are_wanted_stands_anywhere() {
        assert_eq!(read(&["sealed"]).ok(), Some((INPUTS, vec!["sealed"])));
        let asked = read(&["a", "--inputs", "50", "b"]);
        assert_eq!(asked.ok(), Some((50, vec!["a", "b"])));
        for wrong in [["--inputs", "0"], ["--inputs", "many"]] {
            assert!(read(&wrong).is_err());
        }
        assert!(read(&["--inputs"]).is_err());
    }
}
