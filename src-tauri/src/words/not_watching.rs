//! The words of tray and notices while nothing is watched: the store did not open, or its key is not
//! at hand.

use engine::KeyState;
use protocol::StoreProblemCode;

use super::NoticeWords;

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

/// The tray's first line while the key is not at hand.
pub fn without_key(key: KeyState) -> String {
    format!("Not watching: {}", about_key(key))
}

/// What is said when the key has not been at hand for a while.
pub fn keychain_notice(key: KeyState) -> NoticeWords {
    let helps = match opens(key) {
        Some(_) => "",
        None => " Open Greentick to see what helps.",
    };
    NoticeWords {
        title: "Greentick is not watching".to_owned(),
        body: format!("Nothing is checked or renewed: {}.{helps}", about_key(key)),
    }
}

/// The button that helps, where a question of the keychain does.
pub fn opens(key: KeyState) -> Option<&'static str> {
    match key {
        KeyState::Locked => Some("Open keychain"),
        KeyState::NotSetUp | KeyState::Declined => Some("Set up keychain"),
        KeyState::Open
        | KeyState::NoKey
        | KeyState::WrongKey
        | KeyState::NoBackend
        | KeyState::Ambiguous
        | KeyState::Damaged => None,
    }
}

fn about_key(key: KeyState) -> &'static str {
    match key {
        KeyState::Open => "the keychain was just opened",
        KeyState::Locked => "keychain locked",
        KeyState::NotSetUp => "keychain not set up yet",
        KeyState::Declined => "keychain not set up",
        KeyState::NoBackend => "no keychain is running",
        KeyState::NoKey => "the keychain has lost the key",
        KeyState::WrongKey => "the keychain holds another key",
        KeyState::Ambiguous => "the keychain holds several keys",
        KeyState::Damaged => "the stored sign-ins are damaged",
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
    fn a_locked_keychain_is_named_with_what_opens_it() {
        let line = without_key(KeyState::Locked);
        assert_eq!(line, "Not watching: keychain locked");
        assert_eq!(opens(KeyState::Locked), Some("Open keychain"));
        let NoticeWords { title, body } = keychain_notice(KeyState::NoKey);
        assert_eq!(title, "Greentick is not watching");
        assert!(
            body.ends_with("Open Greentick to see what helps."),
            "{body}"
        );
    }

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
