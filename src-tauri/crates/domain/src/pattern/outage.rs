//! Hosts that answer nobody: many missing answers that are one event.

use std::collections::BTreeSet;

use super::{DeveloperApp, Standing, Watched, by_app, events};
use crate::{LocationId, Timestamp, Unavailable};

/// So many locations of one host must stay without an answer before the host is suspected: a
/// single one may have met a single bad moment.
pub const SILENT: usize = 2;

/// A host that answers nobody: one event, however many locations it serves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outage {
    /// Whose host it is.
    pub app: DeveloperApp,
    /// The earliest of the last probes that it did not answer.
    pub since: Timestamp,
    /// The locations that could not be probed.
    pub locations: BTreeSet<LocationId>,
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
/// host answers somebody, also while it is asked so rarely that the probes lie far apart.
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

/// Those whose last probe the host did not answer, and when that was.
fn missed<'a>(of_app: &[&'a Watched]) -> Vec<(Timestamp, &'a Watched)> {
    let missed = of_app.iter().filter_map(|one| match one.standing {
        Standing::Held {
            missed:
                Some((
                    at,
                    Unavailable::Silent
                    | Unavailable::Down
                    | Unavailable::NotAnAnswer
                    | Unavailable::Unreachable
                    | Unavailable::BadCertificate,
                )),
        } => Some((at, *one)),
        Standing::Held { .. } | Standing::Lost(_) | Standing::Mended(_) => None,
    });
    missed.collect()
}

/// Whether the host answered anybody since.
fn answers(of_app: &[&Watched], since: Timestamp) -> bool {
    of_app.iter().any(|one| one.answered_since(since))
}
