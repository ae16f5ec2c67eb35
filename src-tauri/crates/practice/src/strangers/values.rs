//! Values that nobody expects.

use fastrand::Rng;
use serde_json::{Value, json};

use super::MARK;

/// A text that is long, empty, in another direction, of controls, or means something elsewhere.
pub(super) fn text(rng: &mut Rng) -> String {
    let texts = [
        String::new(),
        " ".to_owned(),
        format!("{MARK}\u{202e}txt.exe"),
        format!("{MARK}\r\nSet-Cookie: a=b"),
        format!("\u{1b}[2J\u{7}{MARK}\0"),
        format!("<img src=x onerror=alert(1)>{MARK}"),
        format!("'; DROP TABLE locations; --{MARK}"),
        "{{7*7}}${jndi:ldap://127.0.0.1/a}%n%s".to_owned(),
        "Harbour Lane Bakery".to_owned(),
        "@alice@mastodon.practice".to_owned(),
        "👩\u{200d}".repeat(20_000),
        "a\u{301}".repeat(50_000),
        MARK.repeat(80_000),
        "\n".repeat(1_000),
        "javascript:alert(1)".to_owned(),
        "file:///dev/zero".to_owned(),
        "https://169.254.169.254/latest/meta-data/".to_owned(),
        "../../../../etc/passwd".to_owned(),
        "\u{feff}null".to_owned(),
        "𝔗𝔥𝔢 𝔯𝔬𝔴".to_owned(),
        "مرحبا بالعالم".to_owned(),
    ];
    rng.choice(texts).unwrap_or_default()
}

/// Anything that JSON can say.
pub(super) fn any(rng: &mut Rng) -> Value {
    match rng.u8(0..14) {
        0 => Value::Null,
        1 => json!(true),
        2 => json!(i64::MAX),
        3 => json!(i64::MIN),
        4 => json!(u64::MAX),
        5 => json!(-1),
        6 => json!(1e300),
        7 => json!([]),
        8 => json!({}),
        9 => json!([text(rng), text(rng)]),
        10 => json!({ "value": text(rng) }),
        11 => json!(vec![MARK; 20_000]),
        _ => json!(text(rng)),
    }
}
