//! Losses in the light of each other: siblings are asked, the pattern is judged, and what was lost
//! together is told together, once.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use domain::pattern::{
    DeveloperApp, Judgement, Loss, Outage, Standing, Watched, judge_losses, outages_after,
};
use domain::{Cause, LinkState, LocationId, Siblings, Timestamp, Verdict};
use protocol::OutageView;
use tokio::time::Instant;

use crate::book::LocationRecord;
use crate::context::Context;
use crate::mailbox::Sender;
use crate::news::News;

/// How long a loss waits for others before it is told: the probes of its siblings, which begin at
/// once, take a few seconds.
const SETTLE: Duration = Duration::from_secs(20);
/// How long it waits at most while siblings are still being asked; a person wants to know.
const SETTLE_AT_MOST: Duration = Duration::from_secs(120);
/// How long it waits at most for the probe that confirms it: a network may fall silent after it said
/// no.
const CONFIRM_AT_MOST: Duration = Duration::from_secs(30 * 60);
/// So many judgements a round of probes of everything costs at most.
const PARTS: usize = 16;

/// What comes back to this room.
pub(crate) enum Message {
    /// What happened had time to settle.
    PatienceEnded,
}

/// What is remembered about losses.
pub(crate) struct Patterns {
    mail: Sender<Message>,
    /// How much happened that a pattern may depend on.
    stirred: usize,
    /// Whether siblings of a loss wait to be probed.
    siblings_due: bool,
    /// Whether a timer is set for them.
    waiting: bool,
    outages: Vec<Outage>,
}

impl Patterns {
    pub fn new(mail: Sender<Message>) -> Patterns {
        Patterns {
            mail,
            stirred: 0,
            siblings_due: false,
            waiting: false,
            outages: vec![],
        }
    }

    pub fn receive(&mut self, cx: &mut Context, message: Message) {
        match message {
            Message::PatienceEnded => self.tell_pending(cx),
        }
    }

    /// Who answers for nobody.
    pub fn outages(&self) -> Vec<OutageView> {
        let outage = |outage: &Outage| OutageView {
            network: outage.app.network.clone(),
            host: outage.app.host.clone().map(String::from),
            locations: u32::try_from(outage.locations.len()).unwrap_or(u32::MAX),
        };
        self.outages.iter().map(outage).collect()
    }

    /// Something happened that a pattern may depend on.
    pub fn stir(&mut self) {
        self.stirred += 1;
    }

    /// A working location was lost: its siblings are asked now and not tomorrow, and it is told
    /// when they had time to answer.
    pub(crate) fn stopped_working(&mut self, cx: &mut Context, id: LocationId, said: Cause) {
        let held = cx.book.locations.get(&id);
        let Some(since) = held.and_then(|held| held.loss).map(|loss| loss.since) else {
            return;
        };
        self.stir();
        cx.book.pending_losses.insert(id, Instant::now());
        self.wait_for_siblings(SETTLE);
        self.ask_siblings(cx, id, since, said);
    }

    fn ask_siblings(&mut self, cx: &mut Context, id: LocationId, since: Timestamp, said: Cause) {
        let Some(lost) = cx.book.locations.get(&id) else {
            return;
        };
        let (app, login) = (cx.app_behind(lost), lost.location.login);
        let losses = of_app(cx, &app).filter_map(|held| held.loss);
        let wanted = Siblings::of(since, said, losses.map(|loss| loss.since));
        let siblings: Vec<LocationId> = of_app(cx, &app)
            .filter(|held| {
                held.location.id != id && held.connection.link_state() == LinkState::Linked
            })
            // Within the same moments the network may repeat a mistake; it is asked soon anyway.
            .filter(|held| {
                let said = held.probe.map(|probe| probe.verdict);
                !matches!(said, Some(Verdict::No(_)))
            })
            .filter(|held| {
                let same_person = held.location.login == login;
                wanted.ask(same_person, held.probe, held.rhythm.not_before)
            })
            .map(|held| held.location.id)
            .filter(|id| !cx.book.probing.contains(id))
            .collect();
        for sibling in siblings {
            if let Some(held) = cx.book.locations.get_mut(&sibling) {
                held.rhythm.last = None;
            }
        }
        self.siblings_due = true;
    }

