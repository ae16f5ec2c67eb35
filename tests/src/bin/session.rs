//! `session [bus|keyring|full] PROGRAM…`: runs a program in a private desktop session, where
//! none of its ports meets one of this computer's.

use std::process::{ExitCode, Stdio};

use journeys::{Desktop, Parts, alone, steps};

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let mut words: Vec<String> = std::env::args().skip(1).collect();
    let parts = match words.first().map(String::as_str) {
        Some("none") => Some(Parts::NoBus),
        Some("bus") => Some(Parts::Bus),
        Some("keyring") => Some(Parts::Keyring),
        Some("full") => Some(Parts::Full),
        _ => None,
    };
    if parts.is_some() {
        words.remove(0);
    }
    let Some((program, arguments)) = words.split_first() else {
        eprintln!("session [none|bus|keyring|full] PROGRAM…");
        return ExitCode::from(2);
    };
    let started = alone::or_refuse().and_then(|()| Desktop::start(parts.unwrap_or(Parts::Full)));
    let desktop = match started {
        Ok(desktop) => desktop,
        Err(trouble) => {
            eprintln!("session: {trouble}");
            return ExitCode::FAILURE;
        }
    };
    let mut command = tokio::process::Command::from(desktop.command(program));
    command
        .args(arguments)
        .stdin(Stdio::inherit())
        .kill_on_drop(true);
    match steps::until_asked_to_end(command.status()).await {
        Some(Ok(status)) if status.success() => ExitCode::SUCCESS,
        Some(Ok(status)) => ExitCode::from(status.code().map_or(1, |code| code as u8)),
        Some(Err(error)) => {
            eprintln!("session: {program}: {error}");
            ExitCode::FAILURE
        }
        None => ExitCode::from(130),
    }
}
