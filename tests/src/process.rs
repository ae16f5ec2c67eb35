//! Programs that a journey starts and that never outlive it.

use std::{
    fs::{self, File},
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Output, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

use crate::{Trouble, wait};

const GRACE: Duration = Duration::from_secs(3);

/// A running program; asked to end and then ended when this is dropped.
pub struct Owned {
    name: String,
    child: Child,
    log: PathBuf,
}

impl Owned {
    /// Starts the command with its output in `logs/NAME.log`.
    pub fn start(name: &str, command: &mut Command, logs: &Path) -> Result<Owned, Trouble> {
        let log = logs.join(format!("{name}.log"));
        let file = open_log(&log)?;
        let again = file.try_clone().map_err(Trouble::io("log"))?;
        command.stdout(file).stderr(again);
        let child = spawn(command)?;
        Ok(Owned {
            name: name.to_owned(),
            child,
            log,
        })
    }

    /// Starts a program that says on its first line of output that it is ready; gives that line.
    pub fn start_and_hear(
        name: &str,
        command: &mut Command,
        logs: &Path,
    ) -> Result<(Owned, String), Trouble> {
        let log = logs.join(format!("{name}.log"));
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(open_log(&log)?);
        let mut child = spawn(command)?;
        let out = child.stdout.take();
        let mut owned = Owned {
            name: name.to_owned(),
            child,
            log,
        };
        let (tell, hear) = mpsc::channel();
        thread::spawn(move || {
            let mut line = String::new();
            if let Some(out) = out {
                let _ = BufReader::new(out).read_line(&mut line);
            }
            let _ = tell.send(line);
        });
        match hear.recv_timeout(Duration::from_secs(20)) {
            Ok(line) if !line.trim().is_empty() => Ok((owned, line.trim().to_owned())),
            _ => {
                let status = owned.child.try_wait().ok().flatten();
                Err(owned.ended(status))
            }
        }
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// The pipe to the program's input, if the command asked for one; once.
    pub fn take_stdin(&mut self) -> Option<std::process::ChildStdin> {
        self.child.stdin.take()
    }

    pub fn log(&self) -> String {
        fs::read_to_string(&self.log).unwrap_or_default()
    }

    pub fn is_running(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// An error that carries the end of the log when the program has ended by itself.
    pub fn still_runs(&mut self) -> Result<(), Trouble> {
        match self.child.try_wait() {
            Ok(Some(status)) => Err(self.ended(Some(status))),
            _ => Ok(()),
        }
    }

    /// Waits for the program to end by itself.
    pub fn finish(&mut self, limit: Duration) -> Result<ExitStatus, Trouble> {
        let what = format!("the end of {}", self.name);
        wait::until(&what, limit, || self.child.try_wait().ok().flatten())
    }

    /// Asks politely first; a program that does not listen is killed.
    pub fn stop(&mut self) {
        if !self.is_running() {
            return;
        }
        signal("TERM", self.pid());
        if self.finish(GRACE).is_err() {
            self.kill();
        }
    }

    /// `kill -9`, as a power cut would.
    pub fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    fn ended(&self, status: Option<ExitStatus>) -> Trouble {
        let status = status.map_or_else(|| "no word".to_owned(), |status| status.to_string());
        let log = self.log();
        let tail = log.lines().rev().take(8).collect::<Vec<_>>();
        let said = tail.into_iter().rev().collect::<Vec<_>>().join("\n");
        Trouble::Ended {
            what: self.name.clone(),
            status,
            said,
        }
    }
}

impl Drop for Owned {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Runs a short program to its end and gives its output, or an error with what it said.
pub fn output(command: &mut Command) -> Result<String, Trouble> {
    output_within(Duration::from_secs(60), command)
}

/// As [`output`], for a program that may take this long; afterwards it is killed.
pub fn output_within(limit: Duration, command: &mut Command) -> Result<String, Trouble> {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let child = spawn(command)?;
    let pid = child.id();
    let what = command.get_program().to_string_lossy().into_owned();
    let (tell, hear) = mpsc::channel();
    thread::spawn(move || tell.send(child.wait_with_output()));
    let Ok(ended) = hear.recv_timeout(limit) else {
        signal("KILL", pid);
        return Err(Trouble::TimedOut {
            what: format!("the end of {what}"),
            limit,
            last: None,
        });
    };
    let Output {
        status,
        stdout,
        stderr,
    } = ended.map_err(Trouble::io(what.clone()))?;
    if status.success() {
        return Ok(String::from_utf8_lossy(&stdout).trim_end().to_owned());
    }
    let said = [stdout, stderr].map(|text| String::from_utf8_lossy(&text).trim().to_owned());
    Err(Trouble::Ended {
        what,
        status: status.to_string(),
        said: said.join("\n"),
    })
}

/// Sends a signal by name to one process; a process that is gone already is no error.
pub fn signal(name: &str, pid: u32) {
    let _ = Command::new("kill")
        .args([format!("-{name}"), pid.to_string()])
        .stderr(Stdio::null())
        .status();
}

fn spawn(command: &mut Command) -> Result<Child, Trouble> {
    command
        .spawn()
        .map_err(|error| could_not_start(command, error))
}

fn could_not_start(command: &Command, error: std::io::Error) -> Trouble {
    let program = command.get_program().to_string_lossy().into_owned();
    if error.kind() == std::io::ErrorKind::NotFound {
        return Trouble::Missing { program };
    }
    Trouble::Io {
        what: program,
        source: error,
    }
}

fn open_log(path: &Path) -> Result<File, Trouble> {
    File::options()
        .create(true)
        .append(true)
        .open(path)
        .map_err(Trouble::io(path.display().to_string()))
}
