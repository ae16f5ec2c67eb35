//! Renewals: when there is one, and what its end means. How it is carried out stands in
//! [`run`].

mod answers;
mod run;

use std::collections::BTreeSet;
use std::time::Duration;

use domain::renewal::{RenewalEffect, RenewalEvent};
use domain::{Cause, Grant, GrantDates, GrantId, LocationId, Span, Timestamp, Trouble, Verdict};
use networks::ProviderError;

use crate::context::Context;
use crate::mailbox::Sender;
use crate::news::News;
use crate::watch::check::{verdict_of, wait_of};
use run::Renewing;

/// When to look again at a grant that another process renews.
const ELSEWHERE: Duration = Duration::from_secs(3);

/// Why a renewal brought nothing.
pub(crate) enum NotRenewed {
    /// Another process renews it.
    Elsewhere,
    /// The network, or the way to it. A no was said twice, or after one that a probe heard.
    Refused(ProviderError),
    /// The network said no once, to a token that nothing else speaks against.
    RefusedOnce(Cause),
    /// This computer could not ask, or could not keep the new tokens.
    Here(Trouble),
    /// What came back could not be kept, and never will be.
    Lost(Trouble),
}

/// What comes back to this room.
pub(crate) enum Message {
    /// A renewal has ended.
    Renewed(GrantId, Result<Grant, NotRenewed>),
    /// Another process had it: what became of that is to be seen.
    LookAgain(GrantId),
    /// The disk did not take what a renewal brought.
    NotKeptYet(GrantId),
}

/// Renews what is about to end, once for all that hang on it.
pub(crate) struct Renewals {
    mail: Sender<Message>,
}

impl Renewals {
    pub fn new(mail: Sender<Message>) -> Renewals {
        Renewals { mail }
    }

    pub async fn receive(&mut self, cx: &mut Context, message: Message) {
        match message {
            Message::Renewed(grant, result) => self.renewed(cx, grant, result),
            Message::LookAgain(grant) => self.look_again(cx, grant).await,
            Message::NotKeptYet(grant) => self.not_kept_yet(cx, grant),
        }
    }

    /// Sees to the renewals first that an earlier run sent and never saw answered: a refresh token
    /// that was spent works again only for the moments that the network allows, if at all, whatever
    /// the access token is still good for.
    pub(crate) fn resume(&mut self, cx: &mut Context, interrupted: BTreeSet<GrantId>) {
        for id in interrupted {
            if !cx.book.grants.contains_key(&id) {
                continue;
            }
            cx.book.stands(id, RenewalEvent::Interrupted);
            if let Some(location) = cx.book.served_by(id).first() {
                cx.report(News::CheckLocation(*location));
            }
        }
    }

    /// Renews a grant for a location; others that ask meanwhile wait for the same renewal.
    pub(crate) fn renew(&mut self, cx: &mut Context, id: GrantId, asked_by: LocationId) {
        if let Some(waiting) = cx.book.renewing.get_mut(&id) {
            waiting.insert(asked_by);
            return cx.agenda.left(asked_by);
        }
        let grant = cx.book.grants.get(&id);
        let login = grant.and_then(|grant| cx.book.logins.get(&grant.login));
        let dialect = login.and_then(|login| cx.networks.get(&login.network));
        let (Some(grant), Some(login), Some(dialect)) = (grant, login, dialect) else {
            // Whoever asked has left their line for a renewal that nobody can make.
            return cx.agenda.back(asked_by);
        };
        let renewing = Renewing {
            said_no: cx.book.standing(id).is_refused(),
            grant: grant.clone(),
            network: login.network.clone(),
            host: login.host.clone(),
            dialect,
            transport: cx.transport.clone(),
            store: cx.store.clone(),
            clock: cx.clock.clone(),
            rehearsal: cx.rehearsal.clone(),
            mail: self.mail.clone(),
        };
        cx.book.renewing.insert(id, BTreeSet::from([asked_by]));
        cx.agenda.left(asked_by);
        self.mail
            .spawn(async move { Message::Renewed(id, renewing.run().await) });
    }

