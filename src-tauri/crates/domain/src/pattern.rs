//! Whose loss it is: judged from what was lost together, because networks rarely say why.
//!
//! Only a location that the network refused is judged here. A missing answer never is a loss; many
//! of them together are one [`Outage`].

mod outage;

pub use outage::{Outage, SILENT, outages, outages_after};

use std::collections::{BTreeMap, BTreeSet};

use crate::{AccountId, Cause, Host, LocationId, Network, Span, Timestamp, Unavailable};

/// Losses that lie no further apart than this belong to one event. A first loss makes its siblings
/// be probed at once, and a missed answer is tried again within minutes, so that one event is
/// seen whole long before; and two people rarely change their passwords in the same half hour.
pub const LULL: Span = Span::from_minutes(30);
/// So many people of one app must lose something before the app is suspected: what one person
/// loses, that person can have caused.
pub const PEOPLE: usize = 2;
/// So many locations must a person lose, and all of them, before the person is suspected: one
/// location alone says nothing about the others.
pub const LOCATIONS: usize = 2;

/// The developer app that a location hangs on: one for each network, or for each instance.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct DeveloperApp {
    /// The network under whose name the app is kept; two networks can share one app.
    pub network: Network,
    /// The instance, where the network has instances.
    pub host: Option<Host>,
}

/// A location that is watched, as far as patterns go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Watched {
    /// Which.
    pub location: LocationId,
    /// The developer app it hangs on.
    pub app: DeveloperApp,
    /// The person who approved, as the network knows them.
    pub person: AccountId,
    /// When the person approved what serves it now.
    pub approved_at: Timestamp,
    /// When the network last accepted its token.
    pub seen_at: Option<Timestamp>,
    /// How it stands.
    pub standing: Standing,
}

/// How a watched location stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Not lost, as far as is known.
    Held {
        /// When and why the last probe gave no answer, if it gave none.
        missed: Option<(Timestamp, Unavailable)>,
    },
    /// The network refused it, and nobody mended it yet.
    Lost(Loss),
    /// It was lost, and a person signed in anew: it still tells with what others it was lost.
    Mended(Loss),
}

/// When a location was lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Loss {
    /// When a probe first found it.
    pub since: Timestamp,
    /// What the network said.
    pub said: Cause,
}

/// Whose loss it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Whose {
    /// The location's own.
    Own(LocationId),
    /// Its person's: everything of that person is lost, and the app works for others.
    Person(DeveloperApp, AccountId),
    /// Everything of its person is lost, and nobody else shows whether the app still works: the
    /// two cannot be told apart.
    PersonOrApp(DeveloperApp, AccountId),
    /// The app's: several people lost it together, and it works for nobody since.
    App(DeveloperApp),
}

/// What a loss is judged to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// Whose loss it is.
    pub whose: Whose,
    /// Why.
    pub cause: Cause,
    /// Whether the cause is inferred and not what the network said.
    pub probable: bool,
    /// When the first of those that were lost together was lost.
    pub since: Timestamp,
}

impl Cause {
    /// Whether the network may say this for a reset of the whole app too. Facebook words a changed
    /// password and a reset of its own alike, and whoever revoked a token is told by nobody.
    pub fn leaves_open(self) -> bool {
        match self {
            Cause::Unknown | Cause::PasswordChanged | Cause::PermissionRemoved => true,
            Cause::Expired
            | Cause::AccessLost
            | Cause::BlanketReset
            | Cause::AttentionNeeded
            | Cause::Suspended
            | Cause::PermissionMissing
            | Cause::DataAccessLapsed
            | Cause::AppBroken
            | Cause::NotKept => false,
        }
    }

    /// Whether it is about the app and not about a person or a page.
    fn is_the_apps(self) -> bool {
        self.scope() == Scope::App
    }

    /// Whether it is about everything that a person approved.
    fn is_a_persons(self) -> bool {
        self.scope() == Scope::Person
    }

    fn scope(self) -> Scope {
        match self {
            Cause::AppBroken | Cause::BlanketReset => Scope::App,
            Cause::PasswordChanged
            | Cause::PermissionRemoved
            | Cause::AttentionNeeded
            | Cause::Suspended
            | Cause::Expired
            | Cause::DataAccessLapsed => Scope::Person,
            Cause::AccessLost | Cause::PermissionMissing | Cause::NotKept | Cause::Unknown => {
                Scope::Location
            }
        }
    }
}

