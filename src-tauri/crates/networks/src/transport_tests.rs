use std::sync::atomic::{AtomicUsize, Ordering};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::{Secret, Span};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Barrier, mpsc};
use tokio::task::JoinSet;

use super::host::AT_ONCE_PER_HOST;
use super::*;

/// A server that gives every request the same raw answer and tells what it was asked.
pub(super) async fn serve(raw: impl Into<Vec<u8>>) -> (Url, mpsc::UnboundedReceiver<String>) {
    let (listener, address) = listen().await;
    let (tell, asked) = mpsc::unbounded_channel();
    let raw = raw.into();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let _ = tell.send(request(&mut stream).await);
            // The client may hang up in the middle of what it refuses.
            let _ = stream.write_all(&raw).await;
        }
    });
    (address, asked)
}

pub(super) async fn listen() -> (TcpListener, Url) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/path", listener.local_addr().unwrap());
    (listener, Url::parse(&address).unwrap())
}

/// Reads a request with its body.
pub(super) async fn request(stream: &mut TcpStream) -> String {
    let mut text = String::new();
    let mut buffer = [0; 4096];
    loop {
        let read = stream.read(&mut buffer).await.unwrap_or_default();
        text.push_str(std::str::from_utf8(&buffer[..read]).unwrap());
        let length = text.to_ascii_lowercase();
        let length = length.split("content-length: ").nth(1).map_or(0, |rest| {
            rest.split("\r\n").next().unwrap().parse().unwrap()
        });
        let body = text.split_once("\r\n\r\n").map(|(_, body)| body.len());
        if read == 0 || body.is_some_and(|body| body >= length) {
            return text;
        }
    }
}

pub(super) fn raw(status: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "HTTP/1.1 {status}\r\n{headers}content-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

pub(super) fn practice() -> HttpTransport {
    HttpTransport::new(Realm::Practice).unwrap()
}

async fn get(address: Url) -> Result<Answer, Unavailable> {
    practice().send(Request::get(address)).await
}

#[tokio::test]
async fn a_header_in_another_language_is_read_as_far_as_it_can_be() {
    let utf8 =
        "www-authenticate: Bearer error=\"invalid_token\", error_description=\"ungültig\"\r\n";
    let latin1: Vec<u8> = utf8.chars().map(|sign| sign as u8).collect();
    for header in [utf8.as_bytes().to_vec(), latin1] {
        let mut whole =
            b"HTTP/1.1 401 Unauthorized\r\ncontent-length: 2\r\nconnection: close\r\n".to_vec();
        whole.extend(header);
        whole.extend(b"\r\n{}");
        let (address, _asked) = serve(whole).await;
        let answer = get(address).await.ok().unwrap();
        let told = crate::challenge::bearer_error(&answer);
        assert_eq!(told, Some(crate::challenge::BearerError::InvalidToken));
    }
}

#[tokio::test]
async fn the_answer_comes_with_status_headers_and_body() {
    let headers = "X-App-Usage: {\"call_count\":28}\r\nRetry-After: 300\r\n";
    let (address, _asked) = serve(raw("429 Too Many Requests", headers, b"{\"error\":1}")).await;
    let answer = get(address).await.ok().unwrap();
    assert_eq!(answer.status, 429);
    assert_eq!(answer.header("x-app-usage"), Some("{\"call_count\":28}"));
    assert_eq!(answer.retry_after(), Some(Span::from_secs(300)));
    assert_eq!(answer.body, b"{\"error\":1}");
    assert!(answer.at > Timestamp::from_secs(1_700_000_000));
}

#[tokio::test]
async fn a_wait_that_is_asked_for_is_kept_within_a_day() {
    for (asked_for, waits) in [
        ("0", Some(Span::from_secs(0))),
        ("-7", Some(Span::from_secs(0))),
        ("99999999999", Some(Span::from_days(1))),
        ("Wed, 21 Oct 2015 07:28:00 GMT", Some(Span::from_secs(0))),
        ("soon", None),
    ] {
        let header = format!("retry-after: {asked_for}\r\n");
        let (address, _asked) = serve(raw("503 Down", &header, b"")).await;
        assert_eq!(get(address).await.ok().unwrap().retry_after(), waits);
    }
}

#[tokio::test]
async fn no_redirect_is_followed() {
    let (elsewhere, mut asked_elsewhere) = serve(raw("200 OK", "", b"{}")).await;
    let location = format!("location: {elsewhere}\r\n");
    let (address, mut asked) = serve(raw("302 Found", &location, b"")).await;
    let token = Secret::new("token-1".into());
    // Over a connection that is kept, and over one of its own.
    for request in [Request::get(address.clone()), Request::post(address)] {
        let answer = practice().send(request.bearer(&token)).await;
        assert_eq!(answer.ok().unwrap().status, 302);
        assert!(asked.recv().await.is_some());
    }
    assert!(asked_elsewhere.try_recv().is_err());
}

#[tokio::test]
async fn a_token_goes_into_the_header_and_parameters_into_the_address() {
    let (address, mut asked) = serve(raw("200 OK", "", b"{}")).await;
    let request = Request::get(address)
        .query("after", "a&b=c d")
        .bearer(&Secret::new("token-1".into()));
    practice().send(request).await.ok().unwrap();
    let asked = asked.recv().await.unwrap();
    assert!(
        asked.starts_with("GET /path?after=a%26b%3Dc+d HTTP/1.1\r\n"),
        "{asked}"
    );
    let lower = asked.to_ascii_lowercase();
    assert!(lower.contains("\r\nauthorization: bearer token-1\r\n"));
    assert!(lower.contains("\r\naccept: application/json\r\n"));
    assert!(lower.contains("\r\naccept-language: en\r\n"));
    assert!(lower.contains("\r\nuser-agent: greentick/"));
    assert!(!lower.contains("\r\nreferer:"));
}

#[tokio::test]
async fn a_form_goes_into_the_body_and_nowhere_else() {
    let (address, mut asked) = serve(raw("200 OK", "", b"{}")).await;
    let request = Request::post(address).field("code", "a+b&c");
    practice().send(request).await.ok().unwrap();
    let asked = asked.recv().await.unwrap();
    let (head, body) = asked.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("POST /path HTTP/1.1\r\n"));
    assert!(head.contains("application/x-www-form-urlencoded"));
    assert_eq!(body, "code=a%2Bb%26c");
}

