//! Answers that nobody recorded: what stands between a network and this computer says them, or
//! they are recorded ones that something went wrong with.

use super::{Asked, Own, Right};
use crate::script::answer;
use crate::{Answer, Dialect, Renewal};

/// An answer that every network is met with.
pub(super) struct Built {
    pub shown: String,
    pub answer: Answer,
}

fn built(status: u16, shown: &str, body: &str) -> Built {
    Built {
        shown: shown.to_owned(),
        answer: answer(status, body),
    }
}

const PORTAL: &str = "<!doctype html><title>Free Wi-Fi</title><form action=/login>";
const PROXY: &str = "<html><head><title>407 Proxy Authentication Required</title></head></html>";
const BLOCKED: &str = "<html><body>Error 1020: Access denied</body></html>";

/// Where web pages come from that stand in place of an answer.
const OF_PAGES: [u16; 10] = [200, 203, 302, 401, 403, 404, 407, 451, 502, 511];
const EVERY_STATUS: [u16; 44] = [
    200, 201, 202, 204, 205, 206, 300, 301, 302, 303, 304, 307, 308, 400, 401, 402, 403, 404, 405,
    406, 407, 408, 409, 410, 411, 412, 413, 414, 415, 418, 421, 422, 425, 426, 428, 429, 431, 451,
    500, 501, 502, 503, 504, 599,
];
const OF_JSON: [u16; 5] = [200, 400, 401, 403, 500];
const STRANGE_JSON: [&str; 22] = [
    " ",
    "null",
    "true",
    "17",
    "\"error\"",
    "[]",
    "[{}]",
    "{}",
    "\u{feff}",
    "\u{feff}{}",
    "{\"error\":",
    r#"{"error":null}"#,
    r#"{"error":[]}"#,
    r#"{"error":{}}"#,
    r#"{"error":""}"#,
    r#"{"error":401}"#,
    r#"{"error":"a","error":"The access token was revoked"}"#,
    r#"[{"error":"invalid_token"}]"#,
    r#"{"data":{}}"#,
    r#"{"data":[]}"#,
    r#"{"access_token":""}"#,
    r#"{"id":1,"name":2}"#,
];
const WAITS: [&str; 14] = [
    "0",
    "1",
    "120",
    " 120 ",
    "-1",
    "1.5",
    "",
    "soon",
    "NaN",
    "120, 300",
    "99999999999",
    "99999999999999999999999",
    "Wed, 21 Oct 2015 07:28:00 GMT",
    "2026-11-24T12:00:00Z",
];

pub(super) fn for_everybody() -> Vec<Built> {
    let mut all = vec![];
    for status in OF_PAGES {
        all.push(built(status, "the page of a captive portal", PORTAL));
        all.push(built(status, "the page of a proxy", PROXY));
        all.push(built(status, "the page of a firewall", BLOCKED));
    }
    for status in EVERY_STATUS {
        all.push(built(status, "nothing", ""));
    }
    for body in STRANGE_JSON {
        for status in OF_JSON {
            all.push(built(status, body, body));
        }
    }
    let huge = format!("{{\"error\":\"{}\"}}", "x".repeat((1 << 20) - 12));
    let deep = "[".repeat(100_000);
    let many = format!("{{{}\"error\":\"x\"}}", "\"error\":\"x\",".repeat(50_000));
    for status in OF_JSON {
        all.push(built(status, "1 MiB in one `error`", &huge));
        all.push(built(status, "100,000 open brackets", &deep));
        all.push(built(status, "50,000 times the same key", &many));
        let mut bytes = built(status, "bytes that are no text", "");
        bytes.answer.body = (0..=255).cycle().take(4_096).collect();
        all.push(bytes);
    }
    for status in [429, 503] {
        for wait in WAITS {
            let mut asked = built(status, &format!("nothing, with `Retry-After: {wait}`"), "");
            asked.answer.headers = vec![("retry-after".to_owned(), wait.to_owned())];
            all.push(asked);
        }
    }
    all
}

