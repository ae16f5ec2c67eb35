use super::*;

#[test]
fn a_handle_is_read_however_it_was_copied() {
    for typed in [
        "jana.example",
        "@jana.example",
        " Jana.Example. ",
        "at://jana.example",
        "AT://jana.example/",
        "https://bsky.app/profile/jana.example",
        "https://bsky.app/profile/jana.example/post/3k?x#y",
        "bsky.app/profile/jana.example",
        "\u{202a}@jana.example\u{202c}",
        "\u{2068}jana\u{ff0e}example\u{2069}\u{feff}",
    ] {
        let read = handle(Some(typed.to_owned()));
        assert_eq!(read.ok().as_deref(), Some("jana.example"), "{typed:?}");
    }
    for typed in [
        "did:plc:ewvi7nxzyoun6zhxrhs64oiz",
        "at://did:plc:ewvi7nxzyoun6zhxrhs64oiz/app.bsky.feed.post/3k",
        "https://bsky.app/profile/did:plc:ewvi7nxzyoun6zhxrhs64oiz",
    ] {
        let read = handle(Some(typed.to_owned()));
        let did = Some("did:plc:ewvi7nxzyoun6zhxrhs64oiz");
        assert_eq!(read.ok().as_deref(), did, "{typed}");
    }
    for typed in [
        "",
        "jana@mastodon.example",
        "@jana@mastodon.example",
        "http://bsky.app/profile/jana.example",
        "https://other.example/profile/jana.example",
        "at://localhost",
        "https://bsky.app/profile/",
    ] {
        assert!(handle(Some(typed.to_owned())).is_err(), "{typed}");
    }
}
