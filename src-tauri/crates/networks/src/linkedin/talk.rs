//! The conversations with LinkedIn's API that more than one method has: who approved, which pages
//! there are, what they are called.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use domain::{Account, AccountId, AccountKind, Cause, GrantDates, Scopes, Secret, Unavailable};
use url::Url;

use super::answers::{
    FALSELY_REVOKED_FOR, Member, Organization, Organizations, Roles, page_id, page_number,
};
use super::refusal::refused;
use super::{PAGES, VERSION};
use crate::address::on;
use crate::{
    Access, Answer, DiscoveredAccount, NewGrant, NotGranted, ProbeResult, ProviderError, Request,
    SignInResult, Step,
};

const ROLES_PER_ANSWER: usize = 100;
const NAMES_PER_ANSWER: usize = 50;
/// Names the organizations that the member administers.
const ADMINISTERED: &str = "/rest/organizations";
/// Names any organization, with less about it.
const ANY: &str = "/rest/organizationsLookup";

/// A conversation in the name of a member.
pub(super) struct Talk {
    pub(super) api: Url,
    pub(super) token: Secret,
    /// Whether the token was issued a moment ago.
    pub(super) young: bool,
}

/// What is known of a token as of today.
pub(super) struct Today {
    pub(super) scopes: Option<Scopes>,
    pub(super) dates: Option<GrantDates>,
}

impl Today {
    fn seen(self, seen: ProbeResult) -> ProbeResult {
        ProbeResult {
            scopes: self.scopes,
            dates: self.dates,
            ..seen
        }
    }
}

impl Talk {
    fn rest(&self, path: &str) -> Request {
        Request::get(on(&self.api, path))
            .bearer(&self.token)
            .header("LinkedIn-Version", VERSION)
            .header("X-Restli-Protocol-Version", "2.0.0")
    }

    /// OpenID Connect's address is of no version.
    fn who_is(&self) -> Request {
        Request::get(on(&self.api, "/v2/userinfo")).bearer(&self.token)
    }

    fn read<T: serde::de::DeserializeOwned>(&self, answer: &Answer) -> Result<T, ProviderError> {
        let believed =
            |refusal| !self.young || refusal != ProviderError::No(Cause::PermissionRemoved);
        answer
            .read(refused)
            .map_err(|refusal| match believed(refusal) {
                true => refusal,
                false => ProviderError::AskLater(Unavailable::Down, Some(FALSELY_REVOKED_FOR)),
            })
    }

    pub(super) fn who_approved(self, fresh: NewGrant) -> Step<SignInResult> {
        Step::send(self.who_is(), move |answer| {
            let me = self.read::<Member>(&answer)?.described().account(&answer)?;
            if !fresh.scopes.contains(PAGES) {
                return Ok(Step::Done(SignInResult::of_one(me, fresh)));
            }
            Ok(self.list(Listing::default(), move |talk, listing| {
                let names = Names::of(listing.pages.keys().copied());
                talk.name(names, move |names| {
                    Ok(Step::Done(harvest(me, fresh, &listing, &names)))
                })
            }))
        })
    }

    pub(super) fn see_member(self, asked: AccountId, today: Today) -> Step<ProbeResult> {
        Step::send(self.who_is(), move |answer| {
            let me = self.read::<Member>(&answer)?.described();
            Ok(Step::Done(today.seen(me.seen(&asked, &answer)?)))
        })
    }

    pub(super) fn see_page(self, page: u64, today: Today) -> Step<ProbeResult> {
        self.list(Listing::default(), move |talk, listing| {
            match listing.pages.get(&page) {
                Some(true) => {}
                Some(false) | None if listing.proves_absence() => {
                    return Err(ProviderError::No(Cause::AccessLost));
                }
                // It may be among what was not seen.
                Some(false) | None => {
                    return Err(listing.trouble.unwrap_or(Unavailable::NotAnAnswer.into()));
                }
            }
            talk.name(Names::of([page]), move |names| {
                // The member's place is proven; a name that only did not come must not change it.
                if let (None, Some(trouble)) = (names.found.get(&page), names.trouble) {
                    return Err(trouble);
                }
                Ok(Step::Done(today.seen(ProbeResult {
                    account: page_id(page),
                    name: names.name(page).unwrap_or_default(),
                    handle: names.handle(page),
                    scopes: None,
                    dates: None,
                    credits: vec![],
                })))
            })
        })
    }

    /// Lists the member's roles to the end.
    fn list<T, F>(self, mut listing: Listing, then: F) -> Step<T>
    where
        F: FnOnce(Talk, Listing) -> Result<Step<T>, ProviderError> + Send + 'static,
    {
        let ask = self
            .rest("/rest/organizationAcls")
            .query("q", "roleAssignee")
            .query("state", "APPROVED")
            .query("start", listing.start.to_string())
            .query("count", ROLES_PER_ANSWER.to_string());
        Step::send(ask, move |answer| {
            let roles: Roles = match self.read(&answer) {
                Ok(roles) => roles,
                // What came counts.
                Err(trouble @ ProviderError::AskLater(..)) if listing.start > 0 => {
                    listing.trouble = Some(trouble);
                    return then(self, listing);
                }
                Err(refusal) => return Err(refusal),
            };
            listing.is_plausible = roles.are_plausible(listing.start);
            let goes_on = roles.go_on(listing.start, ROLES_PER_ANSWER);
            let is_news = listing.add(roles);
            listing.is_whole = !goes_on;
            // What shows nothing new leads in a circle.
            match goes_on && is_news {
                true => Ok(self.list(listing, then)),
                false => then(self, listing),
            }
        })
    }

