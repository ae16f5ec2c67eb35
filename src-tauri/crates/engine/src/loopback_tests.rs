use std::sync::Mutex as Shared;

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
    arrived: Arc<Shared<Vec<String>>>,
}

/// A listener where everything that comes is an approval.
async fn open() -> Opened {
    open_where(|_| Some(Heard::GoesOn)).await
}

/// A listener where this decides what comes; `None` never does.
async fn open_where(decide: impl Fn(&str) -> Option<Heard> + Send + Sync + 'static) -> Opened {
    let arrived = Arc::<Shared<Vec<String>>>::default();
    let seen = arrived.clone();
    let waiting = Shared::new(vec![]);
    let loopback = Loopback::open("/callback/x", move |address| {
        let (hears, heard) = oneshot::channel();
        match decide(&address) {
            Some(decided) => hears.send(decided).unwrap(),
            None => waiting.lock().unwrap().push(hears),
        }
        seen.lock().unwrap().push(address);
        heard
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
async fn the_page_says_what_became_of_the_address() {
    let opened = open_where(|address| {
        let heard = match address.rsplit('=').next() {
            Some("genuine") => Heard::GoesOn,
            Some("no") => Heard::Cancelled("Mastodon"),
            Some(_) | None => Heard::NotOurs,
        };
        Some(heard)
    })
    .await;
    for (state, status, says) in [
        ("forged", "400", "Nothing was done"),
        ("no", "200", "The sign-in at Mastodon was cancelled"),
        ("genuine", "200", "Back to Greentick"),
    ] {
        let target = format!("/callback/x?state={state}");
        let answer = talk(&opened.authority, &get(&target, &opened.authority)).await;
        assert!(
            answer.starts_with(&format!("HTTP/1.1 {status}")),
            "{answer:.60}"
        );
        assert!(answer.contains(says), "{state}: {answer}");
    }
}

#[tokio::test]
async fn a_page_that_is_loaded_again_is_the_same_and_is_not_handed_over_again() {
    let opened = open().await;
    let load = || async {
        let target = "/callback/x?code=c&state=s";
        talk(&opened.authority, &get(target, &opened.authority)).await
    };
    let (first, meanwhile) = tokio::join!(load(), load());
    assert_eq!(first, meanwhile);
    assert_eq!(first, load().await);
    assert_eq!(opened.arrived.lock().unwrap().len(), 1);
    // Other answers are forgotten for it in the end, and it is as one that nobody knows.
    for state in 0..=REMEMBERED {
        let target = format!("/callback/x?state={state}");
        talk(&opened.authority, &get(&target, &opened.authority)).await;
    }
    load().await;
    assert_eq!(opened.arrived.lock().unwrap().len(), REMEMBERED + 3);
}

#[tokio::test(start_paused = true)]
async fn a_browser_is_not_kept_waiting_for_an_engine_that_is_busy() {
    let opened = open_where(|_| None).await;
    let answer = talk(
        &opened.authority,
        &get("/callback/x?state=s", &opened.authority),
    )
    .await;
    assert!(answer.contains("Look at Greentick"), "{answer}");
}

#[tokio::test]
async fn a_place_of_either_kind_that_is_taken_is_not_shared() {
    for host in ["127.0.0.1", "::1"] {
        let address: IpAddr = host.parse().unwrap();
        let Ok(other) = TcpListener::bind((address, 0)).await else {
            // A computer without IPv6.
            continue;
        };
        let port = other.local_addr().unwrap().port();
        let arrived = |_| oneshot::channel().1;
        let opened = Loopback::open_at(("localhost", port), "/callback/x", arrived).await;
        let taken = opened.err().unwrap();
        assert_eq!(taken.port, port, "{host}");
        if cfg!(target_os = "linux") {
            assert!(taken.by.is_some(), "{host}");
        }
    }
}

#[test]
fn only_a_computer_without_the_address_may_do_without_it() {
    let family = if cfg!(windows) {
        10_047
    } else if cfg!(target_os = "macos") {
        47
    } else {
        97
    };
    let problem = io::Error::from_raw_os_error;
    assert!(has_no_such_address(&problem(family)));
    assert!(has_no_such_address(&io::ErrorKind::AddrNotAvailable.into()));
    for kind in [
        io::ErrorKind::AddrInUse,
        io::ErrorKind::PermissionDenied,
        io::ErrorKind::OutOfMemory,
        io::ErrorKind::Other,
    ] {
        assert!(!has_no_such_address(&kind.into()), "{kind:?}");
    }
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