    /// Probes the siblings of what was just lost, when all that was lost with it is known: a refused
    /// renewal takes several locations at once, and none of them is to spend its token again.
    pub(crate) fn probe_siblings(&mut self, cx: &mut Context) {
        if std::mem::take(&mut self.siblings_due) {
            cx.report(News::WatchOn);
        }
    }

    /// Judges anew as soon as that is worth the work: to judge asks all, so in the middle of many
    /// looks it waits until some part of all has been heard of.
    pub(crate) fn judge_worthwhile(&mut self, cx: &mut Context) {
        let enough = cx.book.locations.len() / PARTS;
        if self.stirred > enough || cx.agenda.away() == 0 {
            self.judge_patterns(cx);
        }
    }

    /// Judges anew after something happened, and tells whose picture changed.
    pub(crate) fn judge_patterns(&mut self, cx: &mut Context) {
        if std::mem::take(&mut self.stirred) == 0 {
            return;
        }
        cx.report(News::AlertsMayEnd);
        if self.outages.is_empty() && cx.book.locations.values().all(is_fine) {
            return;
        }
        let all = cx.book.locations.values();
        let watched: Vec<Watched> = all.filter_map(|held| watched(cx, held)).collect();
        self.see_outages(&watched);
        let mut judged = judge_losses(&watched);
        let all = cx.book.locations.values();
        let changed: Vec<(LocationId, Option<Judgement>)> = all
            .map(|held| (held, judged.remove(&held.location.id)))
            .filter(|(held, now)| held.judged != *now)
            .map(|(held, now)| (held.location.id, now))
            .collect();
        for (id, now) in changed {
            let Some(held) = cx.book.locations.get_mut(&id) else {
                continue;
            };
            let shown = |one: &Option<Judgement>| one.as_ref().map(|j| (j.cause, j.probable));
            let tell = now.is_some() && shown(&held.judged) != shown(&now);
            held.judged = now;
            if tell {
                cx.emit_location(id);
            }
        }
    }

    /// One line for an outage and one for its end, however many locations it keeps from answering.
    fn see_outages(&mut self, watched: &[Watched]) {
        let before = std::mem::take(&mut self.outages);
        let now = outages_after(&before, watched);
        let has = |all: &[Outage], app: &DeveloperApp| all.iter().any(|one| one.app == *app);
        for outage in now.iter().filter(|one| !has(&before, &one.app)) {
            let (network, locations) = (&outage.app.network, outage.locations.len());
            tracing::info!(%network, locations, "a network answers for nobody");
        }
        for outage in before.iter().filter(|one| !has(&now, &one.app)) {
            tracing::info!(network = %outage.app.network, "a network answers again");
        }
        self.outages = now;
    }

    /// Tells what is due when what happens now had time to settle.
    pub(crate) fn notify_soon(&mut self) {
        self.wait_for_siblings(SETTLE);
    }

    fn wait_for_siblings(&mut self, wait: Duration) {
        if std::mem::replace(&mut self.waiting, true) {
            return;
        }
        self.mail.spawn(async move {
            tokio::time::sleep(wait).await;
            Message::PatienceEnded
        });
    }

    /// Time is up for those that were lost first; they are told unless siblings are still asked.
    fn tell_pending(&mut self, cx: &mut Context) {
        self.judge_patterns(cx);
        self.waiting = false;
        let mut by_app: BTreeMap<DeveloperApp, BTreeSet<LocationId>> = BTreeMap::new();
        for id in cx.book.pending_losses.keys() {
            if let Some(held) = cx.book.locations.get(id) {
                let app = cx.app_behind(held);
                by_app.entry(app).or_default().insert(*id);
            }
        }
        let mut next: Option<Duration> = None;
        for (app, lost) in by_app {
            match self.patience(cx, &app, &lost) {
                Some(wait) => next = Some(next.map_or(wait, |next| next.min(wait))),
                None => cx.book.pending_losses.retain(|id, _| !lost.contains(id)),
            }
        }
        let locations = &cx.book.locations;
        let gone = |id: &LocationId| !locations.contains_key(id);
        cx.book.pending_losses.retain(|id, _| !gone(id));
        if let Some(wait) = next {
            self.wait_for_siblings(wait);
        }
        cx.report(News::NotifyNow);
    }

