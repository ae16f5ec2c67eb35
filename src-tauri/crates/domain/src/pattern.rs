//! Whose loss it is: judged from what was lost together, because networks rarely say why.
//!
//! Only a location that the network refused is judged here. A missing answer never is a loss; many
//! of them together are one [`Outage`].

use std::collections::{BTreeMap, BTreeSet};

use crate::{AccountId, Cause, Hiccup, Host, LocationId, Network, Span, Timestamp};

/// Losses that lie no further apart than this belong to one event. A first loss makes its siblings
/// be looked at at once, and a missed answer is tried again within minutes, so that one event is
/// seen whole long before; and two people rarely change their passwords in the same half hour.
pub const LULL: Span = Span::from_minutes(30);
/// So many people of one app must lose something before the app is suspected: what one person
/// loses, that person can have caused.
pub const PEOPLE: usize = 2;
/// So many locations must a person lose, and all of them, before the person is suspected: one
/// location alone says nothing about the others.
pub const LOCATIONS: usize = 2;
/// So many locations of one host must stay without an answer before the host is suspected: a
/// single one may have met a single bad moment.
pub const SILENT: usize = 2;

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
        /// When and why the last look gave no answer, if it gave none.
        missed: Option<(Timestamp, Hiccup)>,
    },
    /// The network refused it, and nobody mended it yet.
    Lost(Loss),
    /// It was lost, and a person signed in anew: it still tells with what others it was lost.
    Mended(Loss),
}

/// When a location was lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Loss {
    /// When a look first found it.
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

/// A host that answers nobody: one event, however many locations it serves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outage {
    /// Whose host it is.
    pub app: DeveloperApp,
    /// The earliest of the last looks that it did not answer.
    pub since: Timestamp,
    /// The locations that could not be looked at.
    pub locations: BTreeSet<LocationId>,
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
            | Cause::PermissionMissing
            | Cause::DataAccessLapsed
            | Cause::AppBroken => false,
        }
    }

    /// Whether it is about the app and not about a person or a page.
    fn is_the_apps(self) -> bool {
        matches!(self, Cause::AppBroken | Cause::BlanketReset)
    }

    /// Whether it is about everything that a person approved.
    fn is_a_persons(self) -> bool {
        matches!(
            self,
            Cause::PasswordChanged
                | Cause::PermissionRemoved
                | Cause::AttentionNeeded
                | Cause::Expired
                | Cause::DataAccessLapsed
        )
    }
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
        let lost_since = self.loss().is_some_and(|loss| loss.since >= first);
        let from_before = self.approved_at < first && !lost_since;
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

/// The hosts that answer nobody.
pub fn outages(watched: &[Watched]) -> Vec<Outage> {
    let mut outages = vec![];
    for (app, of_app) in by_app(watched) {
        // Of several the last: what was missed before it is over.
        let Some(event) = events(missed(&of_app)).pop() else {
            continue;
        };
        let since = event.since;
        if event.of.len() >= SILENT && !answers(&of_app, since) {
            outages.push(Outage {
                app: app.clone(),
                since,
                locations: event.of.iter().map(|one| one.location).collect(),
            });
        }
    }
    outages
}

/// The hosts that answer nobody, given those that answered nobody before: an outage lasts until its
/// host answers somebody, also while it is asked so rarely that the looks lie far apart.
pub fn outages_after(before: &[Outage], watched: &[Watched]) -> Vec<Outage> {
    let mut now = outages(watched);
    for (app, of_app) in by_app(watched) {
        let Some(old) = before.iter().find(|old| old.app == *app) else {
            continue;
        };
        let missed = missed(&of_app);
        if missed.is_empty() || answers(&of_app, old.since) {
            continue;
        }
        now.retain(|one| one.app != *app);
        now.push(Outage {
            app: app.clone(),
            since: old.since,
            locations: missed.iter().map(|(_, one)| one.location).collect(),
        });
    }
    now.sort_by(|a, b| a.app.cmp(&b.app));
    now
}

/// Those whose last look the host did not answer, and when that was.
fn missed<'a>(of_app: &[&'a Watched]) -> Vec<(Timestamp, &'a Watched)> {
    let missed = of_app.iter().filter_map(|one| match one.standing {
        Standing::Held {
            missed: Some((at, Hiccup::Silent | Hiccup::Down | Hiccup::NotAnAnswer)),
        } => Some((at, *one)),
        Standing::Held { .. } | Standing::Lost(_) | Standing::Mended(_) => None,
    });
    missed.collect()
}

