//! Renewals: when there is one, and what its end means. How it is carried out stands in
//! [`run`].

mod answers;
mod run;

use std::collections::BTreeSet;
use std::time::Duration;

use domain::{Cause, Grant, GrantDates, GrantId, LocationId, Span, Timestamp, Trouble, Verdict};
use networks::Refusal;

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
    /// The network, or the way to it. A no was said twice, or after one that a look heard.
    Refused(Refusal),
    /// The network said no once, to a token that nothing else speaks against.
    RefusedOnce(Refusal),
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
            let Some(grant) = cx.book.grants.get(&id) else {
                continue;
            };
            cx.book.interrupted.insert(id, grant.generation);
            cx.book.cut_off.insert(id, grant.generation);
            if let Some(location) = cx.book.served_by(id).first() {
                cx.report(News::Look(*location));
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
            return;
        };
        let renewing = Renewing {
            said_no: cx.book.said_no(id, grant.generation),
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
            waiting.iter().for_each(|location| cx.came_back(*location));
        }
        match result {
            Ok(grant) => {
                // Somebody disconnected while the network was asked.
                if !cx.book.grants.contains_key(&id) {
                    return;
                }
                cx.book.doubted.insert(id, grant.generation);
                cx.book.unreadable.remove(&id);
                cx.book.grants.insert(id, grant);
                cx.report(News::AlertsMayEnd);
                cx.book.locations.touch_served_by(id);
                for location in cx.book.served_by(id) {
                    cx.tell_location(location);
                }
                for location in waiting {
                    cx.report(News::Probe(location));
                }
            }
            Err(NotRenewed::Elsewhere) => self.mail.spawn(async move {
                tokio::time::sleep(ELSEWHERE).await;
                Message::LookAgain(id)
            }),
            Err(NotRenewed::Lost(trouble)) => {
                if let Some(grant) = cx.book.grants.get(&id) {
                    cx.book.cut_off.insert(id, grant.generation);
                }
                for location in waiting {
                    cx.report(News::RenewalEnded(
                        location,
                        id,
                        Verdict::Here(trouble),
                        None,
                    ));
                }
            }
            Err(NotRenewed::Here(trouble)) => {
                cx.wait_for_room();
                for location in waiting {
                    cx.report(News::RenewalEnded(
                        location,
                        id,
                        Verdict::Here(trouble),
                        None,
                    ));
                }
            }
            Err(NotRenewed::Refused(refusal)) => self.not_renewed(cx, id, refusal, waiting),
            Err(NotRenewed::RefusedOnce(refusal)) => self.refused_once(cx, id, refusal, waiting),
        }
    }

    /// The access token still lives and has the second word: a yes keeps the connection as it is.
    fn refused_once(
        &mut self,
        cx: &mut Context,
        id: GrantId,
        refusal: Refusal,
        waiting: BTreeSet<LocationId>,
    ) {
        let Some(generation) = cx.book.grants.get(&id).map(|grant| grant.generation) else {
            return;
        };
        // A look heard a no meanwhile.
        if cx.book.said_no(id, generation) {
            return self.not_renewed(cx, id, refusal, waiting);
        }
        cx.book.interrupted.remove(&id);
        cx.book.noes.insert(id, generation);
        for location in waiting {
            cx.report(News::Probe(location));
        }
    }

    /// A refused renewal is about every location of the grant; anything else is about those that
    /// asked, and a token that has not ended yet still speaks.
    fn not_renewed(
        &mut self,
        cx: &mut Context,
        id: GrantId,
        refusal: Refusal,
        waiting: BTreeSet<LocationId>,
    ) {
        let now = cx.now();
        let grant = cx.book.grants.get(&id);
        let lives = grant.is_some_and(|grant| access_lives(&grant.dates, now));
        let generation = grant.map(|grant| grant.generation);
        let (mut verdict, wait) = (verdict_of(refusal), wait_of(refusal));
        let unexplained = matches!(verdict, Verdict::No(Cause::Unknown | Cause::Expired));
        if unexplained && cx.book.was_cut_off(id, generation) {
            // The network said yes once, and this computer did not keep it.
            verdict = Verdict::No(Cause::NotKept);
        }
        match verdict {
            Verdict::No(_) => {
                cx.book.interrupted.remove(&id);
                for location in cx.book.served_by(id) {
                    cx.report(News::RenewalEnded(location, id, verdict, wait));
                }
            }
            Verdict::NoAnswer(_) | Verdict::Here(_)
                if lives && !cx.book.is_doubted(id, generation) =>
            {
                for location in waiting {
                    cx.report(News::Probe(location));
                }
            }
            Verdict::Yes | Verdict::NoAnswer(_) | Verdict::Here(_) => {
                // Whoever said no before the renewal is asked anew, and a renewal after that.
                cx.book.noes.remove(&id);
                for location in waiting {
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
            cx.came_back(location);
            cx.report(News::Look(location));
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
            cx.tell_location(location);
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
