//! How a sign-in ends without success: given up, failed, or out of time.

use domain::connection::Event;
use domain::{AttemptId, Timestamp};
use protocol::{EventKind, HistoryKind};

use crate::connect::Connect;
use crate::connect::attempt::{Attempt, AttemptState, Why};
use crate::context::Context;

impl Connect {
    /// Ends an attempt; the location is as it was before.
    pub(crate) fn end(&mut self, cx: &mut Context, id: AttemptId) {
        let Some(attempt) = self.attempts.remove(&id) else {
            return;
        };
        cx.shell.close_sign_in_window(id);
        if let Some(location) = attempt.location {
            let held = cx.book.locations.get_mut(&location);
            if let Some(held) = held.filter(|held| held.picking == Some(id)) {
                held.picking = None;
            }
            cx.apply(location, Event::SignInEnded(id));
            cx.emit_location(location);
        }
        cx.emit(EventKind::AttemptEnded(id));
    }

    /// Lets an attempt end without success and says why; the location is as it was before.
    pub(crate) fn fail(&mut self, cx: &mut Context, id: AttemptId, why: Why) {
        let by = if let Why::NoAnswer(hiccup) = why {
            cx.between(hiccup)
        } else {
            None
        };
        let Some(attempt) = self.attempts.get_mut(&id) else {
            return;
        };
        // What a person wanted so is no failure that the history should tell of.
        let is_wanted = why == Why::Cancelled;
        attempt.by = by;
        attempt.progress = AttemptState::Failed(why);
        let location = attempt.location;
        cx.shell.close_sign_in_window(id);
        if let Some(location) = location {
            cx.apply(location, Event::SignInEnded(id));
            if !is_wanted {
                cx.log(location, HistoryKind::SignInFailed, None, None);
            }
            cx.emit_location(location);
        }
        self.emit_attempt(cx, id);
    }

    /// A page that nobody came back from may lead nowhere: its registration is not relied on.
    pub(crate) async fn nobody_came_back(&mut self, cx: &mut Context, id: AttemptId) {
        let attempt = self.attempts.get(&id);
        let waited = attempt.filter(|attempt| matches!(attempt.progress, AttemptState::Waiting(_)));
        if let Some(Attempt {
            network,
            host: Some(host),
            ..
        }) = waited
        {
            let place = (network.clone(), host.clone());
            self.leave_instance(cx, place.0, place.1).await;
        }
    }

    pub(crate) async fn time_is_up(
        &mut self,
        cx: &mut Context,
        id: AttemptId,
        deadline: Timestamp,
    ) {
        let Some(attempt) = self.attempts.get(&id) else {
            return;
        };
        match attempt.progress {
            AttemptState::Preparing | AttemptState::Waiting(_) | AttemptState::Finishing => {
                self.nobody_came_back(cx, id).await;
                self.fail(cx, id, Why::TooLate);
            }
            // Tokens that nobody picked are not kept in memory for ever.
            AttemptState::Picking { .. } | AttemptState::WrongAccount { .. } => {
                if attempt.deadline == deadline {
                    self.end(cx, id);
                }
            }
            AttemptState::Failed(_) | AttemptState::Succeeded(_) | AttemptState::Tried(_) => {}
        }
    }
}