/// Whether the host answered anybody since.
fn answers(of_app: &[&Watched], since: Timestamp) -> bool {
    of_app.iter().any(|one| one.answered_since(since))
}

/// What happened together.
struct Together<'a> {
    since: Timestamp,
    of: Vec<&'a Watched>,
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
        let works = of_app.iter().any(|one| one.outlived(event.since));
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
mod tests {
    use proptest::prelude::*;

    use super::*;

    const T: Timestamp = Timestamp::from_secs(1_800_000_000);

    fn app(name: &str) -> DeveloperApp {
        DeveloperApp {
            network: name.parse().unwrap(),
            host: None,
        }
    }

    fn at(minutes: i64) -> Timestamp {
        T.plus(Span::from_minutes(minutes))
    }

    fn lost(minutes: i64, said: Cause) -> Standing {
        Standing::Lost(Loss {
            since: at(minutes),
            said,
        })
    }

    const HELD: Standing = Standing::Held { missed: None };

    fn one(number: u8, person: &str, standing: Standing) -> Watched {
        Watched {
            location: LocationId::from_bytes([number; 16]),
            app: app("facebook"),
            person: AccountId(person.to_owned()),
            approved_at: at(-10_000),
            seen_at: None,
            standing,
        }
    }

    fn seen(number: u8, person: &str, minutes: i64) -> Watched {
        Watched {
            seen_at: Some(at(minutes)),
            ..one(number, person, HELD)
        }
    }

    fn judged(watched: &[Watched], number: u8) -> Judgement {
        judge_losses(watched)[&LocationId::from_bytes([number; 16])].clone()
    }

    #[test]
    fn what_several_people_lose_together_is_the_apps_as_long_as_it_works_for_nobody() {
        let mut all = vec![
            one(1, "jana", lost(0, Cause::PasswordChanged)),
            one(2, "jana", lost(1, Cause::PasswordChanged)),
            one(3, "tom", lost(2, Cause::Unknown)),
            seen(4, "nora", -600),
        ];
        for number in [1, 2, 3] {
            let judgement = judged(&all, number);
            assert_eq!(judgement.whose, Whose::App(app("facebook")));
            assert_eq!(judgement.cause, Cause::BlanketReset);
            assert!(judgement.probable);
            assert_eq!(judgement.since, at(0));
        }
        all[3] = seen(4, "nora", 3);
        let jana = judged(&all, 1);
        assert!(matches!(jana.whose, Whose::Person(..)));
        assert_eq!((jana.cause, jana.probable), (Cause::PasswordChanged, false));
        assert!(matches!(judged(&all, 3).whose, Whose::Own(_)));
    }

    #[test]
    fn who_signs_in_anew_after_a_reset_does_not_turn_it_into_the_others_own_fault() {
        let loss = Loss {
            since: at(0),
            said: Cause::PasswordChanged,
        };
        let all = [
            one(1, "jana", Standing::Mended(loss)),
            one(2, "tom", lost(1, Cause::PasswordChanged)),
        ];
        let mut all = all.to_vec();
        // By a clock that is slow, the second time.
        for approved_at in [at(5), at(-1)] {
            (all[0].approved_at, all[0].seen_at) = (approved_at, Some(at(6)));
            assert_eq!(judged(&all, 2).cause, Cause::BlanketReset);
        }
        assert_eq!(judge_losses(&all).len(), 1);
    }

    #[test]
    fn who_was_mended_long_ago_shows_that_the_app_works() {
        let long_ago = Loss {
            since: at(-5000),
            said: Cause::Unknown,
        };
        let mended = Watched {
            approved_at: at(-4000),
            ..seen(3, "nora", 3)
        };
        let all = [
            one(1, "jana", lost(0, Cause::Unknown)),
            one(2, "tom", lost(1, Cause::Unknown)),
            Watched {
                standing: Standing::Mended(long_ago),
                ..mended
            },
        ];
        assert!(matches!(judged(&all, 1).whose, Whose::Own(_)));
    }

    #[test]
    fn losses_far_apart_are_no_pattern() {
        let all = [
            one(1, "jana", lost(0, Cause::Unknown)),
            one(2, "tom", lost(31, Cause::Unknown)),
        ];
        for number in [1, 2] {
            assert!(matches!(judged(&all, number).whose, Whose::Own(_)));
        }
    }