#[tokio::test]
async fn a_body_is_read_up_to_its_cap_and_not_beyond() {
    let whole = vec![b' '; LARGEST_BODY];
    let (address, _asked) = serve(raw("200 OK", "", &whole)).await;
    assert_eq!(get(address).await.ok().unwrap().body.len(), LARGEST_BODY);
    let more = vec![b' '; LARGEST_BODY + 1];
    let (address, _asked) = serve(raw("200 OK", "", &more)).await;
    assert_eq!(get(address).await.err(), Some(Unavailable::NotAnAnswer));
}

/// `gzip.compress(b'{"a":1}', mtime=0)` of Python.
const GZIP: &[u8] = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xab\x56\x4a\x54\xb2\x32\xac\x05\x00\xaf\xac\x1b\x56\x07\x00\x00\x00";

#[tokio::test]
async fn a_compressed_answer_is_read() {
    let (address, _asked) = serve(raw("200 OK", "content-encoding: gzip\r\n", GZIP)).await;
    assert_eq!(get(address).await.ok().unwrap().body, b"{\"a\":1}");
}

#[tokio::test]
async fn the_cap_counts_what_a_compressed_answer_grows_to() {
    let bomb = zeros(64 * LARGEST_BODY);
    assert!(bomb.len() < LARGEST_BODY / 2);
    let (address, _asked) = serve(raw("200 OK", "content-encoding: gzip\r\n", &bomb)).await;
    assert_eq!(get(address).await.err(), Some(Unavailable::NotAnAnswer));
}

/// Zeros in gzip (RFC 1952), by one block of fixed codes (RFC 1951) that repeats a zero.
fn zeros(count: usize) -> Vec<u8> {
    let (last_fixed_block, zero, again_258_times) = ("110", "00110000", "1100010100000");
    let mut bits = format!("{last_fixed_block}{zero}");
    bits.push_str(&again_258_times.repeat(count / 258));
    let mut bytes = b"\x1f\x8b\x08\0\0\0\0\0\0\xff".to_vec();
    let byte = |bits: &[u8]| {
        bits.iter()
            .rev()
            .fold(0, |byte, bit| byte << 1 | (bit - b'0'))
    };
    bytes.extend(bits.as_bytes().chunks(8).map(byte));
    bytes
}

#[tokio::test]
async fn an_answer_that_breaks_off_is_none() {
    let head =
        b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\nconnection: close\r\n\r\n{\"a\"".to_vec();
    for broken in [
        head,
        b"HTTP/1.1 2".to_vec(),
        vec![],
        b"\x15\x03\x01\0\x02\x02\x16".to_vec(),
    ] {
        let (address, _asked) = serve(broken).await;
        assert_eq!(get(address).await.err(), Some(Unavailable::Silent));
    }
    let garbled = raw("200 OK", "content-encoding: gzip\r\n", b"{\"a\":1}");
    let (address, _asked) = serve(garbled).await;
    assert_eq!(get(address).await.err(), Some(Unavailable::NotAnAnswer));
}

#[tokio::test]
async fn where_nobody_listens_the_server_refuses() {
    let (listener, address) = listen().await;
    drop(listener);
    assert_eq!(get(address).await.err(), Some(Unavailable::Unreachable));
}

#[tokio::test]
async fn an_answer_that_never_ends_is_given_up() {
    let (listener, address) = listen().await;
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        request(&mut stream).await;
        let head = b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{";
        stream.write_all(head).await.unwrap();
        // From here on an idle moment is as long as it needs to be.
        tokio::time::pause();
        std::future::pending::<()>().await;
    });
    assert_eq!(get(address).await.err(), Some(Unavailable::Silent));
}

