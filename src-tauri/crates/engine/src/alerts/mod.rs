//! What a person is told, when, and how a person silences it.

mod clock;
mod notice;
mod notify;

use std::collections::{BTreeMap, BTreeSet};

use domain::alert::{LONGEST_STEP, Notified, Pause, Policy, Quiet, Silence};
use domain::{LocationId, Span};
use protocol::{AlertRequest, EventKind, Failure, Reply};

use crate::alerts::clock::AgainstTheClock;
use crate::alerts::notice::Kind;
use crate::context::Context;
use crate::mailbox::Sender;
use crate::store::not_stored;

/// The longest that a pause or a snooze is asked for.
const LONGEST_REST: Span = Span::from_days(LONGEST_STEP as i64);

/// What comes back to this room.
pub(crate) enum Message {
    /// The notice under a key stands on the screen.
    NoticeShown(String),
    /// Those that were asked for the time have answered, or will not.
    DoubtClock,
}

/// What is remembered about alerts.
pub(crate) struct Alerts {
    mail: Sender<Message>,
    /// What was told.
    told: BTreeMap<LocationId, Notified>,
    /// Whether something happened since that may end an alert.
    stirred: bool,
    /// The notices of this run that may still stand on the screen, by key.
    shown: BTreeMap<String, Shown>,
    /// How far this computer's clock can be trusted with warnings.
    clock: AgainstTheClock,
}

/// A notice that may still stand on the screen.
struct Shown {
    kind: Kind,
    about: BTreeSet<LocationId>,
}

impl Alerts {
    /// After what was told before.
    pub fn new(mail: Sender<Message>, told: BTreeMap<LocationId, Notified>) -> Alerts {
        Alerts {
            mail,
            told,
            stirred: false,
            shown: BTreeMap::new(),
            clock: AgainstTheClock::default(),
        }
    }

    pub fn receive(&mut self, cx: &mut Context, message: Message) {
        match message {
            Message::NoticeShown(key) => self.notice_shown(cx, &key),
            Message::DoubtClock => self.doubt_the_clock_again(cx),
        }
    }

    pub async fn asked(
        &mut self,
        cx: &mut Context,
        request: AlertRequest,
    ) -> Result<Reply, Failure> {
        match request {
            AlertRequest::SetAlerts { choice } => self.set_alerts(cx, choice.try_into()?).await,
            AlertRequest::PauseAlerts { hours } => {
                self.pause_alerts(cx, Some(hours.map(in_hours))).await
            }
            AlertRequest::ResumeAlerts => self.pause_alerts(cx, None).await,
            AlertRequest::SnoozeAlerts { locations, hours } => {
                let rest = Some(Some(in_hours(hours)));
                self.rest_alerts(cx, locations, rest).await
            }
            AlertRequest::MuteAlerts { locations } => {
                self.rest_alerts(cx, locations, Some(None)).await
            }
            AlertRequest::UnmuteAlerts { locations } => self.rest_alerts(cx, locations, None).await,
        }
    }

    /// Something happened that may end an alert.
    pub fn stir(&mut self) {
        self.stirred = true;
    }

    /// A notice stands on the screen.
    fn notice_shown(&mut self, cx: &mut Context, key: &str) {
        let mut changed = vec![];
        for (id, told) in &mut self.told {
            if told.was_shown(key) {
                changed.push(*id);
            }
        }
        self.save_notified(cx, changed);
    }

    /// Keeps when alerts are told. A pause is none of it.
    pub(crate) async fn set_alerts(
        &mut self,
        cx: &mut Context,
        mut policy: Policy,
    ) -> Result<Reply, Failure> {
        let out_of_day = |quiet: Quiet| quiet.from >= Quiet::DAY || quiet.to >= Quiet::DAY;
        if policy.quiet.is_some_and(out_of_day) {
            return Err(Failure::Malformed);
        }
        policy.pause = cx.book.policy.pause;
        // A window that has not heard yet of a client's end still names it.
        let clients = &cx.book.clients;
        policy.by_client.retain(|id, _| clients.contains_key(id));
        self.save_policy(cx, policy).await
    }

    /// Lets nothing be told for a while, or until a person goes on (`Some(None)`); without a pause they
    /// go on.
    pub(crate) async fn pause_alerts(
        &mut self,
        cx: &mut Context,
        pause: Option<Option<Span>>,
    ) -> Result<Reply, Failure> {
        let pause = match pause {
            None => None,
            Some(None) => Some(Pause::UntilResumed),
            Some(Some(span)) if is_rest(span) => Some(Pause::Until(cx.now().plus(span))),
            Some(Some(_)) => return Err(Failure::Malformed),
        };
        let policy = cx.book.policy.clone();
        self.save_policy(cx, Policy { pause, ..policy }).await
    }

    async fn save_policy(&mut self, cx: &mut Context, policy: Policy) -> Result<Reply, Failure> {
        cx.store
            .set_policy(policy.clone())
            .await
            .map_err(not_kept)?;
        cx.book.policy = policy.clone();
        cx.emit(EventKind::AlertsChanged(Box::new(policy.into())));
        self.notify_due(cx).await;
        Ok(Reply::DONE)
    }

    /// Silences locations for a while or for good (`Some(None)`), or lets them speak again.
    pub(crate) async fn rest_alerts(
        &mut self,
        cx: &mut Context,
        locations: Vec<LocationId>,
        rest: Option<Option<Span>>,
    ) -> Result<Reply, Failure> {
        let rest = match rest {
            None => None,
            Some(None) => Some(Silence::Muted),
            Some(Some(span)) if is_rest(span) => Some(Silence::Until(cx.now().plus(span))),
            Some(Some(_)) => return Err(Failure::Malformed),
        };
        let gone = |id: &LocationId| !cx.book.locations.contains_key(id);
        if locations.iter().any(gone) {
            return Err(Failure::Gone);
        }
        cx.store
            .set_rests(locations.clone(), rest)
            .await
            .map_err(not_kept)?;
        for id in locations {
            match rest {
                Some(rest) => cx.book.rests.insert(id, rest),
                None => cx.book.rests.remove(&id),
            };
            cx.emit_location(id);
        }
        self.stirred = true;
        self.notify_due(cx).await;
        Ok(Reply::DONE)
    }
}

fn in_hours(hours: u32) -> Span {
    Span::from_minutes(i64::from(hours) * 60)
}

fn is_rest(span: Span) -> bool {
    span > Span::default() && span <= LONGEST_REST
}

fn not_kept(problem: vault::WriteProblem) -> Failure {
    tracing::error!(%problem, "what was chosen for alerts could not be kept");
    not_stored(problem)
}

#[cfg(test)]
mod tests;