/// What a cause is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    /// All that was approved for the app.
    App,
    /// All that a person approved.
    Person,
    /// One location, as far as it says.
    Location,
}

impl Watched {
    fn loss(&self) -> Option<Loss> {
        match self.standing {
            Standing::Held { .. } => None,
            Standing::Lost(loss) | Standing::Mended(loss) => Some(loss),
        }
    }

    fn is_lost(&self) -> bool {
        matches!(self.standing, Standing::Lost(_))
    }

    /// Whether it was accepted since, with what was approved before: a new sign-in works after a
    /// reset too. What was lost since is served by something newer, whatever the network's clock
    /// says of it.
    fn outlived(&self, first: Timestamp) -> bool {
        self.outlived_with(first, first)
    }

    /// Whether it was accepted since, with what was approved before another, earlier moment.
    fn outlived_with(&self, approved: Timestamp, first: Timestamp) -> bool {
        let lost_since = self.loss().is_some_and(|loss| loss.since >= first);
        let from_before = self.approved_at < approved && !lost_since;
        from_before && !self.is_lost() && self.answered_since(first)
    }

    fn answered_since(&self, first: Timestamp) -> bool {
        self.seen_at.is_some_and(|seen| seen >= first)
    }
}

/// Judges every lost location. The order of `watched` changes nothing.
pub fn judge_losses(watched: &[Watched]) -> BTreeMap<LocationId, Judgement> {
    let mut judged = BTreeMap::new();
    for of_app in by_app(watched).into_values() {
        for one in of_app.iter().filter(|one| one.is_lost()) {
            if let Some(loss) = one.loss() {
                judged.insert(one.location, alone(one, loss));
            }
        }
        for (person, theirs) in by_person(&of_app) {
            judged.extend(of_person(&of_app, person, &theirs));
        }
        judged.extend(said_of_app(&of_app));
        judged.extend(inferred_of_app(&of_app));
    }
    judged
}

/// What happened together.
struct Together<'a> {
    since: Timestamp,
    of: Vec<&'a Watched>,
}

impl Together<'_> {
    /// Until when all of it still worked, as far as is known: what happened did so after that and
    /// before it was found.
    fn still_worked(&self) -> Timestamp {
        let lost = self.of.iter().filter(|one| one.is_lost());
        let worked = lost.filter_map(|one| one.seen_at).max();
        worked.map_or(self.since, |worked| worked.min(self.since))
    }
}

/// Splits what happened into events, oldest first.
fn events(mut happened: Vec<(Timestamp, &Watched)>) -> Vec<Together<'_>> {
    happened.sort_by_key(|(at, one)| (*at, one.location));
    let mut events: Vec<Together<'_>> = vec![];
    let mut before: Option<Timestamp> = None;
    for (at, one) in happened {
        let goes_on = before.is_some_and(|before| at.since(before) <= LULL);
        before = Some(at);
        match events.last_mut().filter(|_| goes_on) {
            Some(event) => event.of.push(one),
            None => events.push(Together {
                since: at,
                of: vec![one],
            }),
        }
    }
    events
}

fn losses<'a>(of: &[&'a Watched], wanted: impl Fn(Cause) -> bool) -> Vec<(Timestamp, &'a Watched)> {
    let loss = |one: &&'a Watched| one.loss().map(|loss| (loss, *one));
    of.iter()
        .filter_map(loss)
        .filter(|(loss, _)| wanted(loss.said))
        .map(|(loss, one)| (loss.since, one))
        .collect()
}

fn by_app(watched: &[Watched]) -> BTreeMap<&DeveloperApp, Vec<&Watched>> {
    let mut by_app: BTreeMap<&DeveloperApp, Vec<&Watched>> = BTreeMap::new();
    for one in watched {
        by_app.entry(&one.app).or_default().push(one);
    }
    by_app
}

fn people<'a>(of: &[&'a Watched]) -> BTreeSet<&'a AccountId> {
    of.iter().map(|one| &one.person).collect()
}

