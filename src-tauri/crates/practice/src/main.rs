//! Runs the practice networks until Ctrl-C or SIGTERM and prints where they are, one JSON object a
//! line. `practice [--state FILE] [--port NAME=NUMBER]...`, where NAME is a network or `control`.

use std::io::{self, Write};
use std::process::ExitCode;

use practice::{Config, Practice};
use serde_json::json;

#[tokio::main]
async fn main() -> ExitCode {
    let done = match config(std::env::args().skip(1)) {
        Ok(config) => run(config).await,
        Err(words) => Err(io::Error::new(io::ErrorKind::InvalidInput, words)),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "practice: {error}");
            ExitCode::FAILURE
        }
    }
}

fn config(mut words: impl Iterator<Item = String>) -> Result<Config, String> {
    let mut config = Config::default();
    while let Some(word) = words.next() {
        let value = words
            .next()
            .ok_or_else(|| format!("{word} needs a value"))?;
        match word.as_str() {
            "--state" => config.state_file = Some(value.into()),
            "--port" => {
                let wrong = || format!("{value:?} is not NAME=NUMBER");
                let (name, number) = value.split_once('=').ok_or_else(wrong)?;
                let number = number.parse().map_err(|_| wrong())?;
                match name {
                    "control" => config.ports.control = number,
                    network => {
                        config.ports.networks.insert(network.to_owned(), number);
                    }
                }
            }
            _ => return Err(format!("there is no option {word}")),
        }
    }
    Ok(config)
}

async fn run(config: Config) -> io::Result<()> {
    let practice = Practice::start(config).await?;
    announce(&practice)?;
    stop_signal().await?;
    practice.stop().await;
    Ok(())
}

fn announce(practice: &Practice) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{}", json!({ "control": practice.control().as_str() }))?;
    for (network, url) in practice.origins() {
        writeln!(
            out,
            "{}",
            json!({ "network": network, "url": url.as_str() })
        )?;
    }
    for (network, _) in practice.origins() {
        if let Some((client_id, client_secret)) = practice.developer_app(network) {
            let app = json!({ "client_id": client_id, "client_secret": client_secret });
            writeln!(out, "{}", json!({ format!("{network}_app"): app }))?;
        }
    }
    out.flush()
}

#[cfg(unix)]
async fn stop_signal() -> io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};

    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        interrupted = tokio::signal::ctrl_c() => interrupted,
        _ = terminate.recv() => Ok(()),
    }
}

#[cfg(not(unix))]
async fn stop_signal() -> io::Result<()> {
    tokio::signal::ctrl_c().await
}
