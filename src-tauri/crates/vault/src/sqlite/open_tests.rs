use super::*;

#[test]
fn an_open_store_runs_nothing_that_its_file_brings() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("private").join("one.db");
    let written = open(&path, &mut crate::OsEntropy).unwrap();
    let read = for_reading(&path).unwrap();
    for connection in [&written.connection, &read] {
        let is = |config| connection.db_config(config).unwrap();
        assert!(is(DbConfig::SQLITE_DBCONFIG_DEFENSIVE));
        for off in [
            DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA,
            DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER,
            DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW,
            DbConfig::SQLITE_DBCONFIG_ENABLE_ATTACH_CREATE,
            DbConfig::SQLITE_DBCONFIG_ENABLE_ATTACH_WRITE,
        ] {
            assert!(!is(off), "{off:?}");
        }
        let longest = connection.limit(Limit::SQLITE_LIMIT_LENGTH).unwrap();
        assert_eq!(longest, LONGEST_ROW);
        let checks: bool = connection
            .pragma_query_value(None, "cell_size_check", |row| row.get(0))
            .unwrap();
        assert!(checks);
    }
}

#[test]
fn each_hindrance_of_the_system_and_of_the_database_has_its_name() {
    let of_system = |kind: io::ErrorKind| OpenProblem::disk(kind.into());
    let of_database = |code: i32| {
        let error = rusqlite::ffi::Error::new(code);
        OpenProblem::from(rusqlite::Error::SqliteFailure(error, None))
    };
    let held = OpenProblem::disk(io::Error::from_raw_os_error(32));
    assert_eq!(matches!(held, OpenProblem::Busy), cfg!(windows));
    use rusqlite::ffi;
    for (problem, name) in [
        (of_system(io::ErrorKind::PermissionDenied), "NoRights"),
        (of_system(io::ErrorKind::ReadOnlyFilesystem), "ReadOnly"),
        (of_system(io::ErrorKind::StorageFull), "Full"),
        (of_system(io::ErrorKind::QuotaExceeded), "Full"),
        (of_system(io::ErrorKind::Other), "Disk"),
        (of_database(ffi::SQLITE_PERM), "NoRights"),
        (of_database(ffi::SQLITE_FULL), "Full"),
        (of_database(ffi::SQLITE_BUSY), "Busy"),
        (of_database(ffi::SQLITE_LOCKED), "Busy"),
        (of_database(ffi::SQLITE_NOTADB), "NotADatabase"),
        (of_database(ffi::SQLITE_CORRUPT), "Damaged"),
        (of_database(ffi::SQLITE_IOERR), "Disk"),
        (of_database(ffi::SQLITE_CANTOPEN), "Disk"),
        (of_database(ffi::SQLITE_READONLY), "Disk"),
    ] {
        assert!(format!("{problem:?}").starts_with(name), "{problem:?}");
    }
}
