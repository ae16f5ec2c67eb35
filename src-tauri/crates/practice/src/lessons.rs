//! What teaches most of what can happen, one word for each: whoever tries the app out needs no
//! control page for these.

use crate::dialect::Dialect;
use crate::practice::Practice;
use crate::trouble::{Trouble, Unheard};
use crate::{facebook, instagram, linkedin, pinterest, threads, x};

/// Something that happens in the life of every connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lesson {
    /// Somebody changes a password, which ends what the person approved.
    PasswordChanged,
    /// Somebody approved so long ago that a few days are left.
    EndsSoon,
    /// No network can be reached.
    NoInternet,
    /// What lasts is lifted. A token that died stays dead.
    WellAgain,
}

/// Where a new password ends what was approved. Those that say why come first, and of them the one at
/// which approvals also age comes last.
const PASSWORDS_COUNT: [&str; 6] = [
    threads::NAME,
    instagram::NAME,
    facebook::NAME,
    linkedin::NAME,
    pinterest::NAME,
    x::NAME,
];

/// Where approvals age.
const APPROVALS_AGE: [&str; 1] = [facebook::NAME];

impl Practice {
    /// Lets it happen; whether there was anybody whom it could happen to.
    pub fn teach(&self, lesson: Lesson) -> bool {
        match lesson {
            Lesson::PasswordChanged => self.befall(&PASSWORDS_COUNT, "password_changed"),
            Lesson::EndsSoon => self.befall(&APPROVALS_AGE, "aged"),
            Lesson::NoInternet => {
                for network in self.networks() {
                    self.let_happen(network.stage().name, "gone", None);
                }
                true
            }
            Lesson::WellAgain => {
                self.trouble().calm(None);
                true
            }
        }
    }

    /// Lets it happen to somebody who is connected and has no trouble yet.
    fn befall(&self, networks: &[&'static str], kind: &str) -> bool {
        let found = networks.iter().find_map(|network| {
            let dialect = self.found(network)?;
            Some((*network, somebody_well(dialect)?))
        });
        found.is_some_and(|(network, person)| self.let_happen(network, kind, Some(&person)))
    }

    /// Lets trouble of this kind happen at a network, and to this person where one is named.
    pub(crate) fn let_happen(&self, network: &str, kind: &str, person: Option<&str>) -> bool {
        let caused = self.trouble().cause(&Trouble {
            network: network.to_owned(),
            kind: kind.to_owned(),
            person: person.map(str::to_owned),
            ..Trouble::default()
        });
        if let Err(Unheard(words)) = &caused {
            tracing::warn!(network, kind, words, "this trouble was not caused");
        }
        caused.is_ok()
    }
}

fn somebody_well(network: &dyn Dialect) -> Option<String> {
    let mut people = network.people().into_iter();
    let well = people.find(|person| {
        let on_pages = person.pages.iter().map(|page| page.live_tokens);
        let tokens = person.live_tokens + on_pages.sum::<usize>();
        tokens > 0 && person.troubles.is_empty()
    });
    well.map(|person| person.id)
}
