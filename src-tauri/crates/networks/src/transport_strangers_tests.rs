//! Answers of servers that mean harm: without end, with more than they say, with what would be kept
//! or followed by a browser.

use std::net::IpAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use domain::Secret;
use tokio::io::AsyncWriteExt as _;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

use super::clients::WHOLE;
use super::tests::{listen, practice, raw, request, serve};
use super::*;

async fn get(address: &Url) -> Result<Answer, Unavailable> {
    practice().send(Request::get(address.clone())).await
}

/// A server that answers each request by this, once it was read.
async fn answers_by<F>(answer: impl Fn(TcpStream) -> F + Send + 'static) -> Url
where
    F: Future<Output = ()> + Send + 'static,
{
    let (listener, address) = listen().await;
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            request(&mut stream).await;
            tokio::spawn(answer(stream));
        }
    });
    address
}

#[tokio::test]
async fn a_body_that_never_ends_is_read_up_to_the_cap() {
    let written = Arc::new(AtomicUsize::new(0));
    let counted = written.clone();
    let address = answers_by(move |mut stream| {
        let counted = counted.clone();
        async move {
            let head = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
            let chunk = [b"10000\r\n".as_slice(), &[b' '; 0x1_0000], b"\r\n"].concat();
            let mut more = stream.write_all(head).await;
            while more.is_ok() {
                more = stream.write_all(&chunk).await;
                counted.fetch_add(chunk.len(), Ordering::SeqCst);
            }
        }
    })
    .await;
    assert_eq!(get(&address).await.err(), Some(Unavailable::NotAnAnswer));
    // What lies between the two is in buffers of the system.
    assert!(written.load(Ordering::SeqCst) < 64 * LARGEST_BODY);
}

/// Each byte comes in good time, and all of them together never do.
#[tokio::test]
async fn a_body_that_comes_by_the_second_is_given_up() {
    const BYTES: u64 = 3 * WHOLE.as_secs();
    let address = answers_by(|mut stream| async move {
        let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {BYTES}\r\n\r\n");
        stream.write_all(head.as_bytes()).await.unwrap();
        // From here on an idle moment is as long as it needs to be.
        tokio::time::pause();
        for _ in 0..BYTES {
            tokio::time::sleep(Duration::from_secs(1)).await;
            if stream.write_all(b" ").await.is_err() {
                return;
            }
        }
    })
    .await;
    assert_eq!(get(&address).await.err(), Some(Unavailable::Silent));
}

/// Else a server could put its own words where a later answer is awaited.
#[tokio::test]
async fn what_comes_behind_an_answer_answers_no_later_request() {
    let both = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}\
        HTTP/1.1 200 OK\r\ncontent-length: 12\r\n\r\n{\"forged\":1}";
    let address = answers_by(move |mut stream| async move {
        while stream.write_all(both).await.is_ok() && !request(&mut stream).await.is_empty() {}
    })
    .await;
    let transport = practice();
    for _ in 0..5 {
        let came = transport.send(Request::get(address.clone())).await;
        assert_eq!(came.ok().unwrap().body, b"{}");
    }
}

#[tokio::test]
async fn no_cookie_that_a_server_sets_is_sent_back() {
    let headers = "set-cookie: who=person-1; Path=/; Max-Age=99999\r\n";
    let (address, mut asked) = serve(raw("200 OK", headers, b"{}")).await;
    let transport = practice();
    for _ in 0..2 {
        for request in [Request::get, Request::post] {
            let came = transport.send(request(address.clone())).await;
            assert_eq!(came.ok().unwrap().status, 200);
            let said = asked.recv().await.unwrap().to_ascii_lowercase();
            assert!(!said.contains("\r\ncookie:"), "{said}");
        }
    }
}

#[tokio::test]
async fn a_redirect_of_any_kind_is_an_answer_and_leads_nowhere() {
    let (elsewhere, mut asked_elsewhere) = serve(raw("200 OK", "", b"{}")).await;
    for status in [300, 301, 302, 303, 305, 307, 308] {
        for target in [elsewhere.as_str(), "/elsewhere", "file:///etc/passwd"] {
            let more = format!("location: {target}\r\nrefresh: 0; url={target}\r\n");
            let (address, mut asked) = serve(raw(&format!("{status} Moved"), &more, b"")).await;
            let token = Secret::new("token-1".into());
            for request in [Request::get(address.clone()), Request::post(address)] {
                let came = practice().send(request.bearer(&token)).await;
                assert_eq!(came.ok().unwrap().status, status);
                assert!(asked.recv().await.is_some());
            }
            assert!(asked.try_recv().is_err(), "{status} {target}");
        }
    }
    assert!(asked_elsewhere.try_recv().is_err());
}

/// A server may ask for another nonce each time; it is asked once more, and not for ever.
#[tokio::test]
async fn a_server_that_never_takes_a_nonce_is_asked_twice_a_time() {
    let (listener, address) = listen().await;
    let (tell, mut asked) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        for nonce in 0.. {
            let Ok((mut stream, _)) = listener.accept().await else {
                return;
            };
            let _ = tell.send(request(&mut stream).await);
            let nonce = format!("DPoP-Nonce: {nonce}{}\r\n", "n".repeat(4_000));
            let body = br#"{"error":"use_dpop_nonce"}"#;
            let _ = stream
                .write_all(&raw("400 Bad Request", &nonce, body))
                .await;
        }
    });
    let transport = practice();
    let key = crate::dpop::ProofKey::from_random(&[8; 32]);
    for _ in 0..3 {
        let proven = Request::post(address.clone()).proven_by(key.secret());
        assert_eq!(transport.send(proven).await.ok().unwrap().status, 400);
        let sent = std::iter::from_fn(|| asked.try_recv().ok());
        assert_eq!(sent.count(), 2);
    }
}

/// A proxy that hands whoever comes to a server with a certificate that nobody else signed, and
/// tells what that server could read.
async fn reads_along() -> (Url, mpsc::UnboundedReceiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let (tell, read) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            request(&mut stream).await;
            let lets = b"HTTP/1.1 200 Connection established\r\n\r\n";
            stream.write_all(lets).await.unwrap();
            let tell = tell.clone();
            tokio::task::spawn_blocking(move || {
                let said = super::kept_tests::shake_hands(stream);
                let _ = tell.send(said);
            });
        }
    });
    (Url::parse(&address).unwrap(), read)
}

/// The transport of a real run, which asks the system whom it trusts.
#[tokio::test]
async fn a_real_run_says_nothing_to_a_server_that_nobody_vouches_for() {
    let (proxy, mut read) = reads_along().await;
    let desktop = Arc::new(move |_: &Url| Some(proxy.clone()));
    let public = |_: String| {
        let found: std::io::Result<Vec<IpAddr>> = Ok(vec!["93.184.215.14".parse().unwrap()]);
        Box::pin(std::future::ready(found)) as Pin<Box<dyn Future<Output = _> + Send>>
    };
    let names: Arc<Names> = Arc::new(public);
    let real = HttpTransport::with_names(Realm::Real, system_time, desktop, names).unwrap();
    let token = Secret::new("token-1".into());
    for request in [Request::get, Request::post] {
        let asked = request(Url::parse("https://social.example/").unwrap()).bearer(&token);
        let refused = real.send(asked).await.err();
        let seen = [Unavailable::BadCertificate, Unavailable::UnknownIssuer].map(Some);
        assert!(seen.contains(&refused), "{refused:?}");
        assert_eq!(read.recv().await.unwrap(), "", "it was read");
    }
}
