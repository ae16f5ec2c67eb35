//! Who is asked at once when a working location was lost, instead of tomorrow.

use crate::pattern::LULL;
use crate::{Cause, Probe, Span, Timestamp};

/// A sibling that was probed this shortly before a loss is not asked again, so that losses that
/// come in one by one do not each ask all the others.
const JUST_ASKED: Span = Span::from_minutes(2);

/// Who is asked after a loss.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Siblings {
    since: Timestamp,
    first: Timestamp,
    whole_app: bool,
}

impl Siblings {
    /// After a loss that was found at `since`; `losses` is when locations of the same app were
    /// lost.
    ///
    /// What the person approved may be gone as a whole, and where the network's words leave it
    /// open, what the app holds. What is about the one page is nobody else's.
    pub fn of(
        since: Timestamp,
        said: Cause,
        losses: impl IntoIterator<Item = Timestamp>,
    ) -> Siblings {
        let losses = losses.into_iter();
        let first = losses.filter(|at| since.since(*at) <= LULL).min();
        Siblings {
            since,
            first: first.unwrap_or(since),
            whole_app: said.leaves_open() || said == Cause::AppBroken,
        }
    }

    /// Whether a working location of the same app is asked: one of the same person or not, which
    /// was last probed then and is not to be asked before `not_before`.
    pub fn ask(
        &self,
        same_person: bool,
        probe: Option<Probe>,
        not_before: Option<Timestamp>,
    ) -> bool {
        let since = self.since;
        let stale = |at: Timestamp| at < self.first || since.since(at) > JUST_ASKED;
        (self.whole_app || same_person)
            && not_before.is_none_or(|until| until <= since)
            && probe.is_some_and(|probe| stale(probe.at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Verdict;

    const NOW: Timestamp = Timestamp::from_secs(1_800_000_000);

    fn before(seconds: i64) -> Option<Probe> {
        let at = NOW.plus(Span::from_secs(-seconds));
        Some(Probe::new(at, Verdict::Yes))
    }

    #[test]
    fn what_is_about_one_person_asks_nobody_else() {
        let lost = Siblings::of(NOW, Cause::AccessLost, []);
        assert!(lost.ask(true, before(3600), None));
        assert!(!lost.ask(false, before(3600), None));
        let open = Siblings::of(NOW, Cause::Unknown, []);
        assert!(open.ask(false, before(3600), None));
    }

    #[test]
    fn losses_one_by_one_do_not_each_ask_all_the_others() {
        let first = NOW.plus(Span::from_secs(-60));
        let lost = Siblings::of(NOW, Cause::Unknown, [first, NOW]);
        assert!(!lost.ask(true, before(30), None));
        assert!(lost.ask(true, before(90), None), "not since the first loss");
        assert!(lost.ask(true, before(3600), None));
    }

    #[test]
    fn a_network_that_asked_to_wait_is_not_asked() {
        let lost = Siblings::of(NOW, Cause::Unknown, []);
        let later = Some(NOW.plus(Span::from_secs(1)));
        assert!(!lost.ask(true, before(3600), later));
        assert!(lost.ask(true, before(3600), Some(NOW)));
    }
}
