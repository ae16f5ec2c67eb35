//! What the window could not draw, for the log. It is told in words of ours and numbers alone: the
//! text of what was thrown may hold what a stranger's server said, or what a person pasted.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// So many kinds are told in a run: a window that fails in ever new ways drowns nothing else.
const MOST: usize = 32;

/// One kind of what could not be drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, TS)]
pub struct NotShown {
    /// What stands there in words instead.
    pub part: PartCode,
    /// What was thrown.
    pub thrown: ThrownCode,
    /// The line of the window's script that threw it, where that is known.
    #[ts(optional)]
    pub line: Option<u32>,
    /// Where in that line.
    #[ts(optional)]
    pub column: Option<u32>,
}

/// What may fail to be drawn by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PartCode {
    /// A location in a list.
    Location,
    /// The details of one.
    Details,
    /// A card of what needs a person.
    Card,
    /// A sign-in that is under way.
    SignIn,
    /// A step of Fix all.
    Step,
    /// All of its steps.
    Queue,
    /// A date on the timeline.
    Date,
    /// An entry of a history.
    Entry,
    /// A client at the side.
    Client,
    /// A whole view.
    View,
    /// Anything else.
    Part,
}

/// What a script throws.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ThrownCode {
    /// An error without a kind.
    Error,
    /// A value was none of its kind.
    TypeError,
    /// A value lay outside its range.
    RangeError,
    /// A name was not known.
    ReferenceError,
    /// A text could not be read.
    SyntaxError,
    /// Anything else.
    Other,
}

/// What was told before.
#[derive(Clone, Default)]
pub(crate) struct Told(Arc<Mutex<BTreeSet<NotShown>>>);

impl Told {
    /// Tells the log, each kind once.
    pub fn tell(&self, what: NotShown) {
        if self.is_news(what) {
            let NotShown {
                part,
                thrown,
                line,
                column,
            } = what;
            tracing::warn!(
                ?part,
                ?thrown,
                line,
                column,
                "the window could not show this"
            );
        }
    }

    fn is_news(&self, what: NotShown) -> bool {
        let mut told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        told.len() < MOST && told.insert(what)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Request;

    fn at(line: u32) -> NotShown {
        NotShown {
            part: PartCode::Card,
            thrown: ThrownCode::TypeError,
            line: Some(line),
            column: None,
        }
    }

    #[test]
    fn each_kind_is_told_once_and_no_more_of_them_than_a_log_can_bear() {
        let told = Told::default();
        assert!(told.is_news(at(1)) && !told.is_news(at(1)));
        let again = told.clone();
        assert!(!again.is_news(at(1)));
        let news = (0..10_000).filter(|line| told.is_news(at(*line)));
        assert_eq!(news.count(), MOST - 1);
    }

    #[test]
    fn nothing_is_told_in_words_of_a_page() {
        let read = |more: &str| {
            let text = format!(r#"{{"ask":"not_shown","part":"card","thrown":"error"{more}}}"#);
            serde_json::from_str::<Request>(&text).is_ok()
        };
        assert!(read("") && read(r#","line":1,"column":20000"#));
        for odd in [
            r#","part":"a line\n2026-01-01 WARN of somebody""#,
            r#","line":"1""#,
            r#","line":-1"#,
            r#","line":4294967296"#,
            r#","column":1.5"#,
            r#","column":[1]"#,
        ] {
            assert!(!read(odd), "{odd}");
        }
        for text in [
            r#"{"ask":"not_shown","part":"a secret","thrown":"error"}"#,
            r#"{"ask":"not_shown","part":"card","thrown":"a secret"}"#,
            r#"{"ask":"not_shown","part":"card"}"#,
        ] {
            assert!(serde_json::from_str::<Request>(text).is_err(), "{text}");
        }
    }
}
