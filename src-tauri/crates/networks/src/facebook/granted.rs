//! What an approval gave, while the pages come in.

use std::collections::{BTreeSet, HashMap};

use domain::{
    Account, AccountId, GrantDates, Scopes, Secret, Span, Timestamp, TokenKind, TokenSet,
};

use super::answers::{Inspection, Page};
use crate::lenient::{Id, List};
use crate::{
    About, Access, DiscoveredAccount, NewGrant, NotGranted, Person, ProviderError, SignInResult,
};

/// Roles that reading statistics and publishing need.
const NEEDED_TASKS: [&str; 2] = ["ANALYZE", "CREATE_CONTENT"];
/// Roles that suffice for less. Words of another kind are those of newer pages
/// (`PROFILE_PLUS_…`), and `MANAGE` holds all: where one of them stands, a probe decides.
const OTHER_TASKS: [&str; 3] = ["ADVERTISE", "MESSAGING", "MODERATE"];
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
    /// Nowhere: it was asked for by itself.
    Nowhere,
}

pub(super) struct Granted {
    person: Person,
    facts: Inspection,
    reads: &'static Reads,
    now: Timestamp,
    finds: Vec<DiscoveredAccount>,
    grants: Vec<NewGrant>,
    /// The place of each account among the finds.
    places: HashMap<AccountId, usize>,
    /// Pages of which nothing better can come than came.
    listed: BTreeSet<Id>,
    unread: usize,
    /// Why not all came.
    trouble: Option<ProviderError>,
    incomplete: bool,
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
            places: HashMap::new(),
            listed: BTreeSet::new(),
            unread: 0,
            trouble: None,
            incomplete: false,
        }
    }

    /// Whether a permission was given; one of which nothing is told may have been.
    pub(super) fn may(&self, scope: &str) -> bool {
        let scopes = self.facts.scopes();
        scopes.is_none_or(|scopes| scopes.contains(scope))
    }

    pub(super) fn add_all(&mut self, pages: List<Page>, listing: Listing) {
        self.unread += pages.unread;
        for page in pages.items {
            self.add(page, listing);
        }
    }

    pub(super) fn add(&mut self, page: Page, listing: Listing) {
        if page.access_token.is_some() || matches!(listing, Listing::Person) {
            self.listed.insert(page.id.clone());
        }
        let Some(account) = (self.reads.account)(&page) else {
            return;
        };
        let known = self.places.get(&account.id).copied();
        let can_be_better =
            |place: usize| matches!(self.finds[place].access, Access::NotGranted(_));
        if known.is_some_and(|place| page.access_token.is_none() || !can_be_better(place)) {
            return;
        }
        let access = self.access(page, listing);
        match known {
            Some(place) => self.finds[place].access = access,
            None => {
                self.places.insert(account.id.clone(), self.finds.len());
                self.finds.push(DiscoveredAccount { account, access });
            }
        }
    }

    fn access(&mut self, page: Page, listing: Listing) -> Access {
        match page.access_token {
            None => Access::NotGranted(match (listing, self.facts.ticked(&page.id)) {
                (Listing::Person | Listing::Nowhere, _) => NotGranted::NoToken,
                // Ticked, and yet not among the person's own: there is no role on it.
                (Listing::Business, Some(true)) => NotGranted::RoleTooSmall,
                (Listing::Business, Some(false) | None) => NotGranted::NotTicked,
            }),
            Some(_) if !role_suffices(page.tasks.as_ref()) => {
                Access::NotGranted(NotGranted::RoleTooSmall)
            }
            Some(token) => {
                self.grants.push(self.fresh(token));
                Access::Granted(self.grants.len() - 1)
            }
        }
    }

    /// Pages that are named as ticked and came in no list, or without the token that the person's
    /// own list has for each. Only a number is one.
    pub(super) fn left_out(&self) -> Vec<Id> {
        let named = self.facts.named().into_iter();
        let is_number = |Id(id): &Id| id.bytes().all(|byte| byte.is_ascii_digit());
        let open = named.filter(|id| is_number(id) && !self.listed.contains(id));
        open.collect()
    }

    /// Elements of a list could not be read.
    pub(super) fn skipped(&mut self, elements: usize) {
        self.unread += elements;
    }

    /// There is more, and it cannot be listed.
    pub(super) fn misses_some(&mut self, trouble: Option<ProviderError>) {
        self.incomplete = true;
        self.trouble = self.trouble.or(trouble);
    }

    fn fresh(&self, token: String) -> NewGrant {
        let user = self.facts.dates(self.now);
        let short = |ends: &Timestamp| ends.since(self.now) < SHORTEST_LONG_LIFE;
        NewGrant {
            tokens: TokenSet {
                access: Secret::new(token),
                refresh: None,
                binding: None,
            },
            kind: TokenKind::Page,
            scopes: self.scopes(),
            // A page token of a long-lived user token has no end of its own.
            dates: GrantDates {
                access_ends: user.access_ends.filter(short),
                ..user
            },
        }
    }

    /// What is granted; where it is not told, what was asked for.
    fn scopes(&self) -> Scopes {
        let told = self.facts.scopes().cloned();
        told.unwrap_or_else(|| self.reads.about.asked_scopes())
    }

    /// What came; where nothing did, why not.
    pub(super) fn harvest(self) -> Result<SignInResult, ProviderError> {
        match self.trouble {
            Some(trouble) if self.finds.is_empty() => Err(trouble),
            Some(_) | None => Ok(SignInResult {
                person: self.person,
                grants: self.grants,
                finds: self.finds,
                unread: self.unread,
                incomplete: self.incomplete,
            }),
        }
    }
}

/// Whether a role is not known to be too small.
fn role_suffices(tasks: Option<&List<String>>) -> bool {
    let Some(List { items, unread }) = tasks else {
        return true;
    };
    let has = |need: &str| items.iter().any(|task| task == need);
    let known = |task: &String| {
        [&NEEDED_TASKS[..], &OTHER_TASKS]
            .concat()
            .contains(&task.as_str())
    };
    NEEDED_TASKS.into_iter().all(has) || *unread > 0 || !items.iter().all(known)
}
