//! The words of tray and notices for a store that did not open.

use wire::StoreProblemCode;

use crate::words::NoticeWords;

/// The key of the notice.
pub const NOTICE: &str = "not watching";

/// The tray's first line.
pub fn state(problem: StoreProblemCode) -> String {
    format!("Not watching: {}", because(problem))
}

/// What is said where no window is open.
pub fn notice(problem: StoreProblemCode) -> NoticeWords {
    NoticeWords {
        title: "Greentick is not watching".to_owned(),
        body: format!(
            "Nothing is checked or renewed: {}. Open Greentick to see what helps.",
            because(problem)
        ),
    }
}

fn because(problem: StoreProblemCode) -> &'static str {
    match problem {
        StoreProblemCode::NotAFile => "something else is in the place of its file",
        StoreProblemCode::FolderOpen => "its folder is open to other users",
        StoreProblemCode::FileOpen => "its file is open to other users",
        StoreProblemCode::NotADatabase => "its file cannot be read",
        StoreProblemCode::Foreign => "its file belongs to another program",
        StoreProblemCode::Newer => "a newer Greentick wrote its file",
        StoreProblemCode::StrangeTables => "its file was changed by another program",
        StoreProblemCode::Damaged => "its file is damaged",
        StoreProblemCode::Busy => "another program holds its file",
        StoreProblemCode::NoRights => "it may not use its folder",
        StoreProblemCode::ReadOnly => "the disk is read-only",
        StoreProblemCode::Full => "the disk is full",
        StoreProblemCode::Disk => "the disk does not do what it should",
        StoreProblemCode::NotTheStore => "it could not start",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_who_reads_it_can_think_that_all_is_well() {
        let problem = StoreProblemCode::Full;
        assert_eq!(state(problem), "Not watching: the disk is full");
        let NoticeWords { title, body } = notice(problem);
        assert_eq!(title, "Greentick is not watching");
        assert_eq!(
            body,
            "Nothing is checked or renewed: the disk is full. Open Greentick to see what helps."
        );
    }
}
