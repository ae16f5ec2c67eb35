//! Opens the file: looks at it without changing it, then takes it, or says why not.

use std::ffi::OsStr;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, OpenFlags};

use super::{leftovers, schema};
use crate::OpenProblem;
use crate::entropy::{Entropy, draw};
use crate::place::{self, Found};

const BUSY: Duration = Duration::from_secs(5);
/// No row is longer, whatever a changed file says.
const LONGEST_ROW: i32 = 4 * 1024 * 1024;

/// A store that was opened.
pub(crate) struct Opened {
    pub connection: Connection,
    /// What lay in its way and is none of it, where it is now.
    pub moved_away: Vec<PathBuf>,
}

/// Opens the store at `path`, or makes a new one where there is nothing.
pub(crate) fn open(path: &Path, entropy: &mut dyn Entropy) -> Result<Opened, OpenProblem> {
    take(path, entropy).map_err(|problem| {
        // A database often says only that it could not; the system says why.
        let unnamed = matches!(problem, OpenProblem::Disk(_));
        let hindrance = unnamed.then(|| place::hindrance(path)).flatten();
        hindrance.unwrap_or(problem)
    })
}

fn take(path: &Path, entropy: &mut dyn Entropy) -> Result<Opened, OpenProblem> {
    let found = place::inspect(path)?;
    if found == Found::AFile {
        is_ours(path)?;
    }
    let mut moved_away = leftovers::clear(path, &found)?;
    if found == Found::Nothing {
        build(path, entropy)?;
    }
    if let Err(problem) = inspect(path) {
        if !(is_of_content(&problem) && is_sound_without_log(path)) {
            return Err(problem);
        }
        moved_away.extend(leftovers::move_log_away(path)?);
        inspect(path)?;
    }
    let mut connection = connect(path)?;
    schema::migrate(&mut connection)?;
    Ok(Opened {
        connection,
        moved_away,
    })
}

/// Whether it is what the file holds that is in the way. A newer version's log is no stranger's.
fn is_of_content(problem: &OpenProblem) -> bool {
    matches!(
        problem,
        OpenProblem::NotADatabase
            | OpenProblem::Foreign
            | OpenProblem::StrangeSchema
            | OpenProblem::Damaged
    )
}

/// Whether the file alone is a store of ours, so that only the log beside it can be in the way.
fn is_sound_without_log(path: &Path) -> bool {
    let read = || {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
            | OpenFlags::SQLITE_OPEN_NO_MUTEX
            | OpenFlags::SQLITE_OPEN_URI;
        judge(&Connection::open_with_flags(unchanging(path), flags)?)
    };
    let log = fs::metadata(place::with_suffix(path, "-wal"));
    log.is_ok_and(|log| log.len() > 0) && read().is_ok()
}

fn build(path: &Path, entropy: &mut dyn Entropy) -> Result<(), OpenProblem> {
    let number = u64::from_be_bytes(draw(entropy)?);
    let new = place::with_suffix(path, &format!(".new-{number:016x}"));
    place::make_private_file(&new)?;
    let built = connect(&new).and_then(|mut connection| {
        schema::migrate(&mut connection)?;
        // Closing says nothing of a log that did not fit into the file, and the log keeps the
        // name of what is renamed.
        connection.pragma_update_and_check(None, "wal_checkpoint", "TRUNCATE", |_| Ok(()))?;
        connection.close().map_err(|(_, error)| error.into())
    });
    if let Err(problem) = built {
        // What was begun is of no use; the problem that is reported matters more.
        for part in place::with_what_lies_beside(&new) {
            let _ = fs::remove_file(part);
        }
        return Err(problem);
    }
    place::give_name(&new, path).map(drop)
}

/// Opens a store where nothing can be written, not even what SQLite wants beside it.
pub(crate) fn for_reading(path: &Path) -> Result<Connection, OpenProblem> {
    is_ours(path)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_URI;
    let read = |name: &OsStr| -> Result<Connection, OpenProblem> {
        let connection = Connection::open_with_flags(name, flags)?;
        distrust(&connection)?;
        schema::check(&connection)?;
        Ok(connection)
    };
    // With the log that a killed process left, where that can be read; else without it.
    read(path.as_os_str()).or_else(|_| read(OsStr::new(&unchanging(path))))
}

