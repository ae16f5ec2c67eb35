//! The hosts: they speak as much of a Mastodon instance as a look needs, and take their time.

use std::time::Duration;

use journeys::Trouble;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::{DELAY_MS, HOSTS};

/// Answers until it is ended; first says on which ports.
pub async fn serve() -> Result<(), Trouble> {
    let mut ports = vec![];
    for _ in 0..HOSTS {
        let listener = TcpListener::bind("127.0.0.1:0").await;
        let listener = listener.map_err(Trouble::io("a port"))?;
        let address = listener.local_addr().map_err(Trouble::io("a port"))?;
        ports.push(address.port().to_string());
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(speak(stream));
            }
        });
    }
    println!("{}", ports.join(","));
    // Until whoever started it is gone.
    let gone = || std::io::stdin().lines().for_each(drop);
    tokio::task::spawn_blocking(gone)
        .await
        .map_err(Trouble::because)
}

async fn speak(mut stream: TcpStream) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut heard = Vec::with_capacity(4096);
    loop {
        heard.clear();
        while !heard.ends_with(b"\r\n\r\n") {
            if stream.read_buf(&mut heard).await? == 0 {
                return Ok(());
            }
        }
        let page = page_of(&String::from_utf8_lossy(&heard));
        tokio::time::sleep(Duration::from_millis(DELAY_MS)).await;
        let body = format!(
            r#"{{"id":"page-{page}","username":"branch{page}","display_name":"Branch {page}"}}"#
        );
        let answer = format!(
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        stream.write_all(answer.as_bytes()).await?;
    }
}

/// The page that a token is for: the number with which it ends.
fn page_of(request: &str) -> u32 {
    let mut lines = request.lines();
    let bearer = lines.find(|line| line.to_ascii_lowercase().starts_with("authorization:"));
    let digits = bearer.map(|line| line.trim_start_matches(|c: char| !c.is_ascii_digit()));
    digits.and_then(|digits| digits.parse().ok()).unwrap_or(0)
}
