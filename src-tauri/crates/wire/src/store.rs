//! A store that did not open: why, and what helps.

use serde::Serialize;
use ts_rs::TS;

use crate::Failure;

/// Why the store did not open. It is as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum StoreProblemCode {
    /// Something that is not a file stands in its place.
    NotAFile,
    /// The folder is open to other users of this computer.
    FolderOpen,
    /// The file is somebody else's, and open to others.
    FileOpen,
    /// The file is no database.
    NotADatabase,
    /// It is a database of another program.
    Foreign,
    /// A newer version of this program wrote it.
    Newer,
    /// There are tables in it that are not ours.
    StrangeTables,
    /// It is damaged.
    Damaged,
    /// Another process holds it.
    Busy,
    /// This user may not read or write there.
    NoRights,
    /// The disk takes no writes.
    ReadOnly,
    /// The disk is full.
    Full,
    /// The disk refuses without a reason.
    Disk,
    /// It is not the store: something else that the watch needs did not start. The log says what.
    NotTheStore,
}

/// What helps where the store did not open; trying again is free to everybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum WayOutCode {
    /// Somebody takes the hindrance away, then [`crate::Request::RetryOpen`].
    TryAgain,
    /// [`crate::Request::SetAsideStore`].
    SetAside,
    /// [`crate::Request::MendRights`].
    MendRights,
    /// A newer version of this program, and nothing else: everything else would lose data.
    Update,
}

/// A store that did not open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosedStore {
    /// Why not.
    pub problem: StoreProblemCode,
    /// The folder that it lies in.
    pub folder: String,
    /// The locations in it, where it can be read and not written: a line for each.
    pub kept: Vec<String>,
}

impl StoreProblemCode {
    /// What helps.
    pub fn way_out(self) -> WayOutCode {
        use StoreProblemCode as Problem;
        match self {
            Problem::NotAFile
            | Problem::NotADatabase
            | Problem::Foreign
            | Problem::StrangeTables
            | Problem::Damaged => WayOutCode::SetAside,
            Problem::FolderOpen | Problem::FileOpen => WayOutCode::MendRights,
            Problem::Newer => WayOutCode::Update,
            Problem::Busy
            | Problem::NoRights
            | Problem::ReadOnly
            | Problem::Full
            | Problem::Disk
            | Problem::NotTheStore => WayOutCode::TryAgain,
        }
    }
}

impl StoreProblemCode {
    /// Whether the file may well be whole and only writing is not possible.
    pub fn is_of_writing(self) -> bool {
        use StoreProblemCode as Problem;
        matches!(
            self,
            Problem::ReadOnly | Problem::NoRights | Problem::Full | Problem::Disk
        )
    }
}

impl From<&engine::OpenProblem> for StoreProblemCode {
    fn from(problem: &engine::OpenProblem) -> StoreProblemCode {
        use engine::{OpenProblem, Part};
        match problem {
            OpenProblem::NotAFile => StoreProblemCode::NotAFile,
            OpenProblem::Exposed(Part::Folder) => StoreProblemCode::FolderOpen,
            OpenProblem::Exposed(Part::File) => StoreProblemCode::FileOpen,
            OpenProblem::NotADatabase => StoreProblemCode::NotADatabase,
            OpenProblem::Foreign => StoreProblemCode::Foreign,
            OpenProblem::Newer { .. } => StoreProblemCode::Newer,
            OpenProblem::StrangeSchema => StoreProblemCode::StrangeTables,
            OpenProblem::Damaged => StoreProblemCode::Damaged,
            OpenProblem::Busy => StoreProblemCode::Busy,
            OpenProblem::NoRights => StoreProblemCode::NoRights,
            OpenProblem::ReadOnly => StoreProblemCode::ReadOnly,
            OpenProblem::Full => StoreProblemCode::Full,
            OpenProblem::Disk(_) => StoreProblemCode::Disk,
            OpenProblem::NoEntropy(_) => StoreProblemCode::NotTheStore,
        }
    }
}

/// A store that opened and could not be read to its end.
impl From<&engine::StoreProblem> for StoreProblemCode {
    fn from(problem: &engine::StoreProblem) -> StoreProblemCode {
        use engine::StoreProblem;
        match problem {
            StoreProblem::Full => StoreProblemCode::Full,
            StoreProblem::Busy => StoreProblemCode::Busy,
            StoreProblem::Damaged => StoreProblemCode::Damaged,
            StoreProblem::Disk => StoreProblemCode::Disk,
            StoreProblem::Dangling
            | StoreProblem::AnotherIdentity
            | StoreProblem::Moved
            | StoreProblem::Unexpected(_) => StoreProblemCode::NotTheStore,
        }
    }
}

impl From<ClosedStore> for Failure {
    fn from(closed: ClosedStore) -> Failure {
        Failure::StoreClosed {
            problem: closed.problem,
            way_out: closed.problem.way_out(),
            folder: closed.folder,
            kept: closed.kept,
        }
    }
}

#[cfg(test)]
mod tests {
    use engine::{OpenProblem, Part, StoreProblem};
    use serde_json::json;

    use super::*;

    #[test]
    fn each_problem_has_its_code_and_its_way_out() {
        let newer = OpenProblem::Newer { found: 9, known: 4 };
        for (problem, code, way_out) in [
            (OpenProblem::NotAFile, "not_a_file", "set_aside"),
            (
                OpenProblem::Exposed(Part::Folder),
                "folder_open",
                "mend_rights",
            ),
            (OpenProblem::Exposed(Part::File), "file_open", "mend_rights"),
            (OpenProblem::NotADatabase, "not_a_database", "set_aside"),
            (OpenProblem::Foreign, "foreign", "set_aside"),
            (newer, "newer", "update"),
            (OpenProblem::StrangeSchema, "strange_tables", "set_aside"),
            (OpenProblem::Damaged, "damaged", "set_aside"),
            (OpenProblem::Busy, "busy", "try_again"),
            (OpenProblem::NoRights, "no_rights", "try_again"),
            (OpenProblem::ReadOnly, "read_only", "try_again"),
            (OpenProblem::Full, "full", "try_again"),
            (OpenProblem::Disk("it burns".into()), "disk", "try_again"),
        ] {
            let closed = ClosedStore {
                problem: (&problem).into(),
                folder: "/home/jana/greentick".to_owned(),
                kept: vec!["Harbour Lane Bakery (Facebook)".to_owned()],
            };
            let said = serde_json::to_value(Failure::from(closed)).unwrap();
            let wanted = json!({
                "failure": "store_closed",
                "problem": code,
                "way_out": way_out,
                "folder": "/home/jana/greentick",
                "kept": ["Harbour Lane Bakery (Facebook)"],
            });
            assert_eq!(said, wanted, "{problem}");
        }
    }

    #[test]
    fn nothing_that_passes_or_was_written_by_a_newer_version_is_ever_set_aside() {
        let kept = [
            StoreProblemCode::Newer,
            StoreProblemCode::Busy,
            StoreProblemCode::NoRights,
            StoreProblemCode::ReadOnly,
            StoreProblemCode::Full,
            StoreProblemCode::Disk,
            StoreProblemCode::NotTheStore,
            StoreProblemCode::from(&StoreProblem::Dangling),
            StoreProblemCode::from(&StoreProblem::Disk),
        ];
        for code in kept {
            assert_ne!(code.way_out(), WayOutCode::SetAside, "{code:?}");
        }
        let damaged = StoreProblemCode::from(&StoreProblem::Damaged);
        assert_eq!(damaged.way_out(), WayOutCode::SetAside);
    }
}
