//! What is said of this computer's clock: by the hosts together, by the date of their answers, and
//! by a network that refuses what this computer signs.

use domain::{LocationId, Span, Unavailable, Verdict};

/// A clock that is less wrong than this does no harm.
const HARMLESS: Span = Span::from_minutes(2);
const MINUTE: i64 = Span::from_minutes(1).as_millis();

/// What is said of this computer's clock.
#[derive(Default)]
pub(crate) struct SaidOfClock {
    /// What the hosts agree on, as it was heard last.
    agreed: Option<Span>,
    /// What is told of it.
    off: Option<Span>,
    /// The location whose last probe or renewal was refused for the time.
    refused: Option<LocationId>,
}

impl SaidOfClock {
    /// Takes in what the hosts agree on.
    pub fn agree(&mut self, agreed: Option<Span>) {
        self.agreed = agreed;
        self.off = agreed.and_then(|off| in_whole_minutes(self.off, off));
    }

    /// Takes in what a probe or a renewal has shown.
    pub fn record(&mut self, id: LocationId, verdict: Verdict) {
        if verdict == Verdict::NoAnswer(Unavailable::WrongClock) {
            self.refused = Some(id);
        } else if self.refused == Some(id) {
            self.refused = None;
        }
    }

    /// A location is watched no more.
    pub fn forget(&mut self, id: LocationId) {
        self.refused.take_if(|refused| *refused == id);
    }

    /// How far it is off, in whole minutes; ahead where that is positive.
    pub fn off(&self) -> Option<Span> {
        self.off
    }

    /// Whether it is wrong, by however much. A network that stands alone against what the others
    /// agree on goes wrong by itself.
    pub fn is_wrong(&self) -> bool {
        self.off.is_some() || (self.refused.is_some() && self.agreed.is_none())
    }
}

/// What is told of a difference, given what was told before: nothing is told anew because of some
/// seconds.
fn in_whole_minutes(before: Option<Span>, off: Span) -> Option<Span> {
    let apart = |told: Span| (told.as_millis() - off.as_millis()).abs();
    if let Some(before) = before.filter(|before| apart(*before) < MINUTE) {
        return Some(before);
    }
    let minutes = (off.as_millis() + MINUTE / 2).div_euclid(MINUTE);
    let counts = off.as_millis().abs() >= HARMLESS.as_millis();
    counts.then(|| Span::from_minutes(minutes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(secs: impl IntoIterator<Item = i64>) -> SaidOfClock {
        let mut said = SaidOfClock::default();
        for off in secs {
            said.agree(Some(Span::from_secs(off)));
        }
        said
    }

    #[test]
    fn a_clock_counts_as_wrong_from_two_minutes_on_and_is_told_in_whole_ones() {
        for (off, minutes) in [
            (0, None),
            (119, None),
            (-119, None),
            (120, Some(2)),
            (-120, Some(-2)),
            (721, Some(12)),
            (-719, Some(-12)),
            (86_400, Some(1_440)),
        ] {
            let said = said([off]);
            assert_eq!(said.off(), minutes.map(Span::from_minutes), "{off}");
            assert_eq!(said.is_wrong(), minutes.is_some(), "{off}");
        }
    }

    #[test]
    fn some_seconds_change_nothing_and_a_clock_that_was_set_does() {
        let twelve = Some(Span::from_minutes(12));
        assert_eq!(said([720, 749, 751, 690]).off(), twelve);
        assert_eq!(said([120, 119]).off(), Some(Span::from_minutes(2)));
        assert_eq!(said([720, 790]).off(), Some(Span::from_minutes(13)));
        assert_eq!(said([720, 0]).off(), None);
        let mut unknown = said([720]);
        unknown.agree(None);
        assert_eq!(unknown.off(), None);
    }

    #[test]
    fn a_network_that_refuses_for_the_time_is_believed_unless_the_others_contradict() {
        let wrong = Verdict::NoAnswer(Unavailable::WrongClock);
        let (one, other) = (
            LocationId::from_bytes([1; 16]),
            LocationId::from_bytes([2; 16]),
        );
        let mut said = SaidOfClock::default();
        said.record(one, wrong);
        assert!(said.is_wrong() && said.off().is_none());
        said.agree(Some(Span::from_secs(3)));
        assert!(!said.is_wrong());
        said.agree(None);
        said.record(other, Verdict::Yes);
        assert!(said.is_wrong());
        said.record(one, Verdict::Yes);
        assert!(!said.is_wrong());
        said.record(one, wrong);
        said.forget(one);
        assert!(!said.is_wrong());
    }
}
