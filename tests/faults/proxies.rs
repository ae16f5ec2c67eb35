//! A company's proxy between the app and the networks, in the real app: what it does is told as its
//! own, by name, and nobody is sent to look at a spelling.

use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use journeys::app;
use journeys::window::Window;
use journeys::{Desktop, Parts, Trouble, process};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use serde_json::{Value, json};

type TestResult<T = ()> = Result<T, Trouble>;

const WANTS_A_NAME: &str = "HTTP/1.1 407 Proxy Authentication Required\r\n\
    proxy-authenticate: Basic realm=\"corp\"\r\ncontent-length: 0\r\n\r\n";
const REFUSES: &str = "HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n";
const NOT_FOUND: &str = "HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";

/// What a proxy does with whoever comes.
#[derive(Clone)]
enum Manner {
    Says(&'static str),
    /// Answers in place of every server, with a certificate of its own.
    ReadsAlong(Arc<rustls::ServerConfig>),
}

/// A proxy on this computer, and what it read.
struct Proxy {
    port: u16,
    read: Arc<Mutex<Vec<String>>>,
}

impl Proxy {
    fn start(manner: Manner) -> TestResult<Proxy> {
        let listener = TcpListener::bind("127.0.0.1:0").map_err(Trouble::because)?;
        let port = listener.local_addr().map_err(Trouble::because)?.port();
        let read = Arc::<Mutex<Vec<String>>>::default();
        let noted = read.clone();
        // It ends with this process.
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (manner, noted) = (manner.clone(), noted.clone());
                thread::spawn(move || serve(stream, &manner, &noted));
            }
        });
        Ok(Proxy { port, read })
    }

    fn read(&self) -> Vec<String> {
        let read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        read.clone()
    }

    fn place(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }
}

/// Whoever hangs up in the middle is of no interest.
fn serve(mut stream: TcpStream, manner: &Manner, noted: &Mutex<Vec<String>>) -> Option<()> {
    let note = |head: String| {
        let mut noted = noted.lock().unwrap_or_else(PoisonError::into_inner);
        noted.push(head);
    };
    note(head(&mut stream)?);
    match manner {
        Manner::Says(answer) => stream.write_all(answer.as_bytes()).ok(),
        Manner::ReadsAlong(config) => {
            stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").ok()?;
            let mut server = rustls::ServerConnection::new(config.clone()).ok()?;
            let mut inside = rustls::Stream::new(&mut server, &mut stream);
            note(head(&mut inside)?);
            inside.write_all(NOT_FOUND.as_bytes()).ok()
        }
    }
}

fn head(stream: &mut impl Read) -> Option<String> {
    let mut head = vec![];
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte).ok()?;
        head.push(byte[0]);
    }
    String::from_utf8(head).ok()
}

/// What the app says when a person types the name of an instance.
async fn adding_says(desktop: &Desktop) -> TestResult<Value> {
    let window = Window::open(desktop, &app::binary()?, &[]).await?;
    let open = |seen: &Value| (seen["vault"]["state"] == "open").then_some(());
    window.until("the open vault", open).await?;
    let ask = json!({ "ask": "add_location", "network": "mastodon", "host": "mastodon.social" });
    let asked = window.invoke("ask", json!({ "request": ask })).await?;
    window.end().await?;
    Ok(asked.expect_err("nobody answers for mastodon.social here"))
}

/// What the app wrote, which is not the practice one here.
fn log(desktop: &Desktop) -> String {
    let folder = desktop.home().join(".local/share/app.greentick");
    fs::read_to_string(folder.join("greentick.log")).unwrap_or_default()
}

#[tokio::test]
async fn a_proxy_that_wants_a_name_or_refuses_is_named_and_its_password_is_not_logged() -> TestResult
{
    for (answer, hiccup) in [(WANTS_A_NAME, "proxy_sign_in"), (REFUSES, "proxy_refused")] {
        let mut desktop = Desktop::start(Parts::Full)?;
        let proxy = Proxy::start(Manner::Says(answer))?;
        desktop.wear(
            "HTTPS_PROXY",
            format!("http://mila:geheim@{}", proxy.place()),
        );
        desktop.wear("NO_PROXY", "127.0.0.1,localhost");
        let refused = adding_says(&desktop).await?;
        let wanted = json!({ "failure": "no_answer", "hiccup": hiccup, "by": proxy.place() });
        assert_eq!(refused, wanted);
        // The name and password that stand there are given to the proxy, and to nobody else.
        let read = proxy.read();
        let given = |head: &String| {
            head.to_ascii_lowercase()
                .contains("proxy-authorization: basic")
        };
        assert!(!read.is_empty() && read.iter().all(given), "{read:?}");
        let log = log(&desktop);
        let lines = log
            .lines()
            .filter(|line| line.contains("reached by a proxy"));
        let lines: Vec<&str> = lines.collect();
        assert!(
            lines.len() == 1 && lines[0].contains(&proxy.place()),
            "{log}"
        );
        assert!(!log.contains("geheim"), "{log}");
    }
    Ok(())
}