    fn renewed(&mut self, cx: &mut Context, id: GrantId, result: Result<Grant, NotRenewed>) {
        let waiting = cx.book.renewing.remove(&id).unwrap_or_default();
        self.kept_at_last(cx, id);
        cx.see_store();
        // What another process renews is waited for as if it were renewed here.
        if !matches!(result, Err(NotRenewed::Elsewhere)) {
            waiting.iter().for_each(|location| cx.finished(*location));
        }
        let event = match result {
            Ok(grant) => {
                // Somebody disconnected while the network was asked.
                if !cx.book.grants.contains_key(&id) {
                    return;
                }
                let generation = grant.generation;
                cx.book.unreadable.remove(&id);
                cx.book.grants.insert(id, grant);
                cx.report(News::AlertsMayEnd);
                cx.book.locations.touch_served_by(id);
                for location in cx.book.served_by(id) {
                    cx.emit_location(location);
                }
                RenewalEvent::Renewed(generation)
            }
            Err(NotRenewed::Elsewhere) => {
                return self.mail.spawn(async move {
                    tokio::time::sleep(ELSEWHERE).await;
                    Message::LookAgain(id)
                });
            }
            Err(NotRenewed::Lost(trouble)) => RenewalEvent::Lost(trouble),
            Err(NotRenewed::Here(trouble)) => {
                cx.wait_for_room();
                let told = RenewalEffect::Tell(Verdict::Here(trouble));
                return self.follow(cx, id, told, &waiting, None);
            }
            Err(NotRenewed::Refused(refusal)) => match verdict_of(refusal) {
                Verdict::No(cause) => RenewalEvent::Refused(cause),
                verdict @ (Verdict::Yes | Verdict::NoAnswer(_) | Verdict::Here(_)) => {
                    let grant = cx.book.grants.get(&id);
                    let lives = grant.is_some_and(|grant| access_lives(&grant.dates, cx.now()));
                    let event = RenewalEvent::NotAsked {
                        verdict,
                        access_lives: lives,
                    };
                    let effect = cx.book.stands(id, event);
                    let wait = wait_of(refusal);
                    return effect.into_iter().for_each(|effect| {
                        self.follow(cx, id, effect, &waiting, wait);
                    });
                }
            },
            Err(NotRenewed::RefusedOnce(cause)) => RenewalEvent::RefusedOnce(cause),
        };
        if let Some(effect) = cx.book.stands(id, event) {
            self.follow(cx, id, effect, &waiting, None);
        }
    }

    /// Tells the watch what a renewal means for those who asked for it, or for all that it serves.
    fn follow(
        &self,
        cx: &mut Context,
        id: GrantId,
        effect: RenewalEffect,
        waiting: &BTreeSet<LocationId>,
        wait: Option<Span>,
    ) {
        let asked = waiting.iter().copied();
        match effect {
            RenewalEffect::Probe => asked.for_each(|location| cx.report(News::Probe(location))),
            RenewalEffect::Tell(verdict) => asked.for_each(|location| {
                cx.report(News::RenewalEnded(location, id, verdict, wait));
            }),
            RenewalEffect::TellAll(verdict) => {
                for location in cx.book.served_by(id) {
                    cx.report(News::RenewalEnded(location, id, verdict, wait));
                }
            }
        }
    }

    /// Another process had the renewal: its result is in the store, or it is our turn.
    async fn look_again(&mut self, cx: &mut Context, id: GrantId) {
        if let Some(grant) = cx.store.grant(id).await
            && cx.book.grants.contains_key(&id)
        {
            cx.book.grants.insert(id, grant);
            cx.book.locations.touch_served_by(id);
        }
        for location in cx.book.served_by(id) {
            cx.finished(location);
            cx.report(News::CheckLocation(location));
        }
    }

    /// The disk did not take what a renewal brought: whose sign-in that is shows it, and a person
    /// is told at once.
    fn not_kept_yet(&mut self, cx: &mut Context, id: GrantId) {
        if cx.book.not_kept.insert(id) {
            self.show_not_kept(cx, id);
        }
    }

    /// It was written, or need not be any more.
    fn kept_at_last(&mut self, cx: &mut Context, id: GrantId) {
        if cx.book.not_kept.remove(&id) {
            self.show_not_kept(cx, id);
        }
    }

    fn show_not_kept(&mut self, cx: &mut Context, id: GrantId) {
        cx.book.locations.touch_served_by(id);
        let served: Vec<LocationId> = cx.book.served_by(id);
        for location in served {
            cx.emit_location(location);
        }
        cx.say_disk();
    }
}

/// Whether an access token has not ended by its own date.
pub(crate) fn access_lives(dates: &GrantDates, now: Timestamp) -> bool {
    dates
        .access_ends
        .is_none_or(|ends| ends.since(now) > Span::default())
}

#[cfg(test)]
#[path = "renewal_tests.rs"]
mod tests;
