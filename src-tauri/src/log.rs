//! Writes the log to a file of limited size and to standard error.
//!
//! Only this project's own records get below the level of warnings: what libraries say about a
//! request may hold the address with a code in it.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::SubscriberBuilder;
use tracing_subscriber::fmt::writer::MakeWriterExt;

/// At this size the log is put aside and a new one begun; one old log is kept.
const MOST_BYTES: u64 = 1024 * 1024;

const LEVELS: &str = "warn,greentick=info,engine=info,networks=info,vault=info,practice=info,\
                      domain=info";

/// Starts logging. A log that cannot be written is said on standard error and stops nothing.
pub fn start(path: PathBuf) {
    let levels = EnvFilter::new(LEVELS);
    let format = format().with_env_filter(levels);
    let problem = match CappedLog::open(path, MOST_BYTES) {
        Ok(log) => format
            .with_writer(Mutex::new(log).and(io::stderr))
            .try_init()
            .err(),
        Err(problem) => {
            let second = format.with_writer(io::stderr).try_init().err();
            tracing::warn!(%problem, "the log file cannot be written");
            second
        }
    };
    if let Some(problem) = problem {
        eprintln!("greentick: no log: {problem}");
    }
}

/// How a record is worded: as one line without colours.
fn format() -> SubscriberBuilder {
    tracing_subscriber::fmt().with_ansi(false)
}

/// A file that is put aside when it has grown.
struct CappedLog {
    path: PathBuf,
    file: File,
    written: u64,
    most: u64,
}

impl CappedLog {
    fn open(path: PathBuf, most: u64) -> io::Result<CappedLog> {
        let file = append_to(&path)?;
        let written = file.metadata()?.len();
        Ok(CappedLog {
            path,
            file,
            written,
            most,
        })
    }

    fn put_aside(&mut self) -> io::Result<()> {
        std::fs::rename(&self.path, self.path.with_extension("old.log"))?;
        self.file = append_to(&self.path)?;
        self.written = 0;
        Ok(())
    }
}

impl Write for CappedLog {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.written > 0 && self.written.saturating_add(bytes.len() as u64) > self.most {
            self.put_aside()?;
        }
        let count = self.file.write(bytes)?;
        self.written = self.written.saturating_add(count as u64);
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

fn append_to(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_logs_on_disk_never_outgrow_twice_the_limit() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("greentick.log");
        let mut log = CappedLog::open(path.clone(), 100).unwrap();
        for _ in 0..50 {
            log.write_all(&[b'x'; 30]).unwrap();
        }
        let files: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
        assert_eq!(files.len(), 2);
        assert!(std::fs::metadata(&path).unwrap().len() <= 100);
    }

    /// Names of strangers stand in fields; what libraries say of them is displayed.
    #[test]
    fn no_name_of_strangers_makes_a_line_of_its_own() {
        const FORGED: &str =
            "Acme\r\n2026-11-29T00:00:00Z  INFO engine: all is well\u{1b}[31m\u{9b}2J";
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("greentick.log");
        let log = Mutex::new(CappedLog::open(path.clone(), MOST_BYTES).unwrap());
        let written = format().with_writer(log);
        tracing::subscriber::with_default(written.finish(), || {
            tracing::warn!(issuer = Some(FORGED), by = FORGED, "a certificate");
            tracing::warn!(road = ?FORGED, "an address came back");
        });
        let said = std::fs::read_to_string(path).unwrap();
        assert_eq!(said.lines().count(), 2, "{said}");
        assert!(
            !said.contains(|c: char| c.is_control() && c != '\n'),
            "{said:?}"
        );
    }

    #[test]
    fn a_new_run_goes_on_in_the_same_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("greentick.log");
        for line in ["one\n", "two\n"] {
            let mut log = CappedLog::open(path.clone(), 100).unwrap();
            log.write_all(line.as_bytes()).unwrap();
        }
        assert_eq!(std::fs::read_to_string(path).unwrap(), "one\ntwo\n");
    }
}
