//! What a notice says, from how things stand when it is shown.

use std::collections::BTreeSet;

use domain::pattern::{DeveloperApp, Whose};
use domain::{LocationId, Span, Timestamp, Verdict};

use crate::NoticeAbout;
use crate::book::LocationRecord;
use crate::context::Context;

const DAY: Span = Span::from_days(1);

/// What one notice is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// What was lost together.
    Lost(Whose),
    /// Sign-ins that end.
    Ends,
    /// What nothing is heard of.
    Unheard,
}

impl Context {
    /// What is to be said about locations; nothing where none of them is there any more.
    pub(super) fn about(&self, kind: &Kind, ids: &BTreeSet<LocationId>) -> Option<NoticeAbout> {
        let all = ids.iter().filter_map(|id| self.book.locations.get(id));
        let held: Vec<&LocationRecord> = all.collect();
        match kind {
            Kind::Lost(whose) => self.about_lost(whose, &held),
            Kind::Ends => self.about_ends(&held),
            Kind::Unheard => self.about_unheard(&held),
        }
    }

    fn about_unheard(&self, held: &[&LocationRecord]) -> Option<NoticeAbout> {
        let unheard = |held: &&LocationRecord| held.probe.and_then(|probe| probe.unheard());
        let longest = held.iter().filter_map(unheard).max()?;
        let first = held.iter().find(|held| unheard(held) == Some(longest))?;
        Some(NoticeAbout::Unheard {
            locations: held.iter().map(|held| held.location.id).collect(),
            name: first.name(),
            network: self.network_name(first)?,
            host: first.location.host.as_ref().map(ToString::to_string),
            unheard: longest,
            hiccup: match first.probe?.verdict {
                Verdict::NoAnswer(hiccup) => Some(hiccup),
                Verdict::Yes | Verdict::No(_) | Verdict::Here(_) => None,
            },
        })
    }

    fn about_lost(&self, whose: &Whose, held: &[&LocationRecord]) -> Option<NoticeAbout> {
        let first = held.first()?;
        let network = self.network_name(first)?;
        let judgement = first.judged.as_ref()?;
        let (cause, probable) = (judgement.cause, judgement.probable);
        if let [one] = held {
            return Some(NoticeAbout::StoppedWorking {
                location: one.location.id,
                name: one.name(),
                network,
                cause,
                probable,
            });
        }
        let person = match whose {
            Whose::App(_) => None,
            Whose::Person(..) | Whose::PersonOrApp(..) | Whose::Own(_) => self.person(first),
        };
        Some(NoticeAbout::ManyStoppedWorking {
            locations: held.iter().map(|held| held.location.id).collect(),
            person,
            network,
            cause,
            probable,
        })
    }

    fn about_ends(&self, held: &[&LocationRecord]) -> Option<NoticeAbout> {
        let needs = held.iter().filter_map(|held| self.book.need(held));
        let soonest = needs.min_by_key(|need| need.by)?;
        let first = held.first()?;
        let logins: BTreeSet<_> = held.iter().map(|held| held.location.login).collect();
        let locations = held.iter().map(|held| held.location.id).collect();
        let days = days_left(soonest.by, self.now());
        Some(if logins.len() > 1 {
            NoticeAbout::ManySignInsEnd {
                locations,
                sign_ins: logins.len(),
                days,
            }
        } else {
            NoticeAbout::SignInEnds {
                locations,
                name: first.name(),
                person: self.person(first),
                network: self.network_name(first)?,
                because: soonest.because,
                days,
            }
        })
    }

    fn person(&self, held: &LocationRecord) -> Option<String> {
        let login = self.book.logins.get(&held.location.login?)?;
        Some(login.name.clone())
    }
}

/// Whole days that are left, a begun one counted.
fn days_left(by: Timestamp, now: Timestamp) -> u16 {
    let left = by.since(now).as_millis().max(0);
    let days = left.div_euclid(DAY.as_millis()) + i64::from(left % DAY.as_millis() > 0);
    u16::try_from(days).unwrap_or(u16::MAX)
}

/// The key of a notice about what nothing is heard of: one for each server, and one for each that
/// refuses in unknown words, since that is about one sign-in.
pub(super) fn key_of_silence(app: &DeveloperApp, refused: Option<LocationId>) -> String {
    match refused {
        Some(location) => format!("unheard {location}"),
        None => format!("unheard {}", app_key(app)),
    }
}

fn app_key(app: &DeveloperApp) -> String {
    match &app.host {
        Some(host) => format!("{} {host}", app.network),
        None => app.network.to_string(),
    }
}

/// The key of a notice about what was lost together. A person's stays the same when the judgement
/// wavers.
pub(super) fn key_of_loss(whose: &Whose) -> String {
    match whose {
        Whose::Own(location) => location.to_string(),
        Whose::Person(of, person) | Whose::PersonOrApp(of, person) => {
            format!("{} {}", app_key(of), person.0)
        }
        Whose::App(of) => app_key(of),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_begun_day_counts_and_what_ended_has_none_left() {
        let now = Timestamp::from_secs(1_800_000_000);
        let hours = |hours: i64| days_left(now.plus(Span::from_minutes(hours * 60)), now);
        assert_eq!((hours(24), hours(25), hours(1)), (1, 2, 1));
        assert_eq!((hours(0), hours(-30)), (0, 0));
    }
}
