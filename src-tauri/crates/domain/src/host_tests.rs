use proptest::prelude::*;

use super::*;

#[test]
fn what_people_type_for_an_instance_is_understood() {
    for (typed, user) in [
        ("mastodon.social", None),
        (" Mastodon.Social ", None),
        ("https://mastodon.social/", None),
        ("HTTPS://mastodon.social", None),
        ("mastodon.social/", None),
        ("mastodon.social.", None),
        ("mastodon\u{ff0e}social", None),
        ("mastodon\u{3002}social", None),
        ("@acme@mastodon.social", Some("acme")),
        ("acme@mastodon.social", Some("acme")),
        ("acct:acme@mastodon.social", Some("acme")),
        ("@acme@mastodon.social/", Some("acme")),
        ("https://mastodon.social/@acme", Some("acme")),
        ("https://mastodon.social/@acme/", Some("acme")),
        ("https://mastodon.social/@acme/113?x#y", Some("acme")),
        ("https://mastodon.social/users/acme", Some("acme")),
        ("mastodon.social/@acme", Some("acme")),
        // Somebody else's page about the account.
        ("https://other.example/@acme@mastodon.social", Some("acme")),
    ] {
        let read = Typed::parse(typed).unwrap();
        assert_eq!(read.host.as_str(), "mastodon.social", "{typed}");
        assert_eq!(read.user.as_deref(), user, "{typed}");
    }
    assert_eq!(
        Host::parse("bücher.example").unwrap().as_str(),
        "xn--bcher-kva.example"
    );
}

#[test]
fn marks_that_nobody_sees_are_dropped_wherever_they_stand() {
    let marks = "\u{ad}\u{200b}\u{200c}\u{200d}\u{200e}\u{200f}\u{202a}\u{202b}\u{202c}\u{202d}\
                 \u{202e}\u{2060}\u{2066}\u{2067}\u{2068}\u{2069}\u{feff}";
    for mark in marks.chars() {
        let typed = format!("{mark}@acme@{mark}mastodon.so{mark}cial{mark} ");
        let host = Host::parse(&typed).map(String::from);
        assert_eq!(host, Ok("mastodon.social".into()), "{typed:?}");
    }
    // What stays is looked at as strictly as before.
    for (typed, problem) in [
        ("\u{202a}localhost\u{202c}", HostProblem::Private),
        ("@acme@prin\u{200b}ter.local", HostProblem::Private),
        ("127\u{3002}0.0.1", HostProblem::Address),
        (
            "\u{2066}m\u{430}stodon.social\u{2069}",
            HostProblem::LookAlike,
        ),
        ("https://10.0.0.1/@acme", HostProblem::Address),
        ("acme@[::1]", HostProblem::Address),
        ("\u{feff}", HostProblem::Empty),
    ] {
        assert_eq!(Host::parse(typed), Err(problem), "{typed:?}");
    }
}

#[test]
fn what_is_no_public_host_name_is_refused_with_its_reason() {
    use HostProblem::*;
    for (typed, problem) in [
        ("", Empty),
        ("localhost", Private),
        ("printer.local", Private),
        ("metadata.google.internal", Private),
        ("localhost.", Private),
        ("printer.local.", Private),
        ("metadata.google.internal.", Private),
        ("127.0.0.1", Address),
        ("127.1", Address),
        ("127.1.", Address),
        ("127.0.0.1.", Address),
        ("0x7f000001.", Address),
        ("017700000001", Address),
        ("0x7f000001", Address),
        ("0x7f.1", Address),
        ("2130706433", Address),
        ("169.254.169.254", Address),
        ("[::ffff:10.0.0.1]", Address),
        ("::1", Address),
        ("mastodon.social:22", NotOnlyAHost),
        ("mastodon.social:25", NotOnlyAHost),
        ("https://good.example@evil.example", NotOnlyAHost),
        ("good.example/path", NotOnlyAHost),
        ("good.example?x", NotOnlyAHost),
        ("good.example#x", NotOnlyAHost),
        ("http://good.example", NotOnlyAHost),
        ("ftp://good.example/@acme", NotOnlyAHost),
        ("https://good.example:8443/@acme", NotOnlyAHost),
        ("user:password@good.example", NotOnlyAHost),
        ("https://user:password@good.example", NotOnlyAHost),
        ("acme@good.example:22", NotOnlyAHost),
        ("https://good.example/about", NotOnlyAHost),
        ("https://good.example/@a b", NotOnlyAHost),
        ("javascript:alert(1)", NotOnlyAHost),
        ("mastodon", NotAName),
        ("mast odon.social", NotAName),
        ("a..b", NotAName),
        ("m\u{430}stodon.social", LookAlike),
        ("xn--mstodon-2fg.social", LookAlike),
        // Wholly Cyrillic, wholly Greek, wholly Armenian.
        ("\u{430}\u{440}\u{440}\u{4cf}\u{435}.social", LookAlike),
        ("xn--80ak6aa92e.com", LookAlike),
        ("\u{3bf}\u{3c1}\u{3b1}.social", LookAlike),
        ("\u{578}\u{585}\u{578}.social", LookAlike),
        ("acme@\u{441}\u{43e}\u{440}\u{435}.social", LookAlike),
        ("\u{441}\u{43e}\u{440}\u{435}-1.example.org", LookAlike),
    ] {
        assert_eq!(Host::parse(typed), Err(problem), "{typed}");
    }
    assert_eq!(
        Host::parse(&format!("{}.example", "a".repeat(64))),
        Err(TooLong)
    );
    assert_eq!(Host::parse(&"a.".repeat(200)), Err(TooLong));
    let one_too_long = format!("{}aa", "a.".repeat(126));
    assert_eq!(
        (one_too_long.len(), Host::parse(&one_too_long)),
        (254, Err(TooLong))
    );
}

#[test]
fn a_name_in_a_script_or_language_of_its_own_is_taken() {
    for typed in [
        "пример.social",
        "москва.example",
        // As a whole like Latin letters, under an ending that is not.
        "сор.рф",
        "сор.бел",
        "ελλάδα.social",
        "日本語.example",
        "東京メトロ.jp",
        "한국.example",
        "मस्तूल.example",
        "בדיקה.example",
        "مثال.example",
        "æble.example",
        "kapı.example",
        "straße.example",
        "façade.example",
        "œuvre.example",
    ] {
        let host = Host::parse(typed).map(String::from);
        assert!(host.is_ok(), "{typed}: {host:?}");
    }
}

#[test]
fn what_passed_before_is_read_back_although_it_looks_like_another_name() {
    let kept = "xn--80ak6aa92e.com";
    assert_eq!(Host::read_back(kept).unwrap().as_str(), kept);
    assert_eq!(Host::read_back("localhost"), Err(HostProblem::Private));
    assert_eq!(Host::read_back("127.0.0.1"), Err(HostProblem::Address));
}

proptest! {
    #[test]
    fn nothing_typed_panics_and_what_passes_is_plain(typed in "\\PC{0,80}") {
        if let Ok(host) = Host::parse(&typed) {
            let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-.".contains(&b);
            prop_assert!(host.as_str().bytes().all(plain));
            prop_assert_eq!(Host::parse(host.as_str()), Ok(host));
        }
    }
}
