//! What the networks do not do by themselves: a no by mistake, words that nobody knows, and a server
//! that is gone while others answer.

use domain::Unavailable;
use journeys::stage::Line;

use super::weather::{MISTAKES, Words};

/// What the instance says, and what it says where nobody reads its language.
const IN_OTHER_WORDS: [(&str, &str); 3] = [
    (
        "The access token was revoked",
        "Das Zugriffs-Token wurde widerrufen",
    ),
    (
        "The access token is invalid",
        "Das Zugriffs-Token ist nicht gültig",
    ),
    ("invalid_token", "ungueltig"),
];

/// What lasts, and is said anew to every line.
#[derive(Default)]
pub struct Manners {
    pub strange: bool,
    pub gone: bool,
}

impl Manners {
    /// Lets a line be as it is now; a mistake that nobody met yet is taken back.
    pub fn on(&self, line: &Line) {
        let (_, Words { path, .. }) = MISTAKES[0];
        line.plain();
        if self.strange {
            for (from, to) in IN_OTHER_WORDS {
                line.reword(path, from, to);
            }
        }
        if self.gone {
            line.nothing(path, Unavailable::Offline);
        }
    }
}

/// The next request of a network's looks is refused by mistake.
pub fn mistake(line: &Line, host: &str) {
    let mut words = MISTAKES.iter().filter(|(name, _)| *name == host);
    if let Some((_, words)) = words.next() {
        line.instead_for(1, words.path, words.status, &[], words.body);
    }
}
