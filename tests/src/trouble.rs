//! What can go wrong in the harness, as opposed to in the app under test.

use std::{fmt::Display, io, path::PathBuf, time::Duration};

/// A reason why a journey could not go on; its text is what the tester reads.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    #[error("{program} is not installed; `cargo xtask test` installs it")]
    Missing { program: String },
    #[error("{what} ended with {status}: {said}")]
    Ended {
        what: String,
        status: String,
        said: String,
    },
    #[error("waited {limit:?} for {what}{}", .last.as_deref().map(|last| format!("; last seen: {last}")).unwrap_or_default())]
    TimedOut {
        what: String,
        limit: Duration,
        last: Option<String>,
    },
    #[error("{what}: {source}")]
    Io { what: String, source: io::Error },
    #[error("{0} does not exist; build it first")]
    NotBuilt(PathBuf),
    #[error("no WebDriver session: {0}")]
    NoSession(#[from] fantoccini::error::NewSessionError),
    #[error("WebDriver: {0}")]
    Driver(#[from] fantoccini::error::CmdError),
    #[error("{0}")]
    NotAsExpected(String),
}

impl Trouble {
    pub fn io(what: impl Into<String>) -> impl FnOnce(io::Error) -> Trouble {
        let what = what.into();
        move |source| Trouble::Io { what, source }
    }

    pub fn unexpected(said: impl Into<String>) -> Trouble {
        Trouble::NotAsExpected(said.into())
    }

    /// What another library says went wrong.
    pub fn because(problem: impl Display) -> Trouble {
        Trouble::NotAsExpected(problem.to_string())
    }
}
