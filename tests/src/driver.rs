//! A WebDriver server of our own, and a session on it.

use std::{
    net::{Ipv4Addr, TcpListener, TcpStream},
    path::Path,
    process::Command,
    time::Duration,
};

use fantoccini::ClientBuilder;
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::Value;

use crate::{Trouble, page::Page, process::Owned, wait};

const LIMIT: Duration = Duration::from_secs(30);

/// Starts the server on a free port and asks it for a session.
pub async fn connect(
    name: &str,
    mut server: Command,
    logs: &Path,
    capabilities: Value,
) -> Result<(Owned, Page), Trouble> {
    let port = free_port()?;
    server.arg(format!("--port={port}"));
    let mut server = Owned::start(name, &mut server, logs)?;
    wait::until(name, LIMIT, || {
        TcpStream::connect((Ipv4Addr::LOCALHOST, port)).ok()
    })
    .or_else(|trouble| server.still_runs().and(Err(trouble)))?;

    let wanted = capabilities.as_object().cloned().unwrap_or_default();
    let address = format!("http://127.0.0.1:{port}");
    let mut builder = ClientBuilder::new(HttpConnector::new());
    let asked = builder.capabilities(wanted).connect(&address);
    let client = tokio::time::timeout(LIMIT, asked)
        .await
        .map_err(|_| Trouble::TimedOut {
            what: format!("a session of {name}"),
            limit: LIMIT,
            last: Some(server.log()),
        })??;
    Ok((server, Page::new(client)))
}

fn free_port() -> Result<u16, Trouble> {
    let listener =
        TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(Trouble::io("a free port"))?;
    Ok(listener
        .local_addr()
        .map_err(Trouble::io("a free port"))?
        .port())
}
