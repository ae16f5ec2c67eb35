use std::time::Duration;

use super::*;

/// The second at which every test begins, by the servers' clock.
const BEGAN: i64 = 784_111_777;
const BEGAN_DATE: &str = "Sun, 06 Nov 1994 08:49:37 GMT";

/// A computer whose clock can be set, and which can sleep.
struct Computer {
    now: Moment,
}

impl Computer {
    fn ahead_by(seconds: i64) -> Computer {
        Computer {
            now: Moment {
                wall: Timestamp::from_millis(BEGAN * 1000 + 500).plus(Span::from_secs(seconds)),
                steady: Instant::now(),
            },
        }
    }

    fn passes(&mut self, seconds: u64) -> Moment {
        self.now.steady += Duration::from_secs(seconds);
        self.is_set(i64::try_from(seconds).unwrap())
    }

    /// Also what a sleep does, in which the clock that only goes on stands still.
    fn is_set(&mut self, seconds: i64) -> Moment {
        self.now.wall = self.now.wall.plus(Span::from_secs(seconds));
        self.now
    }
}

fn dated(date: &str, headers: &[(&str, &str)]) -> Answer {
    let all = [&[("date", date)], headers].concat();
    let owned = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
    Answer {
        status: 200,
        headers: all.into_iter().map(owned).collect(),
        body: vec![],
        at: Timestamp::default(),
    }
}

/// What hosts tell when each is `ahead` seconds before this computer.
fn after_hearing(offs: &[i64]) -> (Skew, Moment) {
    let mut skew = Skew::default();
    let now = Computer::ahead_by(0).now;
    for (nth, off) in offs.iter().enumerate() {
        let sent = Computer::ahead_by(*off).now;
        let moment = Moment {
            wall: sent.wall,
            ..now
        };
        skew.hear(&nth.to_string(), &dated(BEGAN_DATE, &[]), moment, moment);
        // Each host's clock is what differs, and not this one.
        skew.heard.back_mut().unwrap().at = now;
    }
    (skew, now)
}

#[test]
fn a_date_is_read_as_the_standard_writes_it() {
    for date in [BEGAN_DATE, &format!(" {BEGAN_DATE} ")] {
        assert_eq!(http_date(date), Some(Timestamp::from_secs(BEGAN)), "{date}");
    }
    let first = "Thu, 1 Jan 1970 00:00:00 +0000";
    assert_eq!(http_date(first), Some(Timestamp::from_secs(0)));
    for wrong in ["", "soon", "1994-11-06T08:49:37Z", "Sun, 06 Nov 1994"] {
        assert_eq!(http_date(wrong), None, "{wrong}");
    }
}

#[test]
fn two_hosts_or_more_tell_what_more_than_half_of_them_agree_on() {
    for (offs, agreed) in [
        (&[][..], None),
        (&[720, 720], Some(720)),
        (&[720, 770], Some(770)),
        (&[0, 0], Some(0)),
        (&[-720, -720, -700], Some(-720)),
        // One that goes wrong by itself accuses nobody, and hides nothing.
        (&[720, 0], None),
        (&[720, 0, 0], Some(0)),
        (&[720, 720, 0], Some(720)),
        (&[720, 720, 0, 0], None),
        (&[720, 300, 0], None),
    ] {
        let (skew, now) = after_hearing(offs);
        assert_eq!(skew.agreed(now), agreed.map(Span::from_secs), "{offs:?}");
    }
}

#[test]
fn the_only_host_counts_when_it_says_so_twice_and_no_more_when_another_contradicts() {
    let mut skew = Skew::default();
    let mut computer = Computer::ahead_by(720);
    let at = computer.now;
    skew.hear("a", &dated(BEGAN_DATE, &[]), at, at);
    assert_eq!(skew.agreed(at), None);
    let at = computer.passes(60);
    skew.hear("a", &dated("Sun, 06 Nov 1994 08:50:37 GMT", &[]), at, at);
    assert_eq!(skew.agreed(at), Some(Span::from_secs(720)));
    skew.hear("b", &dated("Sun, 06 Nov 1994 09:02:37 GMT", &[]), at, at);
    assert_eq!(skew.agreed(at), None);
}

#[test]
fn what_came_from_a_cache_or_took_its_time_says_nothing() {
    let mut skew = Skew::default();
    let mut computer = Computer::ahead_by(720);
    let (sent, late) = (computer.now, computer.passes(6));
    skew.hear("a", &dated(BEGAN_DATE, &[("age", "300")]), sent, sent);
    skew.hear("b", &dated(BEGAN_DATE, &[]), sent, late);
    skew.hear("c", &dated("yesterday", &[]), sent, sent);
    assert!(skew.heard.is_empty());
    skew.hear("d", &dated(BEGAN_DATE, &[("age", "0")]), sent, sent);
    assert_eq!(skew.heard.len(), 1);
}

#[test]
fn the_middle_of_sending_and_receiving_is_compared() {
    let mut skew = Skew::default();
    let mut computer = Computer::ahead_by(0);
    let (sent, came) = (computer.now, computer.passes(4));
    skew.hear("a", &dated(BEGAN_DATE, &[]), sent, came);
    assert_eq!(skew.heard[0].off, Span::from_secs(2));
}

#[test]
fn nothing_is_known_once_the_clock_was_set_or_the_computer_slept_or_a_day_has_passed() {
    for (passes, is_set, known) in [
        (80_000, 0, true),
        (90_000, 0, false),
        (10, -720, false),
        (10, 28_800, false),
        (10, 30, true),
    ] {
        let (skew, _) = after_hearing(&[720, 720]);
        let mut computer = Computer {
            now: skew.heard[1].at,
        };
        computer.passes(passes);
        let now = computer.is_set(is_set);
        assert_eq!(skew.agreed(now).is_some(), known, "{passes} {is_set}");
        assert_eq!(skew.of("0", now) != Span::default(), known);
    }
}

#[test]
fn a_proof_is_dated_by_the_server_unless_the_server_refuses_that_too() {
    let (mut skew, now) = after_hearing(&[720, 3, -720]);
    assert_eq!(skew.of("0", now), Span::from_secs(720));
    assert_eq!(skew.of("1", now), Span::default(), "as good as right");
    assert_eq!(skew.of("2", now), Span::from_secs(-720));
    assert_eq!(skew.of("nobody", now), Span::default());

    // Refused before its time was known: worth another try.
    assert!(skew.refused("0", Span::default(), now));
    // Refused by the time that it names itself: by this computer's then.
    assert!(skew.refused("0", Span::from_secs(720), now));
    assert_eq!(skew.of("0", now), Span::default());
    // What was refused by a clock that is right was refused for something else.
    assert!(!skew.refused("1", Span::default(), now));
    assert!(!skew.refused("nobody", Span::default(), now));
}

#[test]
fn hosts_are_remembered_up_to_a_number() {
    let (skew, _) = after_hearing(&[0; REMEMBERED + 8]);
    assert_eq!(skew.heard.len(), REMEMBERED);
    assert_eq!(skew.heard[0].host, "8");
}
