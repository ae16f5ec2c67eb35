//! A ring that runs in a process of its own while the others run in turn.

use std::{
    env,
    fs::{self, File},
    io,
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use crate::shell::{self, Failed};

/// So long it may take from its start.
const LIMIT: Duration = Duration::from_secs(60 * 60);

/// What it says is kept, and said when the others are done.
pub struct Background {
    command: Command,
    ring: Child,
    said: PathBuf,
    started: Instant,
}

impl Background {
    pub fn start(name: &str) -> Result<Background, Failed> {
        println!("\nBeside the others, heard at the end: {name}");
        begun(name).map_err(|error| Failed::new(format!("not begun: {error}")))
    }

    /// Waits for it.
    pub fn end(mut self) -> Result<(), Failed> {
        let left = LIMIT.saturating_sub(self.started.elapsed());
        let ended = shell::end_within(left, &self.command, &mut self.ring);
        println!("{}", fs::read_to_string(&self.said).unwrap_or_default());
        match ended? {
            Some(status) if status.success() => Ok(()),
            Some(status) => Err(Failed::new(format!("{status}, beside the others"))),
            None => Err(Failed::new("not done in time")),
        }
    }
}

fn begun(name: &str) -> io::Result<Background> {
    let report = shell::root().join("target/report");
    fs::create_dir_all(&report)?;
    let said = report.join(format!("ring-{name}.log"));
    let file = File::create(&said)?;
    let mut command = Command::new(env::current_exe()?);
    command
        .args(["test", name])
        .stdin(Stdio::null())
        .stderr(file.try_clone()?)
        .stdout(file);
    Ok(Background {
        ring: command.spawn()?,
        command,
        said,
        started: Instant::now(),
    })
}