#[tokio::test]
async fn the_proxy_that_the_desktop_names_is_the_one_that_is_used() -> TestResult {
    let mut desktop = Desktop::start(Parts::Full)?;
    let proxy = Proxy::start(Manner::Says(WANTS_A_NAME))?;
    desktop.wear("XDG_CURRENT_DESKTOP", "GNOME");
    desktop.wear("GSETTINGS_BACKEND", "keyfile");
    let port = proxy.port.to_string();
    for [schema, key, value] in [
        ["org.gnome.system.proxy", "mode", "manual"],
        ["org.gnome.system.proxy.https", "host", "127.0.0.1"],
        ["org.gnome.system.proxy.https", "port", &port],
    ] {
        let mut set = desktop.command("gsettings");
        process::output(set.args(["set", schema, key, value]))?;
    }
    let refused = adding_says(&desktop).await?;
    let wanted = json!({ "failure": "no_answer", "hiccup": "proxy_sign_in", "by": proxy.place() });
    assert_eq!(refused, wanted);
    Ok(())
}

/// A certificate that an authority gives: for this name, and good for so long.
struct Given {
    name: &'static str,
    from: &'static str,
    until: &'static str,
}

/// As a company gives it for the instance.
const GOOD: Given = Given {
    name: "mastodon.social",
    from: "20200101000000Z",
    until: "20990101000000Z",
};

/// A company's own authority, and a certificate of its.
fn authority(folder: &Path, given: &Given) -> TestResult<Arc<rustls::ServerConfig>> {
    let Given { name, from, until } = given;
    let extensions = format!(
        "[ca]\ndefault_ca=own\n[own]\ndatabase=given\nserial=serial\nnew_certs_dir=.\n\
         default_md=sha256\npolicy=any\n[any]\ncommonName=supplied\n[server]\n\
         subjectAltName=DNS:{name}\nbasicConstraints=CA:FALSE\nextendedKeyUsage=serverAuth\n"
    );
    for (file, text) in [("ca.cnf", &*extensions), ("given", ""), ("serial", "01\n")] {
        fs::write(folder.join(file), text).map_err(Trouble::because)?;
    }
    for arguments in [
        "req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 30 -subj /CN=Acme-Inspection".to_owned(),
        format!("req -newkey rsa:2048 -nodes -keyout key.pem -out asked.csr -subj /CN={name}"),
        format!(
            "ca -batch -notext -config ca.cnf -cert ca.pem -keyfile ca.key -in asked.csr -out own.pem \
             -startdate {from} -enddate {until} -extensions server"
        ),
    ] {
        let mut openssl = Command::new("openssl");
        process::output(
            openssl
                .current_dir(folder)
                .args(arguments.split_whitespace()),
        )?;
    }
    let certificate = CertificateDer::from_pem_file(folder.join("own.pem"));
    let key = PrivateKeyDer::from_pem_file(folder.join("key.pem"));
    let (certificate, key) = (
        certificate.map_err(Trouble::because)?,
        key.map_err(Trouble::because)?,
    );
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .and_then(|config| {
            config
                .with_no_client_auth()
                .with_single_cert(vec![certificate], key)
        });
    config.map(Arc::new).map_err(Trouble::because)
}

#[tokio::test]
async fn who_reads_along_is_named_and_is_trusted_once_the_system_does() -> TestResult {
    let mut desktop = Desktop::start(Parts::Full)?;
    let config = authority(&desktop.home(), &GOOD)?;
    let proxy = Proxy::start(Manner::ReadsAlong(config))?;
    desktop.wear("HTTPS_PROXY", format!("http://{}", proxy.place()));
    desktop.wear("NO_PROXY", "127.0.0.1,localhost");
    let refused = adding_says(&desktop).await?;
    let wanted = json!({
        "failure": "no_answer", "hiccup": "unknown_issuer", "by": "Acme-Inspection"
    });
    assert_eq!(refused, wanted);
    let inside = |head: &String| !head.starts_with("CONNECT ");
    assert!(!proxy.read().iter().any(inside), "{:?}", proxy.read());

    // The company's certificate is installed.
    desktop.wear("SSL_CERT_FILE", desktop.home().join("ca.pem"));
    let refused = adding_says(&desktop).await?;
    assert_ne!(refused["hiccup"], "unknown_issuer", "{refused}");
    assert!(proxy.read().iter().any(inside), "{:?}", proxy.read());
    Ok(())
}

/// Of an authority that the system trusts, for another name or another time.
#[tokio::test]
async fn a_certificate_of_another_name_or_time_is_refused_and_nothing_is_said_to_it() -> TestResult
{
    for given in [
        Given {
            until: "20210101000000Z",
            ..GOOD
        },
        Given {
            from: "20980101000000Z",
            ..GOOD
        },
        Given {
            name: "mastodon.example",
            ..GOOD
        },
    ] {
        let mut desktop = Desktop::start(Parts::Full)?;
        let config = authority(&desktop.home(), &given)?;
        let proxy = Proxy::start(Manner::ReadsAlong(config))?;
        desktop.wear("HTTPS_PROXY", format!("http://{}", proxy.place()));
        desktop.wear("NO_PROXY", "127.0.0.1,localhost");
        desktop.wear("SSL_CERT_FILE", desktop.home().join("ca.pem"));
        let refused = adding_says(&desktop).await?;
        assert_eq!(refused["hiccup"], "bad_certificate", "{refused}");
        let inside = |head: &String| !head.starts_with("CONNECT ");
        assert!(!proxy.read().iter().any(inside), "{:?}", proxy.read());
    }
    Ok(())
}
