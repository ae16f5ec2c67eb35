//! The words of tray and notices while nothing is watched: the store did not open, or its key is not
//! at hand.

use ::words::{Message, say, tray, unwatched};
use engine::KeyState;
use protocol::StoreProblemCode;

use super::NoticeWords;

/// The key of the notice.
pub const NOTICE: &str = "not watching";

/// The tray's first line.
pub fn state(problem: StoreProblemCode) -> Message {
    tray::not_watching(because(problem))
}

/// What is said where no window is open.
pub fn notice(problem: StoreProblemCode) -> NoticeWords {
    NoticeWords::new(unwatched::title(), unwatched::text_helps(because(problem)))
}

/// The tray's first line while the key is not at hand.
pub fn without_key(key: KeyState) -> Message {
    tray::not_watching(about_key(key))
}

/// What is said when the key has not been at hand for a while.
pub fn keychain_notice(key: KeyState) -> NoticeWords {
    let body = match opens(key) {
        Some(_) => unwatched::text(about_key(key)),
        None => unwatched::text_helps(about_key(key)),
    };
    NoticeWords::new(unwatched::title(), body)
}

/// The button that helps, where a question of the keychain does.
pub fn opens(key: KeyState) -> Option<String> {
    let button = match key {
        KeyState::Locked => unwatched::open_keychain(),
        KeyState::NotSetUp | KeyState::Declined => unwatched::set_up_keychain(),
        KeyState::Open
        | KeyState::NoKey
        | KeyState::WrongKey
        | KeyState::NoBackend
        | KeyState::Ambiguous
        | KeyState::Damaged => return None,
    };
    Some(say(button))
}

fn about_key(key: KeyState) -> Message {
    match key {
        KeyState::Open => unwatched::key_open(),
        KeyState::Locked => unwatched::key_locked(),
        KeyState::NotSetUp => unwatched::key_not_set_up(),
        KeyState::Declined => unwatched::key_declined(),
        KeyState::NoBackend => unwatched::key_no_backend(),
        KeyState::NoKey => unwatched::key_none(),
        KeyState::WrongKey => unwatched::key_wrong(),
        KeyState::Ambiguous => unwatched::key_ambiguous(),
        KeyState::Damaged => unwatched::key_damaged(),
    }
}

fn because(problem: StoreProblemCode) -> Message {
    match problem {
        StoreProblemCode::NotAFile => unwatched::not_a_file(),
        StoreProblemCode::FolderOpen => unwatched::folder_open(),
        StoreProblemCode::FileOpen => unwatched::file_open(),
        StoreProblemCode::NotADatabase => unwatched::not_a_database(),
        StoreProblemCode::Foreign => unwatched::foreign(),
        StoreProblemCode::Newer => unwatched::newer(),
        StoreProblemCode::StrangeTables => unwatched::strange_tables(),
        StoreProblemCode::Damaged => unwatched::damaged(),
        StoreProblemCode::Busy => unwatched::busy(),
        StoreProblemCode::NoRights => unwatched::no_rights(),
        StoreProblemCode::ReadOnly => unwatched::read_only(),
        StoreProblemCode::Full => unwatched::full(),
        StoreProblemCode::Disk => unwatched::disk(),
        StoreProblemCode::NotTheStore => unwatched::not_the_store(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locked_keychain_is_named_with_what_opens_it() {
        let line = without_key(KeyState::Locked);
        assert_eq!(say(line), "Not watching: keychain locked");
        assert_eq!(opens(KeyState::Locked).as_deref(), Some("Open keychain"));
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
        assert_eq!(say(state(problem)), "Not watching: the disk is full");
        let NoticeWords { title, body } = notice(problem);
        assert_eq!(title, "Greentick is not watching");
        assert_eq!(
            body,
            "Nothing is checked or renewed: the disk is full. Open Greentick to see what helps."
        );
    }
}
