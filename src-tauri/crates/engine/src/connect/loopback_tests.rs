use std::sync::Mutex as Shared;
use std::sync::mpsc;

use tokio::time::Instant;

use super::*;
use crate::connect::loopback_guests::{AT_ONCE, PATIENCE};

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
async fn nothing_of_the_address_stands_in_the_page() {
    for heard in [
        Heard::GoesOn,
        Heard::Cancelled("X"),
        Heard::Refused("X"),
        Heard::NotOurs,
    ] {
        let opened = open_where(move |_| Some(heard)).await;
        let ask = async |query: &str| {
            let target = format!("/callback/x?state=s{query}");
            talk(&opened.authority, &get(&target, &opened.authority)).await
        };
        let plain = ask("").await;
        for words in [
            "%3Cb%3Ehi%3C/b%3E",
            "%3Cscript%3Ealert(1)%3C/script%3E",
            "%1b[31m",
            "%E2%80%AE",
        ] {
            assert_eq!(ask(&format!("&error_description={words}")).await, plain);
        }
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
        (get("/callback/x#access_token=t", ours), "404"),
        (get("/callback/x?#access_token=t", ours), "400"),
        (get("/callback/x?state=s", "evil.example"), "421"),
        (b"GET /callback/x HTTP/1.1\r\n\r\n".to_vec(), "421"),
        (
            b"POST /callback/x HTTP/1.1\r\nHost: x\r\n\r\n".to_vec(),
            "405",
        ),
        (b"CONNECT a:1 HTTP/1.1\r\n\r\n".to_vec(), "405"),
        (b"GET /callback/x\r\n\r\n".to_vec(), "400"),
        (
            b"GET /callback/x?state=s HTTP/1.1\r\nHost: x\nA: b\r\n\r\n".to_vec(),
            "400",
        ),
        (b"\x01\x03\x03\x07\r\n\r\n".to_vec(), "400"),
        (b"\xff\xfe\r\n\r\n".to_vec(), "400"),
        (
            [b"GET /".as_slice(), &[b'a'; LONGEST_HEAD + 8]].concat(),
            "431",
        ),
        (
            get(&format!("/callback/x?{}", "a=1&".repeat(10_000)), ours),
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

/// Whether a guest was sent away without a word.
async fn sent_away(mut guest: TcpStream) -> bool {
    !matches!(guest.read(&mut [0; 64]).await, Ok(read) if read > 0)
}

/// The paused clock stands still until `until` is done: else it goes on whenever nothing is to do,
/// which on a busy machine is before bytes that were sent have come.
async fn on_a_clock_that_waits<T>(until: impl Future<Output = T>) -> T {
    let (_done, is_done) = mpsc::channel::<()>();
    // The clock of a runtime waits for what it does elsewhere.
    tokio::task::spawn_blocking(move || is_done.recv_timeout(Duration::from_secs(20)));
    until.await
}

/// How long each waits is tried on a clock that stands, with the guests alone; here only that none
/// of those who say nothing is waited for until it gives up, which is far longer than the limit.
#[tokio::test]
async fn three_hundred_who_say_nothing_do_not_keep_the_genuine_one_out() {
    for word in ["", "GET / HT", "GET /callback/x?state=s HTTP/1.1\r\nHost: "] {
        let opened = open().await;
        let mut silent = vec![];
        let in_turn = async {
            for _ in 0..300 {
                let mut guest = TcpStream::connect(&opened.authority).await.unwrap();
                guest.write_all(word.as_bytes()).await.unwrap();
                silent.push(guest);
            }
            let genuine = get("/callback/x?state=s", &opened.authority);
            talk(&opened.authority, &genuine).await
        };
        let answer = timeout(2 * PATIENCE, in_turn).await;
        let answer = answer.expect("who says nothing is not waited for");
        assert!(answer.starts_with("HTTP/1.1 200"), "{word}: {answer:.60}");
        // Who has come first goes first.
        assert!(sent_away(silent.swap_remove(0)).await, "{word}");
    }
}

#[tokio::test(start_paused = true)]
async fn while_there_is_room_nobody_waits_for_those_who_say_nothing() {
    let opened = open().await;
    let mut silent = vec![];
    for _ in 0..AT_ONCE - 1 {
        silent.push(TcpStream::connect(&opened.authority).await.unwrap());
    }
    let began = Instant::now();
    let genuine = get("/callback/x?state=s", &opened.authority);
    let answer = on_a_clock_that_waits(talk(&opened.authority, &genuine)).await;
    assert!(answer.starts_with("HTTP/1.1 200"));
    assert_eq!(began.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn who_says_no_line_goes_after_a_second_and_who_never_ends_after_five() {
    let opened = open().await;
    for (word, goes_after) in [
        ("", SAYS_WITHIN),
        ("GET /callback/x", SAYS_WITHIN),
        ("GET /callback/x HTTP/1.1\r\nX: ", PATIENCE),
    ] {
        let began = Instant::now();
        let mut guest = TcpStream::connect(&opened.authority).await.unwrap();
        guest.write_all(word.as_bytes()).await.unwrap();
        assert!(sent_away(guest).await, "{word}");
        let passed = began.elapsed();
        // A timer may ring a tick late.
        let late = passed.saturating_sub(goes_after);
        assert!(passed >= goes_after && late < SAYS_WITHIN, "{passed:?}");
    }
    assert!(opened.arrived.lock().unwrap().is_empty());
}

/// Hears the genuine one, and takes every other for a forgery.
fn the_genuine_alone(address: &str) -> Option<Heard> {
    Some(match address.ends_with("=genuine") {
        true => Heard::GoesOn,
        false => Heard::NotOurs,
    })
}

#[tokio::test]
async fn a_flood_of_forged_ones_neither_grows_nor_keeps_the_genuine_one_out() {
    let opened = open_where(the_genuine_alone).await;
    let authority = opened.authority.clone();
    let flood = move |part: usize| {
        let authority = authority.clone();
        async move {
            for number in 0..250 {
                let target = format!("/callback/x?state={part}-{number}");
                let answer = talk(&authority, &get(&target, &authority)).await;
                assert!(answer.starts_with("HTTP/1.1 400"), "{answer:.60}");
            }
        }
    };
    let mut floods = tokio::task::JoinSet::new();
    (0..8).for_each(|part| drop(floods.spawn(flood(part))));
    let genuine = get("/callback/x?state=genuine", &opened.authority);
    let answer = talk(&opened.authority, &genuine).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer:.60}");
    floods.join_all().await;
    // The page that is loaded again is still the same: nothing forged took its place.
    assert_eq!(talk(&opened.authority, &genuine).await, answer);
    assert_eq!(opened.arrived.lock().unwrap().len(), 8 * 250 + 1);
}

#[tokio::test]
async fn a_foreign_page_learns_no_more_with_the_right_state_than_with_a_forged_one() {
    let opened = open_where(the_genuine_alone).await;
    let authority = &opened.authority;
    let forged = talk(authority, &get("/callback/x?state=forged", authority)).await;
    assert_eq!(opened.arrived.lock().unwrap().len(), 1);
    for field in [
        "Origin: https://evil.example",
        "Sec-Fetch-Mode: cors",
        "Sec-Fetch-Dest: iframe",
        "Sec-Purpose: prefetch;prerender",
    ] {
        let target = "/callback/x?state=genuine";
        let asked = format!("GET {target} HTTP/1.1\r\nHost: {authority}\r\n{field}\r\n\r\n");
        assert_eq!(talk(authority, asked.as_bytes()).await, forged, "{field}");
    }
    assert_eq!(opened.arrived.lock().unwrap().len(), 1, "not handed over");
    // The navigation that the same browser makes for a person.
    let asked = format!(
        "GET /callback/x?state=genuine HTTP/1.1\r\nHost: {authority}\r\nSec-Fetch-Site: cross-site\r\n\
         Sec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n\r\n"
    );
    let answer = talk(authority, asked.as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer:.60}");
}

#[tokio::test]
async fn of_requests_that_come_together_the_first_counts() {
    let opened = open().await;
    let one = |state: &str| get(&format!("/callback/x?state={state}"), &opened.authority);
    let answer = talk(&opened.authority, &[one("first"), one("second")].concat()).await;
    assert_eq!(answer.matches("HTTP/1.1 ").count(), 1, "{answer}");
    let arrived = opened.arrived.lock().unwrap();
    assert!(matches!(arrived.as_slice(), [one] if one.ends_with("=first")));
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
