//! With the allocator that the app runs with, what HTTP, JSON and the dialects' own texts held of a
//! token is nowhere in the process once it is dropped: also not where a buffer grew or was copied.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::alloc::System;
use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

use domain::{Secret, Timestamp};
use networks::{HttpTransport, Realm, Request, Transport};
use serde::Deserialize;
use url::Url;
use zeroizing_alloc::ZeroAlloc;

#[global_allocator]
static WIPING: ZeroAlloc<System> = ZeroAlloc(System);

/// A text that is kept in other words, so that looking for it does not find what it is looked for
/// with.
#[derive(Clone)]
struct Hidden(Vec<u8>);

const MASK: u8 = 0xa5;

impl Hidden {
    fn new() -> Hidden {
        let mut random = vec![0; 48];
        getrandom::fill(&mut random).unwrap();
        let letters = random.into_iter().map(|byte| (b'a' + byte % 26) ^ MASK);
        Hidden(letters.collect())
    }

    fn shown(&self) -> String {
        self.0.iter().map(|byte| char::from(byte ^ MASK)).collect()
    }

    fn is_at(&self, bytes: &[u8]) -> bool {
        let same = |(byte, hidden): (&u8, &u8)| byte ^ MASK == *hidden;
        bytes.iter().zip(&self.0).all(same)
    }

    fn is_in(&self, bytes: &[u8]) -> bool {
        bytes.windows(self.0.len()).any(|bytes| self.is_at(bytes))
    }

    /// Whether it lies anywhere in the memory that this process can write.
    fn is_in_memory(&self) -> bool {
        let mut memory = File::open("/proc/self/mem").unwrap();
        let mut part = Vec::with_capacity(4 * 1024 * 1024);
        let maps = fs::read_to_string("/proc/self/maps").unwrap();
        maps.lines()
            .filter(|line| line.contains(" rw"))
            .any(|line| {
                let range = line.split(' ').next().unwrap();
                let (from, to) = range.split_once('-').unwrap();
                let number = |text: &str| u64::from_str_radix(text, 16).unwrap();
                let (mut from, to) = (number(from), number(to));
                while from < to {
                    memory.seek(SeekFrom::Start(from)).unwrap();
                    part.clear();
                    let length = (to - from).min(1024 * 1024);
                    // Some of what is mapped cannot be read.
                    let read = Read::by_ref(&mut memory)
                        .take(length)
                        .read_to_end(&mut part);
                    if read.is_ok() && self.is_in(&part) {
                        return true;
                    }
                    // What lies across the border is found in the next part.
                    let next = from + length;
                    from = if next == to {
                        to
                    } else {
                        next - self.0.len() as u64
                    };
                }
                false
            })
    }
}

#[derive(Deserialize)]
struct Tokens {
    access_token: String,
}

/// Answers one request, which must hold what was sent.
fn serve(listener: &TcpListener, sent: &[Hidden], (header, token): (&Hidden, &Hidden)) {
    let (mut stream, _) = listener.accept().unwrap();
    let mut asked = vec![0; 64 * 1024];
    let mut length = 0;
    while !sent.iter().all(|sent| sent.is_in(&asked[..length])) {
        let read = stream.read(&mut asked[length..]).unwrap();
        assert_ne!(read, 0, "it was sent");
        length += read;
    }
    // Long enough for a buffer to grow on the way.
    let body = format!(
        r#"{{"more":"{}","access_token":"{}"}}"#,
        "x".repeat(200_000),
        token.shown()
    );
    let answer = format!(
        "HTTP/1.1 200 OK\r\nx-kept: {}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
        header.shown(),
        body.len()
    );
    send(&mut stream, &answer);
}

fn send(stream: &mut TcpStream, answer: &str) {
    stream.write_all(answer.as_bytes()).unwrap();
}

#[test]
fn nothing_of_a_token_is_left_in_memory_after_it_was_sent_received_and_dropped() {
    let (bearer, field, header, token) =
        (Hidden::new(), Hidden::new(), Hidden::new(), Hidden::new());
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/token", listener.local_addr().unwrap());
    let sent = [bearer.clone(), field.clone()];
    let answers = (header.clone(), token.clone());
    let server = thread::spawn(move || serve(&listener, &sent, (&answers.0, &answers.1)));

    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let transport = HttpTransport::with_clock(Realm::Practice, || Timestamp::from_secs(0)).unwrap();
    let request = Request::post(Url::parse(&address).unwrap())
        .bearer(&Secret::new(bearer.shown()))
        .field("refresh_token", field.shown());
    let answer = runtime.block_on(transport.send(request)).ok().unwrap();
    let tokens: Tokens = answer.json().unwrap();
    let kept = Secret::new(tokens.access_token);
    assert!(header.is_in(answer.header("x-kept").unwrap().as_bytes()));
    assert!(token.is_in(kept.expose().as_bytes()));
    assert!(token.is_in_memory() && header.is_in_memory(), "it is found");

    drop((answer, kept, transport));
    drop(runtime);
    server.join().unwrap();
    for (what, hidden) in [
        ("the bearer", bearer),
        ("the field", field),
        ("the header", header),
        ("the token", token),
    ] {
        assert!(!hidden.is_in_memory(), "{what} is left in memory");
    }
}
