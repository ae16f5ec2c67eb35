//! Connections. Requests are read by the rules; answers may break them.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::FromRequest;
use axum::http::Request;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::Stranger;
use super::reply::{End, Reply};
use crate::call::Call;

const HEADERS: usize = 64;
const LONGEST: usize = 1 << 20;
/// What is said again and again ends here, whoever listens.
const LONGEST_ANSWER: Duration = Duration::from_secs(120);

pub(super) async fn serve(
    stranger: Arc<Stranger>,
    listener: TcpListener,
    mut stopping: watch::Receiver<()>,
) -> io::Result<()> {
    let mut guests = JoinSet::new();
    loop {
        tokio::select! {
            _ = stopping.changed() => return Ok(()),
            Some(_) = guests.join_next() => {}
            came = listener.accept() => {
                let (stream, _) = came?;
                let stranger = Arc::clone(&stranger);
                guests.spawn(async move {
                    // Whoever hangs up on a stranger does well.
                    let _ = tokio::time::timeout(LONGEST_ANSWER, meet(&stranger, stream)).await;
                });
            }
        }
    }
}

async fn meet(stranger: &Stranger, mut stream: TcpStream) -> io::Result<()> {
    let Some((bytes, call)) = read(&mut stream).await? else {
        return Ok(());
    };
    stranger.witness.looks_through(stranger.role, &bytes);
    say(&mut stream, stranger.answer(&call)).await
}

async fn say(stream: &mut TcpStream, reply: Reply) -> io::Result<()> {
    stream.write_all(&reply.bytes).await?;
    if let End::Again(more, pause) = reply.end {
        loop {
            tokio::time::sleep(pause).await;
            stream.write_all(&more).await?;
            if more.is_empty() && hung_up(stream) {
                break;
            }
        }
    }
    stream.shutdown().await
}

/// Whether the other side is gone, for whoever says nothing and so does not learn it by writing.
fn hung_up(stream: &TcpStream) -> bool {
    let mut byte = [0_u8; 1];
    matches!(stream.try_read(&mut byte), Ok(0))
}

/// A request with its bytes; none where the other side sends none.
async fn read(stream: &mut TcpStream) -> io::Result<Option<(Vec<u8>, Call)>> {
    let mut bytes = Vec::new();
    loop {
        if let Some(whole) = whole_request(&bytes) {
            let call = Call::from_request(whole, &()).await;
            return Ok(call.ok().map(|call| (bytes, call)));
        }
        let mut piece = [0_u8; 8_192];
        let count = stream.read(&mut piece).await?;
        if count == 0 || bytes.len() > LONGEST {
            return Ok(None);
        }
        bytes.extend_from_slice(&piece[..count]);
    }
}

fn whole_request(bytes: &[u8]) -> Option<Request<Body>> {
    let mut headers = [httparse::EMPTY_HEADER; HEADERS];
    let mut head = httparse::Request::new(&mut headers);
    let httparse::Status::Complete(at) = head.parse(bytes).ok()? else {
        return None;
    };
    let said = |name: &str| {
        head.headers
            .iter()
            .find(|one| one.name.eq_ignore_ascii_case(name))
    };
    let length =
        said("content-length").and_then(|one| std::str::from_utf8(one.value).ok()?.parse().ok());
    let body = bytes.get(at..at + length.unwrap_or(0))?;
    let mut request = Request::builder().method(head.method?).uri(head.path?);
    for header in head.headers.iter() {
        request = request.header(header.name, header.value);
    }
    request.body(Body::from(body.to_vec())).ok()
}
