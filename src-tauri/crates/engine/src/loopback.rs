//! The road back over this computer: a listener on this computer's own addresses only.
//!
//! It reads requests strictly and hands their address over; whether an address is genuine is
//! decided by its `state`, so a stranger's request neither ends the listener nor the attempt.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::AbortHandle;
use url::Url;

const LONGEST_HEAD: usize = 16 * 1024;
const PATIENCE: Duration = Duration::from_secs(5);
const AT_ONCE: usize = 32;

const PAGE: &str = include_str!("loopback.html");

/// An open listener. Dropping it closes the port.
pub(crate) struct Loopback {
    redirect_uri: Url,
    tasks: Vec<AbortHandle>,
}

/// Listeners on registered ports: two sign-ins at one network share theirs, since each answer
/// names its own sign-in.
#[derive(Clone, Default)]
pub(crate) struct Ports(Arc<Mutex<BTreeMap<u16, Weak<Loopback>>>>);

impl Ports {
    /// The listener at a registered place.
    pub async fn open(
        &self,
        (host, port): (&str, u16),
        path: &str,
        arrived: impl Fn(String) + Send + Sync + 'static,
    ) -> std::io::Result<Arc<Loopback>> {
        let known = || {
            let ports = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            ports.get(&port).and_then(Weak::upgrade)
        };
        if let Some(open) = known() {
            return Ok(open);
        }
        let opened = Loopback::open_at(host, port, path, arrived).await;
        // Two at once: the one that came first has the port.
        let opened = match opened {
            Ok(opened) => Arc::new(opened),
            Err(problem) => return known().ok_or(problem),
        };
        let mut ports = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        ports.insert(port, Arc::downgrade(&opened));
        Ok(opened)
    }
}

impl Loopback {
    /// Opens a listener on a port that is known already, or on a free one where it is taken.
    /// `arrived` is called with each address that came to `path`.
    pub async fn open(
        known: Option<u16>,
        path: &str,
        arrived: impl Fn(String) + Send + Sync + 'static,
    ) -> std::io::Result<Loopback> {
        let at = |port| TcpListener::bind((Ipv4Addr::LOCALHOST, port));
        let listener = match known {
            Some(port) => at(port).await.ok(),
            None => None,
        };
        let listener = match listener {
            Some(listener) => listener,
            None => at(0).await?,
        };
        Loopback::behind(vec![listener], "127.0.0.1", path, arrived)
    }

    /// Opens a listener under a name on a port; 0 is a free one. Under `localhost` a browser may
    /// come by either kind of address.
    async fn open_at(
        host: &str,
        port: u16,
        path: &str,
        arrived: impl Fn(String) + Send + Sync + 'static,
    ) -> std::io::Result<Loopback> {
        let mut listeners = vec![TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?];
        if host == "localhost" {
            // A computer without IPv6 has no such address, and no browser comes by it.
            listeners.extend(TcpListener::bind((Ipv6Addr::LOCALHOST, port)).await.ok());
        }
        Loopback::behind(listeners, host, path, arrived)
    }

    fn behind(
        listeners: Vec<TcpListener>,
        host: &str,
        path: &str,
        arrived: impl Fn(String) + Send + Sync + 'static,
    ) -> std::io::Result<Loopback> {
        let first = listeners.first().ok_or(std::io::ErrorKind::NotFound)?;
        let authority = format!("{host}:{}", first.local_addr()?.port());
        let redirect_uri = Url::parse(&format!("http://{authority}{path}"))
            .map_err(|problem| std::io::Error::other(problem.to_string()))?;
        let door = Arc::new(Door {
            authority,
            path: path.to_owned(),
            arrived: Box::new(arrived),
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

struct Door {
    authority: String,
    path: String,
    arrived: Box<dyn Fn(String) + Send + Sync>,
}

async fn serve(listener: TcpListener, door: Arc<Door>) {
    let places = Arc::new(Semaphore::new(AT_ONCE));
    let mut guests = tokio::task::JoinSet::new();
    loop {
        let Ok(place) = places.clone().acquire_owned().await else {
            return;
        };
        let Ok((stream, _)) = listener.accept().await else {
            // Out of file handles, for one: give others time to close theirs.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        while guests.try_join_next().is_some() {}
        let door = door.clone();
        guests.spawn(async move {
            let _place = place;
            let _ = tokio::time::timeout(PATIENCE, receive(stream, &door)).await;
        });
    }
}

async fn receive(mut stream: TcpStream, door: &Door) -> std::io::Result<()> {
    let mut head = Vec::with_capacity(1024);
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        if head.len() > LONGEST_HEAD {
            return reply(&mut stream, "431 Request Header Fields Too Large", "").await;
        }
        if stream.read_buf(&mut head).await? == 0 {
            return Ok(());
        }
    }
    match door.read(&head) {
        Ok(target) => {
            reply(&mut stream, "200 OK", PAGE).await?;
            (door.arrived)(format!("http://{}{target}", door.authority));
            Ok(())
        }
        Err(status) => reply(&mut stream, status, "").await,
    }
}

impl Door {
    /// The target of a request that may be a callback.
    fn read<'a>(&self, head: &'a [u8]) -> Result<&'a str, &'static str> {
        let head = std::str::from_utf8(head).map_err(|_| "400 Bad Request")?;
        let mut lines = head.split("\r\n");
        let mut words = lines.next().unwrap_or_default().split(' ');
        let (method, target) = (words.next(), words.next().unwrap_or_default());
        let plain = matches!(words.next(), Some("HTTP/1.1" | "HTTP/1.0")) && words.next().is_none();
        if !plain {
            return Err("400 Bad Request");
        }
        if method != Some("GET") {
            return Err("405 Method Not Allowed");
        }
        if target.split('?').next() != Some(self.path.as_str()) {
            return Err("404 Not Found");
        }
        // A page that was led here by a name of its own (DNS rebinding) gives that name away.
        let mut hosts = lines.filter_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("host").then_some(value.trim())
        });
        match (hosts.next(), hosts.next()) {
            (Some(host), None) if host == self.authority => Ok(target),
            _ => Err("421 Misdirected Request"),
        }
    }
}

async fn reply(stream: &mut TcpStream, status: &str, page: &str) -> std::io::Result<()> {
    let head = format!(
        "HTTP/1.1 {status}\r\ncontent-type: text/html; charset=utf-8\r\ncontent-length: {}\r\n\
         cache-control: no-store\r\nreferrer-policy: no-referrer\r\nx-content-type-options: nosniff\r\n\
         content-security-policy: default-src 'none'; style-src 'unsafe-inline'\r\n\
         connection: close\r\n\r\n",
        page.len()
    );
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(page.as_bytes()).await?;
    stream.shutdown().await
}

#[cfg(test)]
#[path = "loopback_tests.rs"]
mod tests;
