//! The road back over this computer: a listener on this computer's own addresses only.
//!
//! It reads requests strictly and hands their address over; whether an address is genuine is
//! decided by its `state`, so a stranger's request neither ends the listener nor the attempt. The
//! page that the browser then shows tells what was decided.

use std::collections::VecDeque;
use std::hash::{BuildHasher, RandomState};
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use protocol::TakenPort;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Mutex, oneshot};
use tokio::task::AbortHandle;
use tokio::time::timeout;
use url::Url;

use super::loopback_guests::{Guests, HeadProgress, SAYS_WITHIN};
use super::loopback_page::Heard;
use super::loopback_request::{self as request, Expected, NoCallback};
use super::taken_port::look_up;

const LONGEST_HEAD: usize = 16 * 1024;
/// How long a browser waits for what became of its address: less than a guest may take.
const DECIDED_WITHIN: Duration = Duration::from_secs(4);
/// So many answers are remembered, for pages that are loaded again.
const REMEMBERED: usize = 8;

/// An open listener. Dropping it closes the port.
pub(crate) struct Loopback {
    redirect_uri: Url,
    tasks: Vec<AbortHandle>,
}

/// Whoever is told each address that came, and says what became of it.
type Arrived = dyn Fn(String) -> oneshot::Receiver<Heard> + Send + Sync;

impl Loopback {
    /// Opens a listener on a free port. `arrived` is called with each address that came to `path`.
    pub async fn open(
        path: &str,
        arrived: impl Fn(String) -> oneshot::Receiver<Heard> + Send + Sync + 'static,
    ) -> Result<Loopback, TakenPort> {
        Loopback::open_at(("127.0.0.1", 0), path, arrived).await
    }

    /// Opens a listener under a name on a port; 0 is a free one. Under `localhost` a browser may
    /// come by either kind of address, so that both must be ours.
    pub async fn open_at(
        (host, port): (&str, u16),
        path: &str,
        arrived: impl Fn(String) -> oneshot::Receiver<Heard> + Send + Sync + 'static,
    ) -> Result<Loopback, TakenPort> {
        let mut listeners = vec![bind(Ipv4Addr::LOCALHOST, port).await?];
        if host == "localhost" {
            listeners.extend(bind_v6(port).await?);
        }
        Loopback::behind(listeners, host, path, arrived).map_err(|problem| {
            tracing::warn!(%problem, port, "no listener");
            TakenPort { port, by: None }
        })
    }

    fn behind(
        listeners: Vec<TcpListener>,
        host: &str,
        path: &str,
        arrived: impl Fn(String) -> oneshot::Receiver<Heard> + Send + Sync + 'static,
    ) -> io::Result<Loopback> {
        let first = listeners.first().ok_or(io::ErrorKind::NotFound)?;
        let authority = format!("{host}:{}", first.local_addr()?.port());
        let redirect_uri = Url::parse(&format!("http://{authority}{path}"))
            .map_err(|problem| io::Error::other(problem.to_string()))?;
        let expected = Expected {
            authority,
            path: path.to_owned(),
        };
        let door = Arc::new(Door {
            expected,
            arrived: Box::new(arrived),
            hasher: RandomState::new(),
            answers: Mutex::default(),
        });
        let serve = |listener| tokio::spawn(serve(listener, door.clone())).abort_handle();
        Ok(Loopback {
            redirect_uri,
            tasks: listeners.into_iter().map(serve).collect(),
        })
    }

    /// The address to give to the network.
    pub fn redirect_uri(&self) -> &Url {
        &self.redirect_uri
    }
}

impl Drop for Loopback {
    fn drop(&mut self) {
        self.tasks.iter().for_each(AbortHandle::abort);
    }
}

async fn bind(address: impl Into<IpAddr>, port: u16) -> Result<TcpListener, TakenPort> {
    let place = SocketAddr::from((address.into(), port));
    match TcpListener::bind(place).await {
        Ok(listener) => Ok(listener),
        Err(problem) => Err(taken(place, &problem).await),
    }
}

/// `None` on a computer without IPv6: it has no such address, and no browser comes by it. Behind any
/// other failure somebody else may listen there, to whom a browser would bring code and state.
async fn bind_v6(port: u16) -> Result<Option<TcpListener>, TakenPort> {
    let place = SocketAddr::from((Ipv6Addr::LOCALHOST, port));
    match TcpListener::bind(place).await {
        Ok(listener) => Ok(Some(listener)),
        Err(problem) if has_no_such_address(&problem) => Ok(None),
        Err(problem) => Err(taken(place, &problem).await),
    }
}