    #[test]
    fn everything_of_one_person_without_a_reason_is_probably_the_persons() {
        let all = [
            one(1, "jana", lost(0, Cause::Unknown)),
            one(2, "jana", lost(1, Cause::Unknown)),
            seen(3, "tom", 2),
        ];
        let judgement = judged(&all, 1);
        assert!(matches!(judgement.whose, Whose::Person(..)));
        assert_eq!(
            (judgement.cause, judgement.probable),
            (Cause::PasswordChanged, true)
        );
    }

    #[test]
    fn what_the_network_says_of_one_page_explains_the_persons_others() {
        let all = [
            one(1, "jana", lost(0, Cause::Unknown)),
            one(2, "jana", lost(1, Cause::AttentionNeeded)),
            seen(3, "tom", 2),
        ];
        let (silent, said) = (judged(&all, 1), judged(&all, 2));
        assert_eq!(
            (silent.cause, silent.probable),
            (Cause::AttentionNeeded, true)
        );
        assert_eq!((said.cause, said.probable), (Cause::AttentionNeeded, false));
    }

    #[test]
    fn with_one_person_alone_person_and_app_cannot_be_told_apart() {
        let all = [
            one(1, "jana", lost(0, Cause::Unknown)),
            one(2, "jana", lost(1, Cause::Unknown)),
        ];
        let judgement = judged(&all, 1);
        assert!(matches!(judgement.whose, Whose::PersonOrApp(..)));
        assert_eq!(
            (judgement.cause, judgement.probable),
            (Cause::Unknown, false)
        );
    }

    #[test]
    fn one_page_among_others_that_work_is_its_own_loss() {
        let all = [
            one(1, "jana", lost(0, Cause::AccessLost)),
            seen(2, "jana", 1),
            seen(3, "tom", -60),
        ];
        assert!(matches!(judged(&all, 1).whose, Whose::Own(_)));
    }

    #[test]
    fn an_app_that_the_network_calls_broken_is_one_event_and_certain() {
        let all = [
            one(1, "jana", lost(0, Cause::AppBroken)),
            one(2, "tom", lost(1, Cause::AppBroken)),
        ];
        let judgement = judged(&all, 2);
        assert_eq!(judgement.whose, Whose::App(app("facebook")));
        assert_eq!(
            (judgement.cause, judgement.probable),
            (Cause::AppBroken, false)
        );
    }

    #[test]
    fn a_host_that_answers_nobody_is_one_event_until_it_answers_one() {
        let missed = |minutes| Standing::Held {
            missed: Some((at(minutes), Hiccup::Down)),
        };
        let mut all = vec![one(1, "jana", missed(0)), one(2, "tom", missed(5))];
        let found = outages(&all);
        assert_eq!((found.len(), found[0].since), (1, at(0)));
        assert_eq!(found[0].locations.len(), 2);
        assert!(judge_losses(&all).is_empty());
        all.push(seen(3, "nora", 6));
        assert!(outages(&all).is_empty());
    }

    #[test]
    fn an_outage_lasts_while_its_host_is_asked_rarely_and_keeps_its_beginning() {
        let missed = |minutes| Standing::Held {
            missed: Some((at(minutes), Hiccup::Silent)),
        };
        let mut all = vec![one(1, "jana", missed(0)), one(2, "tom", missed(5))];
        let begun = outages_after(&[], &all);
        assert_eq!((begun.len(), begun[0].since), (1, at(0)));
        (all[0].standing, all[1].standing) = (missed(120), missed(300));
        assert!(outages(&all).is_empty(), "these looks lie far apart");
        let lasts = outages_after(&begun, &all);
        assert_eq!((lasts[0].since, lasts[0].locations.len()), (at(0), 2));
        all[0] = seen(1, "jana", 301);
        assert!(outages_after(&lasts, &all).is_empty());
    }

    fn cause() -> impl Strategy<Value = Cause> {
        // What leaves the pattern open comes more often, so that patterns arise.
        prop_oneof![
            Just(Cause::Unknown),
            Just(Cause::PasswordChanged),
            proptest::sample::select(&Cause::ALL[..]),
        ]
    }

    fn standing() -> impl Strategy<Value = Standing> {
        let loss = || (0i64..90, cause());
        prop_oneof![
            2 => proptest::option::of((-90i64..90).prop_map(|minutes| (at(minutes), Hiccup::Silent)))
                .prop_map(|missed| Standing::Held { missed }),
            4 => loss().prop_map(|(minutes, said)| lost(minutes, said)),
            1 => loss().prop_map(|(minutes, said)| Standing::Mended(Loss {
                since: at(minutes), said,
            })),
        ]
    }

