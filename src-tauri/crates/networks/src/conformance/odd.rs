//! Good answers of shapes that others saw and no reference describes.

use domain::{AccountId, Scopes, Span, Timestamp};

use super::{access_of, caller_of, recorded, renew, well};
use crate::script::{Script, answer};
use crate::{Dialect, ProbeResult, ProviderError, Registry};

fn of(network: &str) -> std::sync::Arc<dyn Dialect> {
    Registry::real().get(&network.parse().unwrap()).unwrap()
}

fn probed(network: &str, account: &str, bodies: &[&str]) -> Result<ProbeResult, ProviderError> {
    let dialect = of(network);
    let dialect = dialect.as_ref();
    let account = AccountId(account.into());
    let step = dialect.probe(caller_of(dialect), access_of(dialect), account);
    Script::new(well(bodies)).then_silence().play(step).0
}

const LISTS: &str = r#""kind":"youtube#channelListResponse""#;
const CHANNEL: &str = r#""items":[null,{"id":"UC1","snippet":{"title":"T"}}]"#;
const ALIVE: &str = r#"{"active":true,"status":"active","scope":null}"#;
const UNNAMED: &str = r#"{"results":{"5":{"vanityName":"acme"}}}"#;
const PAGE: &str = "urn:li:organization:5";

/// The network, the account that is probed, what comes, and the name and handle that are seen.
type Row = (
    &'static str,
    &'static str,
    Vec<String>,
    &'static str,
    Option<&'static str>,
);

