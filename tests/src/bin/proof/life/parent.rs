//! The parent's side of a child.

use std::process::Stdio;
use std::time::Duration;

use journeys::Trouble;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::time::timeout;

use super::{GO, NAME, REACHED, READY, Role, Verdict};

/// Longer than a child needs, waiting for another one included.
const LIMIT: Duration = Duration::from_secs(60);

/// A running child; ended when this is dropped.
pub struct Life {
    child: Child,
    input: ChildStdin,
    lines: Lines<BufReader<ChildStdout>>,
}

/// What a child says once it goes.
#[derive(Debug)]
pub enum Said {
    /// It stands still where it was told to.
    Reached,
    /// Every location has a verdict.
    Settled(Vec<Verdict>),
}

impl Life {
    /// Starts a child and waits until it is ready to go. It has no session bus.
    pub async fn begin(role: &Role) -> Result<Life, Trouble> {
        let program = std::env::current_exe().map_err(Trouble::io("this program"))?;
        let role = serde_json::to_string(role).map_err(Trouble::because)?;
        let mut child = Command::new(program)
            .args([NAME, &role])
            .env_remove("DBUS_SESSION_BUS_ADDRESS")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(Trouble::io("a child"))?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(Trouble::unexpected("a child without pipes"));
        };
        let mut life = Life {
            child,
            input,
            lines: BufReader::new(output).lines(),
        };
        match life.line().await?.as_str() {
            READY => Ok(life),
            other => Err(Trouble::unexpected(format!("not ready: {other}"))),
        }
    }

    /// Lets it go.
    pub async fn go(&mut self) -> Result<(), Trouble> {
        let line = format!("{GO}\n");
        let gone = self.input.write_all(line.as_bytes()).await;
        gone.map_err(Trouble::io("a child"))
    }

    /// Waits until it stands still or has settled.
    pub async fn said(&mut self) -> Result<Said, Trouble> {
        let line = self.line().await?;
        match line == REACHED {
            true => Ok(Said::Reached),
            false => serde_json::from_str(&line)
                .map(Said::Settled)
                .map_err(Trouble::because),
        }
    }

    /// Waits until it has settled, and lets it end.
    pub async fn settles(mut self) -> Result<Vec<Verdict>, Trouble> {
        let said = self.said().await?;
        let Said::Settled(verdicts) = said else {
            return Err(Trouble::unexpected("a child stands still"));
        };
        drop(self.input);
        let ended = timeout(LIMIT, self.child.wait()).await;
        ended
            .map_err(Trouble::because)?
            .map_err(Trouble::io("a child"))?;
        Ok(verdicts)
    }

    /// `kill -9`.
    pub async fn kill(mut self) -> Result<(), Trouble> {
        self.child.kill().await.map_err(Trouble::io("a child"))
    }

    async fn line(&mut self) -> Result<String, Trouble> {
        let line = timeout(LIMIT, self.lines.next_line()).await;
        let line = line.map_err(|_| Trouble::unexpected("a child says nothing"))?;
        let line = line.map_err(Trouble::io("a child"))?;
        line.ok_or_else(|| Trouble::unexpected("a child ended by itself"))
    }
}