    fn some_watched() -> impl Strategy<Value = Vec<Watched>> {
        let times = (-200i64..200, proptest::option::weighted(0.3, -90i64..90));
        let one = (0u8..3, 0u8..2, standing(), times);
        proptest::collection::vec(one, 0..12).prop_map(|all| {
            let numbered = all.into_iter().zip(1u8..);
            numbered
                .map(
                    |((person, which, standing, (approved, seen)), number)| Watched {
                        approved_at: at(approved),
                        seen_at: seen.map(at),
                        app: app(["facebook", "threads"][usize::from(which)]),
                        ..one_of(number, person, standing)
                    },
                )
                .collect()
        })
    }

    fn one_of(number: u8, person: u8, standing: Standing) -> Watched {
        one(number, &person.to_string(), standing)
    }

    proptest! {
        #[test]
        fn no_reset_is_suspected_while_the_app_works_for_anybody(all in some_watched()) {
            for (id, judgement) in judge_losses(&all) {
                let hit = all.iter().find(|one| one.location == id).unwrap();
                if judgement.cause == Cause::BlanketReset && judgement.probable {
                    let works = all.iter().any(
                        |one| one.app == hit.app && one.outlived(judgement.since)
                    );
                    prop_assert!(!works);
                }
            }
        }

        #[test]
        fn one_yes_after_the_last_loss_clears_the_app(mut all in some_watched(), person in 0u8..4) {
            all.push(seen(99, &person.to_string(), 90));
            for judgement in judge_losses(&all).into_values() {
                let cleared = judgement.whose == Whose::App(app("facebook")) && judgement.probable;
                prop_assert!(!cleared);
            }
        }

        #[test]
        fn the_order_of_arrival_does_not_matter(
            (all, shuffled) in some_watched().prop_flat_map(|all| {
                (Just(all.clone()), Just(all).prop_shuffle())
            })
        ) {
            prop_assert_eq!(judge_losses(&all), judge_losses(&shuffled));
            prop_assert_eq!(outages(&all), outages(&shuffled));
        }

        #[test]
        fn what_the_network_said_plainly_is_never_overridden(all in some_watched()) {
            let judged = judge_losses(&all);
            for one in all.iter().filter(|one| one.is_lost()) {
                let (judgement, said) = (&judged[&one.location], one.loss().unwrap().said);
                if !said.leaves_open() {
                    prop_assert_eq!((judgement.cause, judgement.probable), (said, false));
                }
                prop_assert_eq!(judgement.probable, judgement.cause != said);
            }
        }

        #[test]
        fn just_the_lost_ones_are_judged(all in some_watched()) {
            let lost: BTreeSet<_> = all.iter().filter(|one| one.is_lost())
                .map(|one| one.location).collect();
            let judged: BTreeSet<_> = judge_losses(&all).into_keys().collect();
            prop_assert_eq!(judged, lost);
        }

        #[test]
        fn recovery_dissolves_it(mut all in some_watched(), back in 0usize..12) {
            let lost_ones: Vec<usize> = (0..all.len()).filter(|n| all[*n].is_lost()).collect();
            prop_assume!(!lost_ones.is_empty());
            let back = lost_ones[back % lost_ones.len()];
            all[back] = Watched {
                app: all[back].app.clone(), location: all[back].location, ..seen(98, "0", 90)
            };
            let judged = judge_losses(&all);
            prop_assert!(!judged.contains_key(&all[back].location));
            for one in all.iter().filter(|one| one.app == all[back].app && one.is_lost()) {
                prop_assert!(!judged[&one.location].probable
                    || judged[&one.location].cause != Cause::BlanketReset);
            }
            for each in &mut all {
                each.standing = HELD;
            }
            prop_assert!(judge_losses(&all).is_empty());
        }

        #[test]
        fn apps_do_not_speak_for_each_other(all in some_watched()) {
            let together = judge_losses(&all);
            let (one, other): (Vec<_>, Vec<_>) = all.iter().cloned()
                .partition(|each| each.app == app("facebook"));
            let mut apart = judge_losses(&one);
            apart.extend(judge_losses(&other));
            prop_assert_eq!(together, apart);
        }
    }
}
