//! How a sign-in ends without success: given up, failed, or out of time.

use domain::connection::Event;
use domain::{AttemptId, Span};
use protocol::{Fact, HistoryKind};

use crate::connect::attempt::{Attempt, Progress, Why};
use crate::task::Task;

impl Task {
    /// Ends an attempt; the location is as it was before.
    pub(crate) fn end(&mut self, id: AttemptId) {
        let Some(attempt) = self.state.attempts.remove(&id) else {
            return;
        };
        self.shell.close_sign_in_window(id);
        if let Some(location) = attempt.location {
            self.happen(location, Event::SignInEnded(id));
            self.tell_location(location);
        }
        self.tell(Fact::AttemptEnded(id));
    }

    /// Lets an attempt end without success and says why; the location is as it was before.
    pub(crate) fn fail(&mut self, id: AttemptId, why: Why) {
        let by = if let Why::NoAnswer(hiccup) = why {
            self.between(hiccup)
        } else {
            None
        };
        let Some(attempt) = self.state.attempts.get_mut(&id) else {
            return;
        };
        // What a person wanted so is no failure that the history should tell of.
        let is_wanted = why == Why::Cancelled;
        attempt.by = by;
        attempt.progress = Progress::Failed(why);
        let location = attempt.location;
        self.shell.close_sign_in_window(id);
        if let Some(location) = location {
            self.happen(location, Event::SignInEnded(id));
            if !is_wanted {
                self.note(location, HistoryKind::SignInFailed, None, None);
            }
            self.tell_location(location);
        }
        self.tell_attempt(id);
    }

    /// A page that nobody came back from may lead nowhere: its registration is not relied on.
    pub(crate) async fn nobody_came_back(&mut self, id: AttemptId) {
        let attempt = self.state.attempts.get(&id);
        let waited = attempt.filter(|attempt| matches!(attempt.progress, Progress::Waiting(_)));
        if let Some(Attempt {
            network,
            host: Some(host),
            ..
        }) = waited
        {
            let place = (network.clone(), host.clone());
            self.leave_instance(place.0, place.1).await;
        }
    }

    pub(crate) async fn time_is_up(&mut self, id: AttemptId) {
        let Some(attempt) = self.state.attempts.get(&id) else {
            return;
        };
        match attempt.progress {
            Progress::Preparing | Progress::Waiting(_) | Progress::Finishing => {
                self.nobody_came_back(id).await;
                self.fail(id, Why::TooLate);
            }
            // Tokens that nobody picked are not kept in memory for ever.
            Progress::Picking { .. } | Progress::WrongAccount { .. } => {
                if self.now().since(attempt.deadline) >= Span::default() {
                    self.end(id);
                }
            }
            Progress::Failed(_) | Progress::Succeeded(_) | Progress::Tried(_) => {}
        }
    }
}
