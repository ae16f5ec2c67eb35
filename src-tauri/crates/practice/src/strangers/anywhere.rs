//! What can be said whatever is asked.

use std::io::Write;
use std::time::Duration;

use fastrand::Rng;
use flate2::{Compression, write::GzEncoder};

use super::reply::{End, Reply};
use super::{MARK, Stranger, Trick};

const JSON: &str = "application/json";
/// What a body without end costs whoever sends it.
const LARGE: usize = 20 << 20;

/// One of them. What takes time is drawn less often.
pub(super) fn draw(stranger: &Stranger, rng: &mut Rng) -> Trick {
    if rng.u8(0..8) == 0 {
        return slow(rng);
    }
    let other = stranger.another(rng);
    let to = |status, address: &str| Reply::with(status, &[("Location", address)], b"");
    let later = |after: &str| Reply::with(429, &[("Retry-After", after)], b"{}");
    let error = |status, code: &str| {
        Reply::text(
            status,
            JSON,
            &format!(r#"{{"error":"{code}","error_description":"{MARK}"}}"#),
        )
    };
    let all = [
        (
            "a page",
            Reply::page(&format!("<h1>{MARK}</h1><script>alert(1)</script>")),
        ),
        ("nothing", Reply::text(200, JSON, "")),
        ("nothing at all", Reply::with(204, &[], b"")),
        ("a list", Reply::text(200, JSON, "[]")),
        ("depth", Reply::text(200, JSON, &"[".repeat(100_000))),
        (
            "megabytes",
            Reply::with(200, &[("Content-Type", JSON)], &vec![b'"'; LARGE]),
        ),
        ("packed megabytes", packed()),
        (
            "two values of a name",
            Reply::text(
                200,
                JSON,
                &format!("\u{feff}{{\"id\":\"1\",\"id\":\"{MARK}\"}}"),
            ),
        ),
        ("no number", Reply::text(200, JSON, r#"{"expires_in":NaN}"#)),
        (
            "no text",
            Reply::with(200, &[("Content-Type", JSON)], b"{\"id\":\"\xff\xfe\"}"),
        ),
        (
            "a strange character set",
            Reply::with(
                200,
                &[("Content-Type", "application/json; charset=utf-7")],
                b"{}",
            ),
        ),
        (
            "to another network",
            to(307, &format!("{other}/oauth/token")),
        ),
        (
            "to a private address",
            to(308, "http://169.254.169.254/latest/meta-data/"),
        ),
        ("to a file", to(302, "file:///etc/passwd")),
        ("no token of ours", error(401, "invalid_token")),
        ("no grant of ours", error(400, "invalid_grant")),
        ("no app of ours", error(401, "invalid_client")),
        ("forbidden", error(403, "access_denied")),
        ("gone", Reply::text(410, JSON, "{}")),
        ("out of order", Reply::text(503, "text/plain", MARK)),
        (
            "a nonce is wanted, always",
            Reply::with(
                401,
                &[
                    ("DPoP-Nonce", MARK),
                    ("WWW-Authenticate", r#"DPoP error="use_dpop_nonce""#),
                ],
                b"{\"error\":\"use_dpop_nonce\"}",
            ),
        ),
        (
            "a nonce of any length",
            Reply::with(
                400,
                &[("DPoP-Nonce", &MARK.repeat(4_000))],
                b"{\"error\":\"use_dpop_nonce\"}",
            ),
        ),
        ("later, in ten years", later("315360000")),
        ("later, before", later("-1")),
        ("later, in words", later("tomorrow")),
        (
            "cookies",
            Reply::with(
                200,
                &[("Set-Cookie", &format!("{MARK}=1; Domain=127.0.0.1; Path=/"))],
                b"{}",
            ),
        ),
        (
            "no HTTP",
            Reply::raw(vec![0x16, 0x03, 0x01, 0xff, 0xff], End::Close),
        ),
        (
            "no status",
            Reply::raw("HTTP/1.1 999999 \r\n\r\n", End::Close),
        ),
        (
            "less than said",
            Reply::raw(
                "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"id\":",
                End::Close,
            ),
        ),
        (
            "two lengths",
            Reply::raw(
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 9\r\n\r\n{}",
                End::Close,
            ),
        ),
        (
            "a second answer",
            Reply::raw(
                format!(
                    "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{{}}HTTP/1.1 200 OK\r\nContent-Length: 19\r\n\r\n{{\"id\":\"{MARK}\"}}"
                ),
                End::Close,
            ),
        ),
        (
            "a hundred hints",
            Reply::raw(
                "HTTP/1.1 103 Early Hints\r\n\r\n".repeat(100)
                    + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}",
                End::Close,
            ),
        ),
        ("the other end hangs up", Reply::raw("", End::Close)),
    ];
    rng.choice(all)
        .unwrap_or(("nothing", Reply::raw("", End::Close)))
}

fn slow(rng: &mut Rng) -> Trick {
    let again = |first: &str, more: &str, pause| {
        Reply::raw(first, End::Again(more.into(), Duration::from_millis(pause)))
    };
    let all = [
        ("silence", again("", "", 1_000)),
        (
            "a byte a second",
            again(
                "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n",
                " ",
                1_000,
            ),
        ),
        (
            "headers without end",
            again("HTTP/1.1 200 OK\r\n", "X-Header: of a stranger\r\n", 1),
        ),
        (
            "pieces without end",
            again(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                "10\r\n                \r\n",
                1,
            ),
        ),
    ];
    rng.choice(all).unwrap_or(("silence", again("", "", 1_000)))
}

/// A body of a few kilobytes that is twenty megabytes once unpacked.
fn packed() -> Reply {
    let mut pack = GzEncoder::new(Vec::new(), Compression::best());
    let zeros = vec![0_u8; 1 << 20];
    let written = (0..LARGE >> 20).try_for_each(|_| pack.write_all(&zeros));
    let body = written.and_then(|()| pack.finish()).unwrap_or_default();
    Reply::with(
        200,
        &[("Content-Type", JSON), ("Content-Encoding", "gzip")],
        &body,
    )
}