/// Those who lost something; most people lost nothing, most of the time.
fn by_person<'a>(of: &[&'a Watched]) -> BTreeMap<&'a AccountId, Vec<&'a Watched>> {
    let mut by_person: BTreeMap<&AccountId, Vec<&Watched>> = BTreeMap::new();
    for one in of.iter().filter(|one| one.is_lost()) {
        by_person.entry(&one.person).or_default();
    }
    if by_person.is_empty() {
        return by_person;
    }
    for one in of {
        if let Some(theirs) = by_person.get_mut(&one.person) {
            theirs.push(one);
        }
    }
    by_person
}

fn alone(one: &Watched, loss: Loss) -> Judgement {
    Judgement {
        whose: Whose::Own(one.location),
        cause: loss.said,
        probable: false,
        since: loss.since,
    }
}

/// Everything of one person, lost together.
fn of_person(
    of_app: &[&Watched],
    person: &AccountId,
    theirs: &[&Watched],
) -> BTreeMap<LocationId, Judgement> {
    let last = events(losses(theirs, |_| true)).pop();
    let Some(event) = last.filter(|event| event.of.len() == theirs.len().max(LOCATIONS)) else {
        return BTreeMap::new();
    };
    let others = of_app.iter().filter(|one| one.person != *person);
    let works_for_others = others.into_iter().any(|one| one.outlived(event.since));
    let app = &theirs[0].app;
    let whose = if works_for_others {
        Whose::Person(app.clone(), person.clone())
    } else {
        Whose::PersonOrApp(app.clone(), person.clone())
    };
    let suspected = works_for_others.then(|| suspected(&event)).flatten();
    let lost = event.of.iter().filter(|one| one.is_lost());
    lost.filter_map(|one| {
        let said = one.loss()?.said;
        let guess = suspected.filter(|_| said == Cause::Unknown);
        Some((
            one.location,
            Judgement {
                whose: whose.clone(),
                cause: guess.unwrap_or(said),
                probable: guess.is_some(),
                since: event.since,
            },
        ))
    })
    .collect()
}

/// What a person's loss without a reason probably is: what the network said of the person's other
/// locations, or, where it gave no reason for any, a session that ended, which a changed password,
/// an account in trouble and a sign-out everywhere have in common.
fn suspected(event: &Together<'_>) -> Option<Cause> {
    let said: BTreeSet<Cause> = event
        .of
        .iter()
        .filter_map(|one| one.loss().map(|loss| loss.said))
        .filter(|cause| *cause != Cause::Unknown)
        .collect();
    if said.is_empty() {
        return Some(Cause::PasswordChanged);
    }
    said.into_iter().find(|cause| cause.is_a_persons())
}

/// What the network itself says about the app.
fn said_of_app(of_app: &[&Watched]) -> BTreeMap<LocationId, Judgement> {
    let mut judged = BTreeMap::new();
    for event in events(losses(of_app, Cause::is_the_apps)) {
        for one in event.of.iter().filter(|one| one.is_lost()) {
            let Some(loss) = one.loss() else { continue };
            judged.insert(
                one.location,
                Judgement {
                    whose: Whose::App(one.app.clone()),
                    cause: loss.said,
                    probable: false,
                    since: event.since,
                },
            );
        }
    }
    judged
}

/// Several people's losses together, while the app works for nobody since.
fn inferred_of_app(of_app: &[&Watched]) -> BTreeMap<LocationId, Judgement> {
    let mut judged = BTreeMap::new();
    for event in events(losses(of_app, Cause::leaves_open)) {
        // Who signed in between the reset and the probe that found it works too, and shows nothing.
        let approved = event.still_worked();
        let works = of_app
            .iter()
            .any(|one| one.outlived_with(approved, event.since));
        if works || people(&event.of).len() < PEOPLE {
            continue;
        }
        for one in event.of.iter().filter(|one| one.is_lost()) {
            judged.insert(
                one.location,
                Judgement {
                    whose: Whose::App(one.app.clone()),
                    cause: Cause::BlanketReset,
                    probable: true,
                    since: event.since,
                },
            );
        }
    }
    judged
}

#[cfg(test)]
#[path = "pattern_tests.rs"]
mod tests;
