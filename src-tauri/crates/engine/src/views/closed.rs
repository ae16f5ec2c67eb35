//! A store that did not open, as others see it.

use protocol::StoreProblemCode;
use vault::{OpenProblem, Part, StoreProblem};

/// Why the store did not open.
pub fn not_opened(problem: &OpenProblem) -> StoreProblemCode {
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

/// A store that opened and could not be read to its end.
pub fn not_read(problem: &StoreProblem) -> StoreProblemCode {
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

#[cfg(test)]
mod tests {
    use protocol::{ClosedStore, Failure, WayOutCode};
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
                problem: not_opened(&problem),
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
            not_read(&StoreProblem::Dangling),
            not_read(&StoreProblem::Disk),
        ];
        for code in kept {
            assert_ne!(code.way_out(), WayOutCode::SetAside, "{code:?}");
        }
        let damaged = not_read(&StoreProblem::Damaged);
        assert_eq!(damaged.way_out(), WayOutCode::SetAside);
    }
}
