//! Telling: what is due is written down, then shown; what is over is taken off the screen.

mod screen;

use std::collections::{BTreeMap, BTreeSet};

use domain::alert::{Concern, News, Notified, NotifiedLoss, Silence};
use domain::pattern::{Judgement, Whose};
use domain::{LinkState, LocationId, Timestamp, Unheard};

use super::Alerts;
use crate::alerts::clock::Clock;
use crate::alerts::notice::{Kind, key_of_loss, key_of_silence};
use crate::book::{LocationRecord, State};
use crate::context::Context;

/// More sign-ins than this that reach a step together are told with one notice.
const MOST_NOTICES: usize = 3;
/// The key of that notice.
const ENDS: &str = "ends";
/// What nobody is called for stands under no notice.
const NO_NOTICE: &str = "";

/// A notice that is to be shown.
struct Draft {
    kind: Kind,
    news: BTreeMap<LocationId, News>,
    /// Whether a person is called; otherwise it only belongs to what was told.
    calls: bool,
}

/// What was told before and stood on no screen.
type Unseen = (Kind, BTreeSet<LocationId>);

impl Draft {
    fn is_of_weeks(&self) -> bool {
        let mut news = self.news.values();
        self.calls && news.all(|news| *news == News::Unheard(Unheard::Weeks))
    }
}

impl Alerts {
    /// Tells what is to be told by now, unless alerts rest.
    pub(crate) async fn notify_due(&mut self, cx: &mut Context) {
        let now = cx.now();
        self.forget_the_future(cx, now);
        self.end_snoozes(cx, now).await;
        let minute = cx.clock.minute_of_day(now);
        if cx.book.policy.rests(now, minute) {
            return;
        }
        self.share_silence(cx, now);
        let mut drafts = self.drafts(cx, now);
        let mut unshown = self.unshown(cx);
        if cx.book.offline {
            // Without a way nothing can be mended now, and nothing was asked. That one server alone
            // has been out of reach for weeks is no matter of the way.
            drafts.retain(|_, draft| draft.is_of_weeks());
            unshown.clear();
        }
        self.hold_against_the_clock(cx, &mut drafts, &mut unshown);
        self.notify_drafts(cx, drafts, now).await;
        for (key, (kind, about)) in unshown {
            if !self.shown.contains_key(&key) {
                self.call(cx, key, kind, about);
            }
        }
    }

    /// Leaves out what would be wrong because the clock is, or may be.
    fn hold_against_the_clock(
        &mut self,
        cx: &mut Context,
        drafts: &mut BTreeMap<String, Draft>,
        unshown: &mut BTreeMap<String, Unseen>,
    ) {
        let clock = self.against_the_clock(cx);
        self.tell_the_clock(cx, clock);
        if clock == Clock::Trusted {
            return;
        }
        let hangs = |draft: &Draft| draft.news.values().any(|news| news.hangs_on_the_date());
        let mut held = BTreeSet::new();
        drafts.retain(|_, draft| {
            let is_held = hangs(draft);
            if is_held {
                held.extend(draft.news.keys().copied());
            }
            !is_held
        });
        unshown.retain(|_, (kind, about)| {
            let is_held = *kind == Kind::Ends;
            if is_held {
                held.append(about);
            }
            !is_held
        });
        if clock == Clock::Unknown && !held.is_empty() {
            self.ask_the_time(cx, held);
        }
    }

    /// Writes down what is told, and shows it then.
    async fn notify_drafts(
        &mut self,
        cx: &mut Context,
        drafts: BTreeMap<String, Draft>,
        now: Timestamp,
    ) {
        if drafts.is_empty() {
            return;
        }
        let told = self.notified_with(&drafts, now);
        // First of all: what could not be written down would be told again after every start.
        if let Err(problem) = cx.store.set_told(told.clone()).await {
            tracing::warn!(%problem, "alerts could not be kept, and wait");
            cx.owed.untold = true;
            return cx.wait_for_room();
        }
        for (id, told) in told {
            cx.owed.told.remove(&id);
            self.told.insert(id, told);
        }
        for (key, draft) in drafts {
            let about = draft.news.into_keys().collect();
            match draft.calls {
                true => self.call(cx, key, draft.kind, about),
                false => self.join(cx, &key, about),
            }
        }
    }

