//! A computer whose clock is wrong, among servers whose clocks are right.

use std::sync::atomic::{AtomicI64, Ordering};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use tokio::io::AsyncWriteExt as _;
use tokio::sync::mpsc;

use super::tests::{listen, raw, request};
use super::*;

/// The servers' time.
const RIGHT: i64 = 784_111_777;
const DATE: &str = "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n";

/// A server that takes proofs of its own time only, and tells which it was shown. One that is
/// `odd` names another time than it goes by.
async fn strict(odd: bool) -> (Url, mpsc::UnboundedReceiver<i64>) {
    let (listener, address) = listen().await;
    let (tell, shown) = mpsc::unbounded_channel();
    let goes_by = if odd { RIGHT + 720 } else { RIGHT };
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let iat = dated(&request(&mut stream).await);
            tell.send(iat).unwrap();
            let answer = match (iat - goes_by).abs() < 180 {
                true => raw("200 OK", DATE, b"{}"),
                false => raw("401 No", DATE, br#"{"error":"invalid_dpop_proof"}"#),
            };
            stream.write_all(&answer).await.unwrap();
        }
    });
    (address, shown)
}

/// The time that the proof of a request names.
fn dated(request: &str) -> i64 {
    let proof = request.lines().find_map(|line| line.strip_prefix("dpop: "));
    let claims = proof.unwrap().split('.').nth(1).unwrap();
    let claims = URL_SAFE_NO_PAD.decode(claims).unwrap();
    let claims: serde_json::Value = serde_json::from_slice(&claims).unwrap();
    claims["iat"].as_i64().unwrap()
}

/// A transport by a clock that goes wrong by so many seconds, and can be set.
fn wrong_by(seconds: &Arc<AtomicI64>) -> HttpTransport {
    let wrong = seconds.clone();
    let clock = move || {
        let now = Timestamp::from_millis(RIGHT * 1000 + 500);
        now.plus(Span::from_secs(wrong.load(Ordering::SeqCst)))
    };
    HttpTransport::with_clock(Realm::Practice, clock).unwrap()
}

async fn send_with_proof(transport: &HttpTransport, address: &Url) -> u16 {
    let key = crate::dpop::ProofKey::from_random(&[8; 32]);
    let post = Request::post(address.clone()).proven_by(key.secret());
    transport.send(post.renewing()).await.ok().unwrap().status
}

#[tokio::test]
async fn a_proof_is_dated_by_the_servers_clock_when_this_one_is_wrong() {
    for wrong in [720, -720, 86_400] {
        let (address, mut shown) = strict(false).await;
        let transport = wrong_by(&Arc::new(AtomicI64::new(wrong)));
        assert_eq!(send_with_proof(&transport, &address).await, 200);
        assert_eq!(send_with_proof(&transport, &address).await, 200);
        let shown: Vec<i64> = std::iter::from_fn(|| shown.try_recv().ok()).collect();
        assert_eq!(shown[0], RIGHT + wrong, "before anything is known");
        assert_eq!(shown.len(), 3, "afterwards it is right at once");
        assert!(shown[1..].iter().all(|iat| (iat - RIGHT).abs() <= 1));
        let off = transport.clock_off().unwrap().as_millis();
        assert!((off - wrong * 1000).abs() < 2_000, "{off}");
    }
}

#[tokio::test]
async fn a_server_that_names_another_time_than_it_goes_by_breaks_nothing() {
    let (address, mut shown) = strict(true).await;
    let transport = wrong_by(&Arc::new(AtomicI64::new(720)));
    for _ in 0..3 {
        assert_eq!(send_with_proof(&transport, &address).await, 200);
    }
    let shown = std::iter::from_fn(|| shown.try_recv().ok()).count();
    assert_eq!(shown, 4, "the second was refused once");
}

#[tokio::test]
async fn a_proof_that_is_refused_for_something_else_is_not_sent_again() {
    let (address, mut shown) = strict(true).await;
    let transport = wrong_by(&Arc::new(AtomicI64::new(0)));
    assert_eq!(send_with_proof(&transport, &address).await, 401);
    assert!(shown.try_recv().is_ok() && shown.try_recv().is_err());
}

#[tokio::test]
async fn what_was_said_of_a_clock_ends_when_it_is_set_right() {
    let (address, _shown) = strict(false).await;
    let wrong = Arc::new(AtomicI64::new(720));
    let transport = wrong_by(&wrong);
    send_with_proof(&transport, &address).await;
    send_with_proof(&transport, &address).await;
    assert!(transport.clock_off().is_some());
    wrong.store(0, Ordering::SeqCst);
    assert_eq!(transport.clock_off(), None);
    for _ in 0..2 {
        assert_eq!(send_with_proof(&transport, &address).await, 200);
    }
    let off = transport.clock_off().unwrap().as_millis();
    assert!(off.abs() < 2_000, "{off}");
}