/// The address of a file that SQLite takes for one that nobody writes.
fn unchanging(path: &Path) -> String {
    let escaped = path.as_os_str().as_encoded_bytes().iter().map(|&byte| {
        let plain = byte.is_ascii_alphanumeric() || b"/._-".contains(&byte);
        match plain {
            true => char::from(byte).to_string(),
            false => format!("%{byte:02X}"),
        }
    });
    format!("file:{}?immutable=1", escaped.collect::<String>())
}

/// Reads only, so that a file that is refused stays as it was.
fn inspect(path: &Path) -> Result<(), OpenProblem> {
    is_ours(path)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    judge(&Connection::open_with_flags(path, flags)?)
}

fn judge(connection: &Connection) -> Result<(), OpenProblem> {
    distrust(connection)?;
    schema::check(connection)?;
    let verdict: String = connection.pragma_query_value(None, "quick_check", |row| row.get(0))?;
    if verdict == "ok" {
        Ok(())
    } else {
        Err(OpenProblem::Damaged)
    }
}

/// Whether the file begins as a store of ours does, and is whole.
fn is_ours(path: &Path) -> Result<(), OpenProblem> {
    let mut header = Vec::with_capacity(100);
    let file = fs::File::open(path).map_err(OpenProblem::disk)?;
    file.take(100)
        .read_to_end(&mut header)
        .map_err(OpenProblem::disk)?;
    if header.get(..16) != Some(b"SQLite format 3\0") {
        return Err(OpenProblem::NotADatabase);
    }
    if header.get(68..72) != Some(&schema::APPLICATION_ID.to_be_bytes()) {
        return Err(OpenProblem::Foreign);
    }
    if cut_short(path, &header).map_err(OpenProblem::disk)? {
        return Err(OpenProblem::Damaged);
    }
    Ok(())
}

/// SQLite fills a last page that is not whole with zeros, and its check does not mind. Only with
/// a log beside it can such a page be one that is still to be written.
fn cut_short(path: &Path, header: &[u8]) -> io::Result<bool> {
    let page = match header.get(16..18) {
        Some([0, 1]) => 65_536,
        Some([high, low]) => u64::from(u16::from_be_bytes([*high, *low])),
        _ => return Ok(true),
    };
    let log = fs::metadata(place::with_suffix(path, "-wal")).map_or(0, |log| log.len());
    let length = fs::metadata(path)?.len();
    Ok(page == 0 || (log == 0 && !length.is_multiple_of(page)))
}

fn connect(path: &Path) -> Result<Connection, OpenProblem> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    // SQLite takes a file that it may only read without a word, and the watch would run on it.
    if connection.is_readonly("main")? {
        return Err(place::hindrance(path).unwrap_or(OpenProblem::ReadOnly));
    }
    distrust(&connection)?;
    let mode: String =
        connection.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))?;
    if mode != "wal" {
        return Err(OpenProblem::disk(io::ErrorKind::Unsupported.into()));
    }
    connection.pragma_update(None, "synchronous", "FULL")?;
    // Only macOS knows a difference: there a plain fsync does not reach the disk.
    connection.pragma_update(None, "fullfsync", true)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "secure_delete", true)?;
    // Else a kept statement is worded anew for each value that is bound to it, which takes longer
    // than carrying it out. There are no statistics from which a better plan could come.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(connection)
}

/// The file may have been changed by another program: nothing in it is run, and nothing in it is
/// believed to be short.
fn distrust(connection: &Connection) -> Result<(), OpenProblem> {
    connection.busy_timeout(BUSY)?;
    connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, LONGEST_ROW)?;
    for (config, on) in [
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
        (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_ATTACH_CREATE, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_ATTACH_WRITE, false),
    ] {
        connection.set_db_config(config, on)?;
    }
    connection.pragma_update(None, "cell_size_check", true)?;
    Ok(())
}

#[cfg(test)]
#[path = "open_tests.rs"]
mod tests;