    /// How long these still wait.
    fn patience(
        &self,
        cx: &Context,
        app: &DeveloperApp,
        lost: &BTreeSet<LocationId>,
    ) -> Option<Duration> {
        let untold = &cx.book.pending_losses;
        let waits = || {
            lost.iter()
                .filter_map(|id| untold.get(id))
                .map(Instant::elapsed)
        };
        let longest = waits().max()?;
        let unconfirmed = |id: &LocationId| {
            let held = cx.book.locations.get(id);
            held.is_some_and(|held| held.rhythm.asks_again())
        };
        if longest < CONFIRM_AT_MOST && lost.iter().any(unconfirmed) {
            return Some(SETTLE.min(CONFIRM_AT_MOST.saturating_sub(longest)));
        }
        let left = SETTLE_AT_MOST.saturating_sub(longest);
        if left.is_zero() {
            return None;
        }
        let wait = if of_app(cx, app).any(|held| self.is_being_asked(cx, held)) {
            SETTLE
        } else {
            SETTLE.saturating_sub(waits().min()?)
        };
        (!wait.is_zero()).then_some(wait.min(left))
    }

    fn is_being_asked(&self, cx: &Context, held: &LocationRecord) -> bool {
        let renewing = |grant| cx.book.renewing.contains_key(&grant);
        let watched = held.connection.link_state() == LinkState::Linked;
        watched
            && (cx.book.probing.contains(&held.location.id)
                || held.location.grant.is_some_and(renewing)
                || held.rhythm.last.is_none()
                || held.rhythm.asks_again())
    }
}

fn of_app<'a>(cx: &'a Context, app: &'a DeveloperApp) -> impl Iterator<Item = &'a LocationRecord> {
    let all = cx.book.locations.values();
    all.filter(|held| held.location.host == app.host)
        .filter(|held| cx.kept_as(held) == app.network.as_str())
}

fn watched(cx: &Context, held: &LocationRecord) -> Option<Watched> {
    let link_state = held.connection.link_state();
    let grant = cx.book.grants.get(&held.location.grant?)?;
    let person = cx.book.logins.get(&grant.login)?.account.clone();
    let missed = held.probe.and_then(|probe| match probe.verdict {
        Verdict::NoAnswer(hiccup) => Some((probe.at, hiccup)),
        Verdict::Yes | Verdict::No(_) | Verdict::Here(_) => None,
    });
    let standing = match (link_state, held.loss) {
        (LinkState::Linked, None) => Standing::Held { missed },
        (LinkState::Linked, Some(loss)) => Standing::Mended(loss),
        (LinkState::NeedsYou(said), loss) => Standing::Lost(Loss {
            since: loss.map(|loss| loss.since).or(held.probe.map(|l| l.at))?,
            said,
        }),
        (LinkState::Unlinked | LinkState::Unfinished, _) => return None,
    };
    Some(Watched {
        location: held.location.id,
        app: cx.app_behind(held),
        person,
        approved_at: grant.dates.issued_at,
        seen_at: held.seen_at,
        standing,
    })
}

/// Whether there is nothing to judge about it, as about most, most of the time.
fn is_fine(held: &LocationRecord) -> bool {
    let answered = held
        .probe
        .is_none_or(|probe| !matches!(probe.verdict, Verdict::NoAnswer(_)));
    let lost = matches!(held.connection.link_state(), LinkState::NeedsYou(_));
    answered && !lost && held.judged.is_none()
}

#[cfg(test)]
#[path = "patterns_tests.rs"]
mod tests;
