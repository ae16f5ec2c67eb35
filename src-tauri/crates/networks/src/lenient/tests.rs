use super::*;

#[derive(Deserialize, Debug)]
struct Odd {
    #[serde(default, deserialize_with = "number")]
    number: Option<i64>,
    #[serde(default, deserialize_with = "lifetime")]
    life: Option<Span>,
    #[serde(default, deserialize_with = "moment")]
    end: Option<Timestamp>,
    #[serde(default, deserialize_with = "flag")]
    flag: Option<bool>,
    #[serde(default, deserialize_with = "text")]
    text: Option<String>,
    #[serde(default, deserialize_with = "scopes")]
    scopes: Option<Scopes>,
    #[serde(default, deserialize_with = "optional")]
    id: Option<Id>,
}

fn read(field: &str, value: &str) -> Odd {
    serde_json::from_str(&format!("{{\"{field}\":{value}}}")).unwrap()
}

const NO_NUMBERS: [&str; 9] = [
    "null",
    "true",
    "[]",
    "{}",
    "\"\"",
    "\"soon\"",
    "\"NaN\"",
    "1e30",
    "99999999999999999999",
];

#[test]
fn a_number_is_one_in_every_shape() {
    for value in [
        "7200",
        "7200.0",
        "7200.9",
        "\"7200\"",
        "\" 7200 \"",
        "\"7200.0\"",
        "7.2e3",
    ] {
        assert_eq!(read("number", value).number, Some(7_200), "{value}");
    }
    assert_eq!(read("number", "-5").number, Some(-5));
    for value in NO_NUMBERS {
        assert_eq!(read("number", value).number, None, "{value}");
    }
}

#[test]
fn an_absurd_life_and_an_absurd_end_are_not_told() {
    assert_eq!(read("life", "\"7200\"").life, Some(Span::from_secs(7_200)));
    let years = |years: i64| read("life", &(years * 31_536_000).to_string()).life;
    assert!(years(1).is_some() && years(10).is_some());
    assert!(years(11).is_none() && years(1_000).is_none());
    let end = Timestamp::from_secs(1_893_456_000);
    assert_eq!(read("end", "1893456000").end, Some(end));
    assert_eq!(read("end", "\"1893456000\"").end, Some(end));
    // In milliseconds.
    assert_eq!(read("end", "1893456000000").end, None);
    for value in NO_NUMBERS.into_iter().chain(["0", "-1"]) {
        assert_eq!(
            (read("life", value).life, read("end", value).end),
            (None, None),
            "{value}"
        );
    }
}

#[test]
fn a_flag_and_a_text_are_read_only_where_they_are_plain() {
    for (value, flag) in [("true", true), ("\"true\"", true), ("false", false)] {
        assert_eq!(read("flag", value).flag, Some(flag), "{value}");
    }
    for value in ["null", "1", "0", "\"false\"", "\"yes\"", "[]"] {
        assert_eq!(read("flag", value).flag, None, "{value}");
    }
    assert_eq!(read("text", "\"Shop\"").text.as_deref(), Some("Shop"));
    for value in ["null", "17", "\"\"", "\" \"", "[\"Shop\"]", "{}"] {
        assert_eq!(read("text", value).text, None, "{value}");
    }
}

#[test]
fn scopes_are_read_from_texts_and_lists() {
    for value in [
        "\"a b\"",
        "\"a,b\"",
        "\"a, b\"",
        "[\"a\",\"b\"]",
        "[\"a,b\"]",
        "[\"a\",7,null,\"b\"]",
    ] {
        assert_eq!(
            read("scopes", value).scopes,
            Some(Scopes::new(["a", "b"])),
            "{value}"
        );
    }
    assert_eq!(read("scopes", "[]").scopes, Some(Scopes::default()));
    for value in ["null", "7", "{}", "\"\"", "[7]"] {
        assert_eq!(read("scopes", value).scopes, None, "{value}");
    }
}

#[test]
fn an_identity_is_a_text_or_a_whole_number() {
    for (value, id) in [
        ("\"7\"", "7"),
        ("7", "7"),
        ("18446744073709551615", "18446744073709551615"),
        ("9007199254740993", "9007199254740993"),
    ] {
        assert_eq!(read("id", value).id, Some(Id(id.into())), "{value}");
    }
    // A decimal has lost digits.
    for value in [
        "null",
        "\"\"",
        "\" \"",
        "7.0",
        "-7",
        "99999999999999999999",
        "[]",
        "{}",
    ] {
        assert_eq!(read("id", value).id, None, "{value}");
    }
}

#[test]
fn odd_elements_are_counted_and_odd_entries_left_out() {
    let list: List<Id> = serde_json::from_str(r#"["1",null,2,{},""]"#).unwrap();
    assert_eq!(list.items, [Id("1".into()), Id("2".into())]);
    assert_eq!(list.unread, 3);
    assert!(serde_json::from_str::<List<Id>>("null").is_err());

    #[derive(Deserialize)]
    struct By {
        #[serde(default, deserialize_with = "entries")]
        by: BTreeMap<u64, Id>,
    }
    let read = |body: &str| serde_json::from_str::<By>(body).unwrap().by;
    let by = read(r#"{"by":{"1":"a","x":"b","2":null}}"#);
    assert_eq!(by, BTreeMap::from([(1, Id("a".into()))]));
    assert!(read(r#"{"by":[]}"#).is_empty() && read("{}").is_empty());
}

#[test]
fn what_is_wrapped_is_found_and_what_stands_plainly_comes_first() {
    #[derive(Deserialize)]
    struct Named {
        id: Id,
    }
    for body in [
        r#"{"id":"1"}"#,
        r#"{"data":{"id":"1"}}"#,
        r#"{"data":[{"id":"1"}]}"#,
        r#"{"id":"1","data":[{"id":"2"}]}"#,
    ] {
        let Wrapped(named) = serde_json::from_str::<Wrapped<Named>>(body).unwrap();
        assert_eq!(named.id.0, "1", "{body}");
    }
    for body in ["{}", "null", "[]", r#"{"data":[]}"#, r#"{"data":7}"#] {
        assert!(
            serde_json::from_str::<Wrapped<Named>>(body).is_err(),
            "{body}"
        );
    }
}

#[test]
fn half_a_letter_is_replaced_and_a_whole_one_stays() {
    for (body, text) in [
        (r#""a\ud83cb""#, "a\u{fffd}b"),
        (r#""\udc00\ud83c""#, "\u{fffd}\u{fffd}"),
        (r#""\ud83c\ud83c\udf38""#, "\u{fffd}\u{1f338}"),
        (r#""\ud83c\udf38""#, "\u{1f338}"),
        (r#""\\ud83c\"\u0041""#, "\\ud83c\"A"),
        ("\"\u{5e97}\\u00e9\"", "\u{5e97}\u{e9}"),
    ] {
        let whole: String = serde_json::from_str(&whole_letters(body.as_bytes())).unwrap();
        assert_eq!(whole, text, "{body}");
    }
    assert_eq!(whole_letters(b"\"caf\xc3\""), "\"caf\u{fffd}\"");
    for odd in [
        "\\",
        "\\u",
        "\\u12",
        "\\ud83",
        "\\\u{5e97}",
        "\\u\u{5e97}\u{5e97}",
    ] {
        assert_eq!(whole_letters(odd.as_bytes()), odd);
    }
}