/// What can go wrong with a recorded answer on its way.
pub(super) fn variants(one: &Own) -> Vec<(&'static str, Answer, Right)> {
    let (status, body) = (one.status, &one.body);
    let same = match one.right {
        Right::Is(means) | Right::IsOrNone(means) => Right::IsOrNone(means),
        Right::None | Right::NoNo => one.right,
    };
    let half: String = body.chars().take(body.chars().count() / 2).collect();
    let whole = body.trim();
    let inner = whole.strip_prefix('{').and_then(|b| b.strip_suffix('}'));
    let inner = inner.filter(|inner| !inner.trim().is_empty());
    let marked = format!("\u{feff}{body}");
    let page = format!("<!doctype html><pre>{body}</pre>");
    let mut all = vec![
        ("cut in half", answer(status, &half), Right::None),
        ("with a byte-order mark", answer(status, &marked), same),
        ("in an array", answer(status, &format!("[{body}]")), same),
        (
            "as a text in JSON",
            answer(status, &serde_json::json!(body).to_string()),
            Right::None,
        ),
        ("in a web page", answer(status, &page), Right::None),
        (
            "from a server out of order (500)",
            answer(500, body),
            Right::None,
        ),
        ("from a gateway (502)", answer(502, body), Right::None),
        ("as a redirect (302)", answer(302, body), Right::None),
    ];
    if let Some(inner) = inner {
        let doubled = format!("{{{inner},{inner}}}");
        all.push(("with every key twice", answer(status, &doubled), same));
        let wrapped = format!("{{\"response\":{{{inner}}}}}");
        all.push(("one level too deep", answer(status, &wrapped), Right::None));
    }
    if let Ok(value) = serde_json::from_str::<serde_json::Value>(body) {
        let texts = answer(status, &numbers_as_texts(value.clone()).to_string());
        all.push(("with its numbers as texts", texts, same));
        let numbers = answer(status, &texts_as_numbers(value).to_string());
        all.push(("with its texts as numbers", numbers, Right::None));
    }
    all
}

fn numbers_as_texts(value: serde_json::Value) -> serde_json::Value {
    use serde_json::Value;
    match value {
        Value::Number(number) => Value::String(number.to_string()),
        Value::Array(all) => all.into_iter().map(numbers_as_texts).collect(),
        Value::Object(all) => all
            .into_iter()
            .map(|(key, value)| (key, numbers_as_texts(value)))
            .collect(),
        Value::Null | Value::Bool(_) | Value::String(_) => value,
    }
}

fn texts_as_numbers(value: serde_json::Value) -> serde_json::Value {
    use serde_json::Value;
    match value {
        Value::String(_) | Value::Number(_) => Value::from(7),
        Value::Array(all) => all.into_iter().map(texts_as_numbers).collect(),
        Value::Object(all) => all
            .into_iter()
            .map(|(key, value)| (key, texts_as_numbers(value)))
            .collect(),
        Value::Null | Value::Bool(_) => value,
    }
}

/// Networks whose API is Meta's Graph, with one list of error numbers.
const GRAPH: [&str; 4] = ["facebook", "instagram", "instagramviafacebook", "threads"];

/// Whether two networks have the right to understand each other's words: those of the same API,
/// those that are shaped like it, and the words of the OAuth standards.
pub(super) fn share_words(one: &Own, other: &dyn Dialect, asked: Asked) -> bool {
    let (here, there) = (one.dialect.about(), other.about());
    let graph = GRAPH.contains(&here.id) && GRAPH.contains(&there.id);
    let standard = [
        "invalid_grant",
        "invalid_client",
        "unauthorized_client",
        "invalid_token",
        "invalid_scope",
        "invalid_redirect_uri",
        "access_denied",
        "invalid_request",
        // No standard has it, and every server that says it in its own error means the same.
        "suspended",
    ];
    let by_standard = standard.iter().any(|word| one.body.contains(word));
    let numbered = one.body.starts_with(r#"{"error":{"code":"#) && GRAPH.contains(&there.id);
    let same = here.id == there.id;
    let renews = asked == Asked::Look || there.renewal != Renewal::None;
    renews && (graph || numbered || by_standard || same)
}