fn has_no_such_address(problem: &io::Error) -> bool {
    /// No such family of addresses (EAFNOSUPPORT), for which the standard library has no name.
    const NO_FAMILY: i32 = if cfg!(windows) {
        10_047
    } else if cfg!(target_os = "macos") {
        47
    } else {
        97
    };
    problem.kind() == io::ErrorKind::AddrNotAvailable || problem.raw_os_error() == Some(NO_FAMILY)
}

async fn taken(place: SocketAddr, problem: &io::Error) -> TakenPort {
    let port = place.port();
    let looked_up = tokio::task::spawn_blocking(move || look_up(place)).await;
    let taken = looked_up.unwrap_or(TakenPort { port, by: None });
    tracing::warn!(%problem, port, by = taken.by, "no listener");
    taken
}

struct Door {
    expected: Expected,
    arrived: Box<Arrived>,
    /// Of the answers only this is kept: they hold codes.
    hasher: RandomState,
    answers: Mutex<VecDeque<(u64, Heard)>>,
}

async fn serve(listener: TcpListener, door: Arc<Door>) {
    let mut guests = Guests::default();
    loop {
        guests.room().await;
        let Ok((stream, _)) = listener.accept().await else {
            // Out of file handles, for one: give others time to close theirs.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let door = door.clone();
        guests.welcome(|progress| async move {
            let _ = receive(stream, &door, &progress).await;
        });
    }
}

async fn receive(mut stream: TcpStream, door: &Door, progress: &HeadProgress) -> io::Result<()> {
    let mut head = Vec::with_capacity(1024);
    let line = async {
        while !request::has_line(&head) && head.len() <= LONGEST_HEAD {
            if stream.read_buf(&mut head).await? == 0 {
                return Err(io::Error::from(io::ErrorKind::UnexpectedEof));
            }
        }
        Ok(())
    };
    timeout(SAYS_WITHIN, line).await??;
    progress.line();
    let mut known = 0;
    let length = loop {
        if let Some(length) = request::whole(&head, known) {
            break length;
        }
        if head.len() > LONGEST_HEAD {
            return reply(&mut stream, "431 Request Header Fields Too Large", "").await;
        }
        known = head.len();
        if stream.read_buf(&mut head).await? == 0 {
            return Ok(());
        }
    };
    progress.whole();
    // What follows is another request, which nobody sends who waits for a page.
    head.truncate(length);
    let (status, page) = match door.expected.read(&head) {
        Ok(target) => door.hear(target).await.page(),
        Err(NoCallback::NotOpened) => Heard::NotOurs.page(),
        Err(NoCallback::Refused(status)) => (status, String::new()),
    };
    reply(&mut stream, status, &page).await
}

impl Door {
    /// Hands an address over, and waits for what becomes of it. One that was an answer is not handed
    /// over again when the page is loaded once more.
    async fn hear(&self, target: &str) -> Heard {
        let mark = self.hasher.hash_one(target);
        let decide = async {
            // One after the other: of two at once the second is the page that is loaded again.
            let mut answers = self.answers.lock().await;
            if let Some((_, heard)) = answers.iter().find(|(known, _)| *known == mark) {
                return *heard;
            }
            let heard = (self.arrived)(format!("http://{}{target}", self.expected.authority));
            // Nobody decides any more when the engine has ended.
            let heard = heard.await.unwrap_or(Heard::NotOurs);
            if heard.is_an_answer() {
                answers.truncate(REMEMBERED - 1);
                answers.push_front((mark, heard));
            }
            heard
        };
        let decided = tokio::time::timeout(DECIDED_WITHIN, decide).await;
        decided.unwrap_or(Heard::NotSaid)
    }
}

async fn reply(stream: &mut TcpStream, status: &str, page: &str) -> io::Result<()> {
    let head = format!(
        "HTTP/1.1 {status}\r\ncontent-type: text/html; charset=utf-8\r\ncontent-length: {}\r\n\
         cache-control: no-store\r\nreferrer-policy: no-referrer\r\nx-content-type-options: nosniff\r\n\
         cross-origin-resource-policy: same-origin\r\ncontent-security-policy: default-src 'none'; \
         style-src 'unsafe-inline'; frame-ancestors 'none'\r\nconnection: close\r\n\r\n",
        page.len()
    );
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(page.as_bytes()).await?;
    stream.shutdown().await
}

#[cfg(test)]
#[path = "loopback_tests.rs"]
mod tests;