#[tokio::test]
async fn no_host_gets_more_than_four_requests_at_once() {
    let (listener, address) = listen().await;
    let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (counted, greatest) = (now.clone(), most.clone());
    tokio::spawn(async move {
        let four = Arc::new(Barrier::new(AT_ONCE_PER_HOST));
        while let Ok((mut stream, _)) = listener.accept().await {
            let (counted, greatest, four) = (counted.clone(), greatest.clone(), four.clone());
            tokio::spawn(async move {
                request(&mut stream).await;
                greatest.fetch_max(counted.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                // Only four that are here together get an answer.
                four.wait().await;
                counted.fetch_sub(1, Ordering::SeqCst);
                stream.write_all(&raw("200 OK", "", b"{}")).await.unwrap();
            });
        }
    });
    let transport = Arc::new(practice());
    let mut all = JoinSet::new();
    for _ in 0..3 * AT_ONCE_PER_HOST {
        let (transport, address) = (transport.clone(), address.clone());
        all.spawn(async move { transport.send(Request::get(address)).await.is_ok() });
    }
    assert!(all.join_all().await.into_iter().all(|answered| answered));
    assert_eq!(most.load(Ordering::SeqCst), AT_ONCE_PER_HOST);
}

#[tokio::test]
async fn a_practice_run_reaches_this_computer_only() {
    let (address, mut asked) = serve(raw("200 OK", "", b"{}")).await;
    let port = address.port().unwrap();
    for elsewhere in [
        "https://graph.facebook.com/".to_owned(),
        "http://93.184.215.14/".to_owned(),
        format!("http://[::1]:{port}/"),
        format!("http://localhost.example:{port}/"),
        "https://instance.invalid/".to_owned(),
    ] {
        let refused = get(Url::parse(&elsewhere).unwrap()).await.err();
        assert_eq!(refused, Some(Unavailable::Silent), "{elsewhere}");
    }
    assert!(asked.try_recv().is_err());
}

#[tokio::test]
async fn a_practice_run_knows_this_computer_by_its_name_without_looking_it_up() {
    let (address, mut asked) = serve(raw("200 OK", "", b"{}")).await;
    let named = format!("http://localhost:{}/path", address.port().unwrap());
    let named = Url::parse(&named).unwrap();
    assert!(get(named).await.is_ok());
    let said = asked.recv().await.unwrap();
    assert!(said.contains("host: localhost:"), "{said}");
}

#[tokio::test]
async fn a_real_run_reaches_public_names_by_https_only() {
    let (address, mut asked) = serve(raw("200 OK", "", b"{}")).await;
    let port = address.port().unwrap();
    let real = HttpTransport::new(Realm::Real).unwrap();
    for refused in [
        address.to_string(),
        format!("https://127.0.0.1:{port}/"),
        "https://127.0.0.1/".to_owned(),
        "https://[::1]/".to_owned(),
        "https://0x7f000001/".to_owned(),
        "http://graph.facebook.com/".to_owned(),
        "https://graph.facebook.com:8443/".to_owned(),
        format!("https://localhost:{port}/"),
    ] {
        let came = real.send(Request::get(Url::parse(&refused).unwrap())).await;
        assert_eq!(came.err(), Some(Unavailable::Silent), "{refused}");
    }
    assert!(asked.try_recv().is_err());
}

/// The nonce in the proof of a request.
fn nonce_in(request: &str) -> Option<String> {
    let proof = request
        .lines()
        .find_map(|line| line.strip_prefix("dpop: "))?;
    let claims = URL_SAFE_NO_PAD.decode(proof.split('.').nth(1)?).ok()?;
    let claims: serde_json::Value = serde_json::from_slice(&claims).ok()?;
    Some(claims["nonce"].as_str()?.to_owned())
}

#[tokio::test]
async fn of_requests_that_meet_a_new_nonce_together_each_is_sent_again() {
    let (listener, address) = listen().await;
    tokio::spawn(async move {
        let both = Arc::new(Barrier::new(2));
        while let Ok((mut stream, _)) = listener.accept().await {
            let both = both.clone();
            tokio::spawn(async move {
                let asked = request(&mut stream).await;
                let answer = match nonce_in(&asked).as_deref() {
                    Some("second") => raw("200 OK", "", b"{}"),
                    Some(_) | None => {
                        both.wait().await;
                        let nonce = "DPoP-Nonce: second\r\n";
                        raw("400 Bad Request", nonce, br#"{"error":"use_dpop_nonce"}"#)
                    }
                };
                stream.write_all(&answer).await.unwrap();
            });
        }
    });
    let transport = Arc::new(practice());
    let key = crate::dpop::ProofKey::from_random(&[8; 32]);
    let mut all = JoinSet::new();
    for _ in 0..2 {
        let request = Request::get(address.clone()).proven_by(key.secret());
        let transport = transport.clone();
        all.spawn(async move { transport.send(request).await.map(|answer| answer.status) });
    }
    assert_eq!(all.join_all().await, [Ok(200), Ok(200)]);
}