    /// What was told and stood on no screen, by the key of its notice. What this run has told already
    /// waits where notices are shown.
    fn unshown(&self, cx: &Context) -> BTreeMap<String, Unseen> {
        let alerts = &self;
        let mut all: BTreeMap<String, Unseen> = BTreeMap::new();
        for (id, told) in &alerts.told {
            let held = cx.book.locations.get(id);
            let speaks = |held: &&LocationRecord| held.connection.attempt().is_none();
            let Some(held) = held
                .filter(speaks)
                .filter(|_| !cx.book.rests.contains_key(id))
            else {
                continue;
            };
            let lost = told.lost.as_ref().filter(|told| !told.shown);
            let judged = held.judged.as_ref();
            let lost = lost.zip(judged).map(|(told, judged)| {
                let kind = Kind::Lost(judged.whose.clone());
                (&told.key, kind)
            });
            let ends = told.ends.as_ref().filter(|told| !told.shown);
            let ends = ends
                .filter(|_| told.lost.is_none())
                .map(|told| (&told.key, Kind::Ends));
            let unheard = told.unheard.as_ref().filter(|told| !told.shown);
            let unheard = unheard.map(|told| (&told.key, Kind::Unheard));
            for (key, kind) in [lost, ends, unheard].into_iter().flatten() {
                if !alerts.shown.contains_key(key) {
                    let of_key = all.entry(key.clone()).or_insert((kind, BTreeSet::new()));
                    of_key.1.insert(*id);
                }
            }
        }
        all
    }

    /// What is silent for one is silent for all that live there: they are told together, and not
    /// one after the other as they are probed.
    fn share_silence(&mut self, cx: &mut Context, now: Timestamp) {
        let unheard = |held: &LocationRecord| held.probe.and_then(|probe| probe.unheard());
        let raised = |held: &LocationRecord| {
            let silent = cx.agenda.silent_for(held.location.id);
            let probe = held.probe?.at_silent_host(silent, now);
            (probe.unheard() != unheard(held)).then_some((held.location.id, probe))
        };
        let raised: Vec<_> = cx.book.locations.values().filter_map(raised).collect();
        for (id, probe) in raised {
            if let Some(held) = cx.book.locations.get_mut(&id) {
                held.probe = Some(probe);
            }
            cx.emit_location(id);
        }
    }

    fn news(&self, cx: &Context, held: &LocationRecord, now: Timestamp) -> News {
        let alerts = &self;
        let id = held.location.id;
        let is_away = held.connection.attempt().is_some();
        let is_snoozed = matches!(cx.book.rests.get(&id), Some(Silence::Until(_)));
        if is_away || is_snoozed || cx.book.pending_losses.contains_key(&id) {
            return News::Nothing;
        }
        let location = &held.location;
        let steps = cx.book.policy.steps_of(&location.network, location.client);
        let nothing = Notified::default();
        let told = alerts.told.get(&id).unwrap_or(&nothing);
        let news = told.news(concern(&cx.book, held), steps, now);
        if news != News::Nothing {
            return news;
        }
        let unheard = told.news_of_silence(unheard(held));
        unheard.map_or(News::Nothing, News::Unheard)
    }

    /// What is due, by the key of the notice that tells it.
    fn drafts(&self, cx: &Context, now: Timestamp) -> BTreeMap<String, Draft> {
        let mut drafts = BTreeMap::new();
        let mut ending: BTreeMap<String, Vec<(LocationId, News)>> = BTreeMap::new();
        let mut add = |key: String, kind: Kind, calls, one: (LocationId, News)| {
            let news = BTreeMap::new();
            let draft = drafts.entry(key).or_insert(Draft { kind, news, calls });
            draft.news.extend([one]);
        };
        for held in cx.book.locations.values() {
            let id = held.location.id;
            let news = self.news(cx, held, now);
            let is_muted = cx.book.rests.contains_key(&id);
            match (news, &held.judged) {
                (News::Nothing, _) => {}
                _ if is_muted => add(NO_NOTICE.to_owned(), Kind::Ends, false, (id, news)),
                (News::LostAsForetold, _) => {
                    add(NO_NOTICE.to_owned(), Kind::Ends, false, (id, news));
                }
                (News::Lost, Some(judged)) => {
                    let calls = !self.was_notified_with(judged);
                    let kind = Kind::Lost(judged.whose.clone());
                    add(key_of_loss(&judged.whose), kind, calls, (id, news));
                }
                // Judged with the next mail.
                (News::Lost, None) => {}
                (News::Unheard(unheard), _) => {
                    let refused = (unheard == Unheard::Refused).then_some(id);
                    let key = key_of_silence(&cx.app_behind(held), refused);
                    add(key, Kind::Unheard, true, (id, news));
                }
                (News::Ends { .. }, _) => {
                    let of = held.location.login.map(|login| login.to_string());
                    let of = of.unwrap_or_else(|| id.to_string());
                    ending
                        .entry(format!("{ENDS} {of}"))
                        .or_default()
                        .push((id, news));
                }
            }
        }
        let digest = ending.len() > MOST_NOTICES;
        for (key, all) in ending {
            let key = if digest { ENDS.to_owned() } else { key };
            for one in all {
                add(key.clone(), Kind::Ends, true, one);
            }
        }
        drafts
    }

