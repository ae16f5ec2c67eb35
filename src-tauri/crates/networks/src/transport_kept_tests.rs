//! Connections that a server closes when it likes, and such as are never made.

use std::io::{Read as _, Write as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio::io::AsyncWriteExt as _;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

use super::tests::{listen, practice, request};
use super::*;

const ANSWER: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";

/// What a server does with the second request on a connection, and with every later one.
#[derive(Clone, Copy)]
enum Manner {
    /// It answers.
    Keeps,
    /// It closes the connection as soon as it has answered the first.
    ClosesAtOnce,
    /// It closes the connection when the request is there, and carries nothing out.
    ClosesThen,
    /// It closes every connection, also a new one, when a request is there.
    NeverAnswers,
}

/// A server with its count of connections and of requests that it got whole.
struct Server {
    address: Url,
    connections: Arc<AtomicUsize>,
    asked: mpsc::UnboundedReceiver<String>,
}

impl Server {
    async fn with(manner: Manner) -> Server {
        let (listener, address) = listen().await;
        let connections = Arc::new(AtomicUsize::new(0));
        let (tell, asked) = mpsc::unbounded_channel();
        tokio::spawn(accept(listener, manner, connections.clone(), tell));
        Server {
            address,
            connections,
            asked,
        }
    }

    fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    /// The methods of the requests that came, in their order.
    fn methods(&mut self) -> Vec<String> {
        std::iter::from_fn(|| self.asked.try_recv().ok())
            .map(|asked| asked.split(' ').next().unwrap().to_owned())
            .collect()
    }
}

async fn accept(
    listener: TcpListener,
    manner: Manner,
    connections: Arc<AtomicUsize>,
    tell: mpsc::UnboundedSender<String>,
) {
    while let Ok((mut stream, _)) = listener.accept().await {
        connections.fetch_add(1, Ordering::SeqCst);
        let tell = tell.clone();
        tokio::spawn(async move {
            for nth in 0.. {
                let asked = request(&mut stream).await;
                if asked.is_empty() {
                    return;
                }
                let _ = tell.send(asked);
                match (manner, nth) {
                    (Manner::NeverAnswers, _) | (Manner::ClosesThen, 1..) => return,
                    (Manner::Keeps | Manner::ClosesAtOnce | Manner::ClosesThen, _) => {}
                }
                stream.write_all(ANSWER).await.unwrap();
                if matches!(manner, Manner::ClosesAtOnce) {
                    return;
                }
            }
        });
    }
}

/// Sends, and tells the status or why there is none.
async fn send(transport: &HttpTransport, request: Request) -> Result<u16, Unavailable> {
    transport.send(request).await.map(|answer| answer.status)
}

fn renewals(address: &Url) -> [Request; 2] {
    let (get, post) = (
        Request::get(address.clone()),
        Request::post(address.clone()),
    );
    [
        get.renewing(),
        post.field("refresh_token", "r-1").renewing(),
    ]
}

#[tokio::test]
async fn what_only_reads_shares_a_connection() {
    let mut server = Server::with(Manner::Keeps).await;
    let transport = practice();
    for _ in 0..50 {
        let get = Request::get(server.address.clone());
        assert_eq!(send(&transport, get).await, Ok(200));
    }
    assert_eq!(server.connections(), 1);
    assert_eq!(server.methods().len(), 50);
}

#[tokio::test]
async fn what_reads_is_asked_again_when_a_kept_connection_breaks() {
    for manner in [Manner::ClosesThen, Manner::ClosesAtOnce] {
        let mut server = Server::with(manner).await;
        let transport = practice();
        for _ in 0..20 {
            let get = Request::get(server.address.clone());
            assert_eq!(send(&transport, get).await, Ok(200));
        }
        assert!(server.connections() > 1);
        assert!(server.methods().len() <= 40, "each at most twice");
    }
}

#[tokio::test]
async fn what_reads_is_asked_once_where_no_connection_was_kept() {
    let mut server = Server::with(Manner::NeverAnswers).await;
    let get = Request::get(server.address.clone());
    assert_eq!(send(&practice(), get).await, Err(Unavailable::Silent));
    assert_eq!((server.connections(), server.methods().len()), (1, 1));
}

#[tokio::test]
async fn what_changes_something_has_a_connection_to_itself_and_arrives_once() {
    for manner in [Manner::ClosesThen, Manner::ClosesAtOnce, Manner::Keeps] {
        let mut server = Server::with(manner).await;
        let transport = practice();
        let get = || Request::get(server.address.clone());
        assert_eq!(send(&transport, get()).await, Ok(200));
        let post = Request::post(server.address.clone()).field("code", "c-1");
        let delete = Request {
            method: Method::Delete,
            ..get()
        };
        for changes in [post, delete].into_iter().chain(renewals(&server.address)) {
            assert_eq!(send(&transport, changes).await, Ok(200));
        }
        assert_eq!(server.connections(), 5);
        assert_eq!(server.methods(), ["GET", "POST", "DELETE", "GET", "POST"]);
    }
}

#[tokio::test]
async fn what_changes_something_is_never_repeated_where_nobody_answers() {
    let mut server = Server::with(Manner::NeverAnswers).await;
    let transport = practice();
    for renewal in renewals(&server.address) {
        assert_eq!(send(&transport, renewal).await, Err(Unavailable::Silent));
    }
    let post = Request::post(server.address.clone()).field("code", "c-1");
    assert_eq!(send(&transport, post).await, Err(Unavailable::Silent));
    assert_eq!(server.methods(), ["GET", "POST", "POST"]);
}

#[tokio::test]
async fn a_server_that_speaks_no_tls_or_closes_is_out_of_reach() {
    for said in [b"HTTP/1.1 400 Bad Request\r\n\r\n".as_slice(), b""] {
        let (listener, address) = listen().await;
        tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            stream.readable().await.unwrap();
            stream.write_all(said).await.unwrap();
            drop(stream);
        });
        let failed = send(&practice(), Request::get(by_tls(&address))).await;
        assert_eq!(failed, Err(Unavailable::Unreachable));
    }
}

#[tokio::test]
async fn a_certificate_that_signs_itself_is_told_as_not_valid() {
    let (listener, address) = listen().await;
    tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        tokio::task::spawn_blocking(move || shake_hands(stream)).await
    });
    let failed = send(&practice(), Request::get(by_tls(&address))).await;
    assert_eq!(failed, Err(Unavailable::BadCertificate));
}

fn by_tls(address: &Url) -> Url {
    let address = address.as_str().replacen("http:", "https:", 1);
    Url::parse(&address).unwrap()
}

/// The server's part of a handshake, with a certificate that nobody else signed. Tells what the
/// client said behind it.
pub(super) fn shake_hands(stream: TcpStream) -> String {
    let mut stream = stream.into_std().unwrap();
    stream.set_nonblocking(false).unwrap();
    let certificate =
        CertificateDer::from(include_bytes!("self_signed/certificate.der").as_slice());
    let key = PrivatePkcs8KeyDer::from(include_bytes!("self_signed/key.der").as_slice());
    let config = rustls::ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], PrivateKeyDer::from(key))
        .unwrap();
    let mut server = rustls::ServerConnection::new(Arc::new(config)).unwrap();
    let mut tls = rustls::Stream::new(&mut server, &mut stream);
    // The client hangs up as soon as it has seen the certificate.
    let mut said = [0; 64];
    let length = tls.read(&mut said).unwrap_or(0);
    let _ = tls.flush();
    String::from_utf8_lossy(&said[..length]).into_owned()
}