#[test]
fn an_odd_side_field_takes_no_look_away() {
    let youtube = |rest: &str| format!("{{{LISTS},{rest}}}");
    let acl = |role: &str| format!(r#"{{"elements":[{{"state":null}},{role}]}}"#);
    let rows: [Row; 20] = [
        (
            "x",
            "1",
            vec![r#"{"data":{"id":1,"username":"a"}}"#.into()],
            "a",
            Some("@a"),
        ),
        (
            "x",
            "1",
            vec![r#"{"data":{"id":"1","name":"A","username":7}}"#.into()],
            "A",
            None,
        ),
        ("x", "1", vec![r#"{"data":{"id":"1"}}"#.into()], "", None),
        (
            "pinterest",
            "1",
            vec![r#"{"id":1,"username":"a","business_name":5}"#.into()],
            "a",
            Some("@a"),
        ),
        (
            "pinterest",
            "1",
            vec![r#"{"username":"a","account_type":[]}"#.into()],
            "a",
            Some("@a"),
        ),
        (
            "instagram",
            "1",
            vec![r#"{"user_id":1,"name":"Shop"}"#.into()],
            "Shop",
            None,
        ),
        (
            "instagram",
            "1",
            vec![r#"{"data":[{"username":"a","id":"9"}]}"#.into()],
            "a",
            Some("@a"),
        ),
        (
            "threads",
            "1",
            vec![r#"{"id":1,"username":null}"#.into()],
            "",
            None,
        ),
        (
            "threads",
            "1",
            vec![r#"{"data":[{"id":"1","username":"a"}]}"#.into()],
            "a",
            Some("@a"),
        ),
        (
            "facebook",
            "1",
            vec![r#"{"id":1,"name":null}"#.into()],
            "",
            None,
        ),
        (
            "instagramviafacebook",
            "1",
            vec![r#"{"id":1,"name":"\ud83cShop"}"#.into()],
            "\u{fffd}Shop",
            None,
        ),
        (
            "tiktok",
            "1",
            vec![
                r#"{"data":{"user":{"display_name":"A","username":1}},"error":{"code":"ok"}}"#
                    .into(),
            ],
            "A",
            None,
        ),
        (
            "youtube",
            "UC1",
            vec!["{}".into(), youtube(CHANNEL)],
            "T",
            None,
        ),
        (
            "youtube",
            "UC1",
            vec![
                "{}".into(),
                youtube(r#""pageInfo":{"resultsPerPage":5},"items":[{"id":"UC1"}]"#),
            ],
            "",
            None,
        ),
        (
            "linkedin",
            "urn:li:person:m",
            vec![ALIVE.into(), r#"{"sub":"m"}"#.into()],
            "",
            None,
        ),
        (
            "linkedin",
            "urn:li:person:m",
            vec![
                ALIVE.into(),
                r#"{"id":"m","given_name":"Jane","family_name":"Roe","locale":"en_US"}"#.into(),
            ],
            "Jane Roe",
            None,
        ),
        (
            "linkedin",
            PAGE,
            vec![
                ALIVE.into(),
                acl(r#"{"organizationTarget":"urn:li:organization:5"}"#),
                UNNAMED.into(),
            ],
            "",
            Some("acme"),
        ),
        (
            "linkedin",
            PAGE,
            vec![
                ALIVE.into(),
                acl(r#"{"organizationalTarget":"urn:li:organization:5","role":7}"#),
                UNNAMED.into(),
            ],
            "",
            Some("acme"),
        ),
        (
            "bluesky",
            "did:web:acme.example",
            vec![r#"{"did":"did:web:acme.example","handle":null,"active":1}"#.into()],
            "",
            None,
        ),
        (
            "bluesky",
            "did:web:acme.example",
            vec![r#"{"did":"did:web:acme.example","handle":"handle.invalid"}"#.into()],
            "did:web:acme.example",
            None,
        ),
    ];
    for (network, account, bodies, name, handle) in rows {
        let bodies: Vec<&str> = bodies.iter().map(String::as_str).collect();
        let seen =
            probed(network, account, &bodies).unwrap_or_else(|no| panic!("{bodies:?} {no:?}"));
        assert_eq!(seen.account.0, account, "{bodies:?}");
        assert_eq!(
            (seen.name.as_str(), seen.handle.as_deref()),
            (name, handle),
            "{bodies:?}"
        );
    }
}

/// A list in which something cannot be read proves no absence, nor does one that contradicts itself.
#[test]
fn what_may_be_among_the_unread_is_not_lost() {
    let paging = r#""paging":{"start":0,"count":10}"#;
    for list in [
        format!(r#"{{"elements":[{{"role":"ADMINISTRATOR"}}],{paging}}}"#),
        format!(r#"{{"elements":[{{"organization":5,"role":"ADMINISTRATOR"}}],{paging}}}"#),
        format!(r#"{{"elements":[null],{paging}}}"#),
        r#"{"elements":[]}"#.to_owned(),
        r#"{"elements":[],"paging":{"total":2}}"#.to_owned(),
    ] {
        let refused = probed("linkedin", PAGE, &[ALIVE, &list]).err();
        assert!(
            matches!(refused, Some(ProviderError::AskLater(..))),
            "{list} {refused:?}"
        );
    }
    for list in [
        format!(r#"{{{LISTS},"pageInfo":{{"totalResults":0}},"items":[7]}}"#),
        format!(r#"{{{LISTS},"pageInfo":{{"resultsPerPage":5}}}}"#),
    ] {
        let refused = probed("youtube", "UC1", &["{}", &list]).err();
        assert!(
            matches!(refused, Some(ProviderError::AskLater(..))),
            "{list} {refused:?}"
        );
    }
}

type Field = (&'static str, Option<i64>, Option<i64>, Option<&'static str>);

/// The side fields of a token answer, and what they tell: the seconds of both tokens, and scopes.
const FIELDS: [Field; 13] = [
    (r#""expires_in":7200"#, Some(7_200), None, None),
    (r#""expires_in":"7200""#, Some(7_200), None, None),
    (r#""expires_in":7200.0"#, Some(7_200), None, None),
    (r#""expires_in":null,"scope":null"#, None, None, None),
    (r#""expires_in":-1"#, None, None, None),
    (r#""expires_in":99999999999999999999"#, None, None, None),
    (r#""expires_in":9000000000"#, None, None, None),
    (r#""expires_in":{},"scope":7"#, None, None, None),
    (
        r#""expires_in":1,"expires_in":7200"#,
        Some(7_200),
        None,
        None,
    ),
    (r#""scope":["a","b"]"#, None, None, Some("a b")),
    (r#""scope":"a,b""#, None, None, Some("a b")),
    (
        r#""refresh_token_expires_in":"9000""#,
        None,
        Some(9_000),
        None,
    ),
    (
        r#""refresh_expires_in":9000,"refresh_token_expires_in":9000"#,
        None,
        Some(9_000),
        None,
    ),
];

#[test]
fn no_side_field_of_a_renewal_loses_a_token() {
    for network in [
        "x",
        "linkedin",
        "youtube",
        "pinterest",
        "tiktok",
        "bluesky",
        "instagram",
        "threads",
    ] {
        let dialect = of(network);
        let extends = ["instagram", "threads"].contains(&network);
        for (field, access_lives, refresh_lives, scopes) in FIELDS {
            let account = recorded(&*dialect).account;
            let tokens = format!(
                r#""access_token":"new","refresh_token":"new-refresh","token_type":"DPoP","sub":"{account}",{field}"#
            );
            for body in [
                format!("{{{tokens}}}"),
                format!(r#"{{"data":{{{tokens}}}}}"#),
            ] {
                let mut answers = well(&recorded(&*dialect).renew);
                answers.pop();
                answers.push(answer(200, &body));
                let step = renew(&*dialect).unwrap();
                let renewed = Script::new(answers).play(step).0.ok();
                let renewed = renewed.unwrap_or_else(|| panic!("{network} {body}"));
                assert_eq!(renewed.tokens.access.expose(), "new");
                let end = |secs: Option<i64>| {
                    secs.map(|secs| Timestamp::from_secs(1_000).plus(Span::from_secs(secs)))
                };
                if extends {
                    continue;
                }
                assert_eq!(renewed.tokens.refresh.unwrap().expose(), "new-refresh");
                assert_eq!(
                    renewed.dates.access_ends,
                    end(access_lives),
                    "{network} {body}"
                );
                assert_eq!(
                    renewed.dates.refresh_ends,
                    end(refresh_lives),
                    "{network} {body}"
                );
                assert_eq!(
                    renewed.scopes,
                    scopes.map(Scopes::parse),
                    "{network} {body}"
                );
            }
        }
        // In a shape that is no text it is no token, and so there is none.
        for odd in ["17", "null", "\"\"", "[\"new\"]", "{}"] {
            let mut answers = well(&recorded(&*dialect).renew);
            answers.pop();
            answers.push(answer(200, &format!(r#"{{"access_token":{odd}}}"#)));
            let refused = Script::new(answers).play(renew(&*dialect).unwrap()).0.err();
            assert!(
                matches!(refused, Some(ProviderError::AskLater(..))),
                "{network} {odd}"
            );
        }
    }
}