    /// Asks for names until none is left to ask for.
    fn name<T, F>(self, mut names: Names, then: F) -> Result<Step<T>, ProviderError>
    where
        F: FnOnce(Names) -> Result<Step<T>, ProviderError> + Send + 'static,
    {
        let Some((path, pages)) = names.open.pop_front() else {
            return then(names);
        };
        let numbers: Vec<String> = pages.iter().map(u64::to_string).collect();
        let mut ask = self.rest(path);
        // Brackets and commas count only where they stand as they are.
        let list = format!("ids=List({})", numbers.join(","));
        ask.url.set_query(Some(&list));
        Ok(Step::attempt(ask, move |answer| {
            names.add(path, &pages, answer);
            self.name(names, then)
        }))
    }
}

/// The member's roles, while they come in.
#[derive(Default)]
struct Listing {
    /// The pages by number, and whether a role on it suffices.
    pages: BTreeMap<u64, bool>,
    known: BTreeSet<(String, Option<String>)>,
    start: usize,
    is_whole: bool,
    /// Whether it is a list at all: one that holds nothing says at least how it goes on.
    is_plausible: bool,
    /// How many roles could not be read.
    unread: usize,
    /// Why no more roles came.
    trouble: Option<ProviderError>,
}

impl Listing {
    /// Whether a role that did not come is none.
    fn proves_absence(&self) -> bool {
        self.is_whole && self.is_plausible && self.unread == 0
    }

    /// Adds what an answer shows; whether any of it is new. A member can have several roles on a
    /// page, each an element of its own.
    fn add(&mut self, roles: Roles) -> bool {
        self.start += roles.came();
        self.unread += roles.elements.unread;
        let mut is_news = false;
        for role in roles.elements.items {
            let Some(urn) = role.urn() else {
                self.unread += 1;
                continue;
            };
            if let Some(page) = page_number(urn).filter(|_| role.is_in_force()) {
                *self.pages.entry(page).or_default() |= role.suffices();
            }
            is_news |= self.known.insert((urn.to_owned(), role.role));
        }
        is_news
    }
}

/// The pages' names, while they come in.
#[derive(Default)]
struct Names {
    found: BTreeMap<u64, Organization>,
    /// What is still to be asked, and where.
    open: VecDeque<(&'static str, Vec<u64>)>,
    /// Why a name may be missing that LinkedIn would tell at another time.
    trouble: Option<ProviderError>,
}

impl Names {
    fn of(pages: impl IntoIterator<Item = u64>) -> Names {
        let pages: Vec<u64> = pages.into_iter().collect();
        let open = pages.chunks(NAMES_PER_ANSWER);
        Names {
            open: open.map(|pages| (ADMINISTERED, pages.to_vec())).collect(),
            ..Names::default()
        }
    }

    fn add(&mut self, path: &'static str, asked: &[u64], answer: Option<Answer>) {
        let came: Result<Organizations, ProviderError> = match answer {
            Some(answer) => answer.read(refused),
            None => Err(Unavailable::Silent.into()),
        };
        match came {
            Ok(Organizations { results }) => self.found.extend(results),
            Err(ProviderError::AskLater(
                Unavailable::NotAnAnswer | Unavailable::Unrecognised,
                _,
            )) => {}
            Err(trouble @ ProviderError::AskLater(..)) => self.trouble = Some(trouble),
            Err(
                ProviderError::No(_)
                | ProviderError::StartAnew
                | ProviderError::AppRefused
                | ProviderError::ScopeRefused
                | ProviderError::NotOffered
                | ProviderError::IssuerMismatch
                | ProviderError::Here(_),
            ) => {}
        }
        let nameless = asked.iter().filter(|page| !self.found.contains_key(page));
        let nameless: Vec<u64> = nameless.copied().collect();
        if path == ADMINISTERED && !nameless.is_empty() {
            self.open.push_back((ANY, nameless));
        }
    }

    /// The name of a page, where it is told.
    fn name(&self, page: u64) -> Option<String> {
        self.found.get(&page)?.localized_name.clone()
    }
}

impl Names {
    /// The name in the page's address.
    fn handle(&self, page: u64) -> Option<String> {
        self.found.get(&page)?.vanity_name.clone()
    }
}

/// What the member's one token speaks for: the pages, and the member.
fn harvest(me: Account, fresh: NewGrant, listing: &Listing, names: &Names) -> SignInResult {
    let pages = listing
        .pages
        .iter()
        .map(|(page, suffices)| DiscoveredAccount {
            account: Account {
                id: page_id(*page),
                kind: AccountKind::Organization,
                // One whose name is not told goes by its number.
                name: names.name(*page).unwrap_or_else(|| page.to_string()),
                handle: names.handle(*page),
            },
            access: match suffices {
                true => Access::Granted(0),
                false => Access::NotGranted(NotGranted::RoleTooSmall),
            },
        });
    let mut harvest = SignInResult::of_one(me, fresh);
    harvest.finds.splice(..0, pages);
    harvest.unread = listing.unread;
    harvest.incomplete = !listing.is_whole;
    harvest
}
