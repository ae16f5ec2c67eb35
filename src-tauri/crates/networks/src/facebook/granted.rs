//! What an approval gave, while the pages come in.

use std::collections::HashSet;

use domain::{Account, GrantDates, Secret, Span, Timestamp, TokenKind, TokenSet};

use super::answers::{Inspection, Page};
use crate::{About, Access, Find, Fresh, Harvest, NotGranted, Person};

/// Roles that reading statistics and publishing need.
const NEEDED_TASKS: [&str; 2] = ["ANALYZE", "CREATE_CONTENT"];
/// A user's token that ends sooner than this is a short one. Its page tokens end with it.
const SHORTEST_LONG_LIFE: Span = Span::from_days(2);

/// What a network reads from the pages that a person manages.
pub(crate) struct Reads {
    /// The network.
    pub(crate) about: &'static About,
    /// What it asks of a page.
    pub(crate) fields: &'static str,
    /// The account that it sees in a page, where there is one.
    pub(crate) account: fn(&Page) -> Option<Account>,
}

/// Where a page is listed.
#[derive(Clone, Copy)]
pub(super) enum Listing {
    /// Among the pages that the person gave to the app.
    Person,
    /// Among those of a business that the person belongs to.
    Business,
}

pub(super) struct Granted {
    person: Person,
    facts: Inspection,
    reads: &'static Reads,
    now: Timestamp,
    finds: Vec<Find>,
    grants: Vec<Fresh>,
    seen: HashSet<String>,
    cursors: HashSet<String>,
    answers: usize,
}

impl Granted {
    pub(super) fn by(
        person: Person,
        facts: Inspection,
        reads: &'static Reads,
        now: Timestamp,
    ) -> Granted {
        Granted {
            person,
            facts,
            reads,
            now,
            finds: vec![],
            grants: vec![],
            seen: HashSet::new(),
            cursors: HashSet::new(),
            answers: 0,
        }
    }

    pub(super) fn has(&self, scope: &str) -> bool {
        self.facts
            .scopes()
            .is_some_and(|scopes| scopes.contains(scope))
    }

    /// How many answers with lists there were.
    pub(super) fn answers(&self) -> usize {
        self.answers
    }

    pub(super) fn count(&mut self) {
        self.answers += 1;
    }

    /// Counts an answer of a list; the cursor, where one leads on. A cursor that comes again leads
    /// in a circle: all that it shows was seen.
    pub(super) fn goes_on(&mut self, list: &str, after: Option<String>) -> Option<String> {
        self.count();
        after.filter(|after| self.cursors.insert(format!("{list} {after}")))
    }

    pub(super) fn add(&mut self, page: Page, listing: Listing) {
        let Some(account) = (self.reads.account)(&page) else {
            return;
        };
        if !self.seen.insert(account.id.0.clone()) {
            return;
        }
        let access = match page.access_token.filter(|token| !token.is_empty()) {
            None => Access::NotGranted(match (listing, self.facts.ticked(&page.id)) {
                (Listing::Person, _) => NotGranted::NoToken,
                // Ticked, and yet not among the person's own: there is no role on it.
                (Listing::Business, Some(true)) => NotGranted::RoleTooSmall,
                (Listing::Business, Some(false) | None) => NotGranted::NotTicked,
            }),
            Some(_) if !role_suffices(page.tasks.as_deref()) => {
                Access::NotGranted(NotGranted::RoleTooSmall)
            }
            Some(token) => {
                self.grants.push(self.fresh(token));
                Access::Granted(self.grants.len() - 1)
            }
        };
        self.finds.push(Find { account, access });
    }

    fn fresh(&self, token: String) -> Fresh {
        let user = self.facts.dates(self.now);
        let short = |ends: &Timestamp| ends.since(self.now) < SHORTEST_LONG_LIFE;
        Fresh {
            tokens: TokenSet {
                access: Secret::new(token),
                refresh: None,
                binding: None,
            },
            kind: TokenKind::Page,
            scopes: self.facts.scopes().unwrap_or_default(),
            // A page token of a long-lived user token has no end of its own.
            dates: GrantDates {
                access_ends: user.access_ends.filter(short),
                ..user
            },
        }
    }

    pub(super) fn harvest(self) -> Harvest {
        Harvest {
            person: self.person,
            grants: self.grants,
            finds: self.finds,
        }
    }
}

fn role_suffices(tasks: Option<&[String]>) -> bool {
    tasks.is_none_or(|tasks| {
        NEEDED_TASKS
            .iter()
            .all(|need| tasks.iter().any(|has| has == need))
    })
}