    /// Whether the group that a loss belongs to was told as one: who is found later to belong to
    /// it has been told with it.
    fn was_notified_with(&self, judged: &Judgement) -> bool {
        if matches!(judged.whose, Whose::Own(_)) {
            return false;
        }
        let key = key_of_loss(&judged.whose);
        let with = |told: &NotifiedLoss| told.key == key && told.at >= judged.since;
        let mut all = self.told.values();
        all.any(|told| told.lost.as_ref().is_some_and(with))
    }

    fn notified_with(
        &self,
        drafts: &BTreeMap<String, Draft>,
        at: Timestamp,
    ) -> Vec<(LocationId, Notified)> {
        let mut all = vec![];
        for (key, draft) in drafts {
            for (id, news) in &draft.news {
                let mut told = self.told.get(id).cloned().unwrap_or_default();
                // What nobody is called for needs no place on a screen.
                told.remember(*news, at, key.clone(), !draft.calls);
                all.push((*id, told));
            }
        }
        all
    }

    /// Writes what was told of locations as it then is.
    pub(super) fn save_notified(&self, cx: &mut Context, changed: Vec<LocationId>) {
        for id in changed {
            let told = self.told.get(&id).cloned().unwrap_or_default();
            cx.owed.told.insert(id, told);
        }
    }

    /// Follows what happened: what is over is forgotten and leaves the screen.
    pub(crate) fn follow_alerts(&mut self, cx: &mut Context) {
        if !std::mem::take(&mut self.stirred) {
            return;
        }
        let mut changed = vec![];
        let mut known = std::mem::take(&mut self.told);
        known.retain(|id, told| {
            let held = cx.book.locations.get(id);
            let concern = held.and_then(|held| concern(&cx.book, held));
            let heard_again = told.let_go_of_silence(held.and_then(unheard));
            if (told.let_go(concern) || heard_again) && held.is_some() {
                changed.push(*id);
            }
            *told != Notified::default()
        });
        self.told = known;
        self.save_notified(cx, changed);
        let keys: Vec<String> = self.shown.keys().cloned().collect();
        for key in keys {
            let over = self.over(cx, &key);
            self.take_off(cx, &key, |id| over.contains(id));
        }
    }

    /// A snooze that is over lets the location speak as if nothing had been said.
    async fn end_snoozes(&mut self, cx: &mut Context, now: Timestamp) {
        let rests = cx.book.rests.iter();
        let over = rests.filter(|(_, rest)| matches!(rest, Silence::Until(until) if *until <= now));
        let over: Vec<LocationId> = over.map(|(id, _)| *id).collect();
        if over.is_empty() {
            return;
        }
        if let Err(problem) = cx.store.end_rests(over.clone()).await {
            tracing::warn!(%problem, "the end of a snooze could not be kept");
        }
        for id in over {
            cx.owed.told.remove(&id);
            self.told.remove(&id);
            cx.book.rests.remove(&id);
            cx.emit_location(id);
        }
    }
}

/// What concerns a person about a location.
fn concern(book: &State, held: &LocationRecord) -> Option<Concern> {
    match held.connection.link_state() {
        LinkState::NeedsYou(said) => Some(Concern::Lost {
            since: held
                .loss
                .map(|loss| loss.since)
                .or(held.probe.map(|l| l.at))?,
            cause: held.judged.as_ref().map_or(said, |judged| judged.cause),
        }),
        LinkState::Linked => {
            let grant = book.grants.get(&held.location.grant?)?;
            Some(Concern::Ends {
                by: book.need(held)?.by,
                approved_at: grant.dates.issued_at,
            })
        }
        LinkState::Unlinked | LinkState::Unfinished => None,
    }
}

/// For how long nothing has been heard of a location that works as far as is known.
fn unheard(held: &LocationRecord) -> Option<Unheard> {
    let works = held.connection.link_state() == LinkState::Linked;
    held.probe.filter(|_| works)?.unheard()
}

#[cfg(test)]
#[path = "notify_tests.rs"]
mod tests;
