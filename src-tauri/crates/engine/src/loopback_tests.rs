use std::sync::Mutex;

use super::*;

async fn talk(authority: &str, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(authority).await.unwrap();
    stream.write_all(bytes).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

struct Opened {
    loopback: Loopback,
    authority: String,
    arrived: Arc<Mutex<Vec<String>>>,
}

async fn open() -> Opened {
    let arrived = Arc::new(Mutex::new(vec![]));
    let seen = arrived.clone();
    let loopback = Loopback::open(None, "/callback/x", move |address| {
        seen.lock().unwrap().push(address)
    })
    .await;
    let loopback = loopback.unwrap();
    let authority = loopback.redirect_uri().authority().to_owned();
    Opened {
        loopback,
        authority,
        arrived,
    }
}

fn get(target: &str, host: &str) -> Vec<u8> {
    format!("GET {target} HTTP/1.1\r\nHost: {host}\r\n\r\n").into_bytes()
}

#[tokio::test]
async fn a_callback_is_handed_over_and_answered_with_a_page_without_secrets() {
    let Opened {
        loopback,
        authority,
        arrived,
    } = open().await;
    let answer = talk(&authority, &get("/callback/x?code=c&state=s", &authority)).await;
    assert!(answer.starts_with("HTTP/1.1 200 OK"));
    assert!(!answer.contains("code=c") && answer.contains("no-store"));
    let wanted = format!("{}?code=c&state=s", loopback.redirect_uri());
    assert_eq!(*arrived.lock().unwrap(), [wanted]);
}

#[tokio::test]
async fn a_request_that_comes_byte_by_byte_is_read() {
    let Opened {
        loopback: _open,
        authority,
        arrived,
    } = open().await;
    let mut stream = TcpStream::connect(&authority).await.unwrap();
    stream.set_nodelay(true).unwrap();
    for byte in get("/callback/x?state=s", &authority) {
        stream.write_all(&[byte]).await.unwrap();
    }
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"));
    assert_eq!(arrived.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn what_is_no_callback_is_refused_and_the_listener_lives_on() {
    let Opened {
        loopback: _open,
        authority,
        arrived,
    } = open().await;
    let ours = authority.as_str();
    for (bytes, status) in [
        (get("/exit", ours), "404"),
        (get("/callback/xy?state=s", ours), "404"),
        (get("http://evil.example/callback/x", ours), "404"),
        (get("/callback/x?state=s", "evil.example"), "421"),
        (b"GET /callback/x HTTP/1.1\r\n\r\n".to_vec(), "421"),
        (
            b"POST /callback/x HTTP/1.1\r\nHost: x\r\n\r\n".to_vec(),
            "405",
        ),
        (b"CONNECT a:1 HTTP/1.1\r\n\r\n".to_vec(), "405"),
        (b"GET /callback/x\r\n\r\n".to_vec(), "400"),
        (b"\x01\x03\x03\x07\r\n\r\n".to_vec(), "400"),
        (b"\xff\xfe\r\n\r\n".to_vec(), "400"),
        (
            [b"GET /".as_slice(), &[b'a'; LONGEST_HEAD + 8]].concat(),
            "431",
        ),
    ] {
        let answer = talk(ours, &bytes).await;
        assert!(
            answer.starts_with(&format!("HTTP/1.1 {status}")),
            "{answer:.60}"
        );
    }
    assert!(arrived.lock().unwrap().is_empty());
    assert!(
        talk(ours, &get("/callback/x?state=s", ours))
            .await
            .starts_with("HTTP/1.1 200")
    );
}

#[tokio::test]
async fn guests_who_say_nothing_do_not_keep_the_genuine_one_out() {
    let Opened {
        loopback: _open,
        authority,
        ..
    } = open().await;
    let mut silent = vec![];
    for _ in 0..AT_ONCE - 1 {
        silent.push(TcpStream::connect(&authority).await.unwrap());
    }
    assert!(
        talk(&authority, &get("/callback/x?state=s", &authority))
            .await
            .starts_with("HTTP/1.1 200")
    );
}

#[tokio::test]
async fn a_dropped_listener_closes_its_port() {
    let Opened {
        loopback,
        authority,
        ..
    } = open().await;
    drop(loopback);
    while TcpStream::connect(&authority).await.is_ok() {
        tokio::task::yield_now().await;
    }
}
