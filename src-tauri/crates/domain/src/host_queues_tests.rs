use proptest::prelude::*;

use super::*;

const NOW: Timestamp = Timestamp::from_secs(1_800_000_000);
const SILENT: Verdict = Verdict::NoAnswer(Unavailable::Silent);

fn host(name: &str) -> DeveloperApp {
    DeveloperApp {
        network: name.parse().unwrap(),
        host: None,
    }
}

fn id(number: u16) -> LocationId {
    let mut bytes = [7; 16];
    bytes[..2].copy_from_slice(&number.to_be_bytes());
    LocationId::from_bytes(bytes)
}

/// An agenda with so many locations at each of these hosts, all due.
fn agenda(hosts: &[(&str, u16)]) -> HostQueues {
    let mut agenda = HostQueues::default();
    for (number, (name, count)) in hosts.iter().enumerate() {
        for one in 0..*count {
            agenda.place(id(number as u16 * 100 + one), host(name), NOW, NOW);
        }
    }
    agenda
}

/// Sends what is due.
fn send(agenda: &mut HostQueues, now: Timestamp) -> Vec<LocationId> {
    let due = agenda.due(now);
    due.iter().for_each(|id| agenda.left(*id));
    due
}

fn miss(agenda: &mut HostQueues, ids: &[LocationId], now: Timestamp) {
    for id in ids {
        agenda.back(*id);
        agenda.record_answer(*id, now, SILENT, None, 500);
    }
}

#[test]
fn a_slow_host_has_its_own_line_and_no_more() {
    let mut agenda = agenda(&[("slow", 50), ("fast", 50)]);
    let sent = send(&mut agenda, NOW);
    assert_eq!(sent.len(), 2 * AT_ONE_HOST);
    let (slow, fast) = sent.split_at(AT_ONE_HOST);
    fast.iter().for_each(|id| agenda.back(*id));
    let next = send(&mut agenda, NOW);
    assert_eq!(next.len(), AT_ONE_HOST);
    assert!(next.iter().all(|next| !slow.contains(next)));
}

#[test]
fn what_a_clock_that_was_ahead_left_behind_holds_nobody_back() {
    let mut agenda = agenda(&[("x", 20), ("threads", 1)]);
    let ahead = NOW.plus(Span::from_days(3_652));
    for now in [ahead, ahead.plus(Span::from_minutes(2))] {
        let sent = send(&mut agenda, now);
        miss(&mut agenda, &sent, now);
    }
    // The host answers again, and gets what was held back piece by piece.
    let back = ahead.plus(Span::from_minutes(9));
    agenda.record_answer(id(19), back, Verdict::Yes, None, 500);
    // The clock is put right, and everything finds its place anew.
    for number in 0..20 {
        agenda.place(id(number), host("x"), NOW, NOW);
    }
    assert_eq!(agenda.next(NOW), Some(NOW));
    // That the host answered then does not say that there is a way now.
    assert!(!agenda.others_answer(id(100), NOW));
}

#[test]
fn what_waited_longest_comes_first() {
    let mut agenda = HostQueues::default();
    agenda.place(id(1), host("x"), NOW, NOW);
    agenda.place(id(2), host("x"), Timestamp::default(), NOW);
    agenda.place(id(3), host("x"), NOW.plus(Span::from_secs(9)), NOW);
    assert_eq!(send(&mut agenda, NOW), [id(2), id(1)]);
    assert_eq!(agenda.next(NOW), Some(NOW.plus(Span::from_secs(9))));
}

#[test]
fn a_silent_host_gets_one_look_after_its_pause_and_the_rest_piece_by_piece() {
    let mut agenda = agenda(&[("dead", 90), ("fine", 1)]);
    let mut now = NOW;
    for _ in 0..2 {
        let sent = send(&mut agenda, now);
        miss(&mut agenda, &sent, now);
    }
    assert!(agenda.is_shut(id(50), now));
    assert!(!agenda.is_shut(id(100), now));
    assert_eq!(send(&mut agenda, now), []);

    now = agenda.next(now).unwrap();
    let trial = send(&mut agenda, now);
    assert_eq!(trial.len(), 1);
    assert_eq!(send(&mut agenda, now), []);
    agenda.back(trial[0]);
    agenda.record_answer(trial[0], now, Verdict::Yes, None, 500);

    let soon = send(&mut agenda, now).len();
    assert!(soon < AT_ONE_HOST, "{soon} came back at once");
    let later = now.plus(Span::from_minutes(2));
    assert_eq!(send(&mut agenda, later).len(), AT_ONE_HOST - soon);
}

#[test]
fn a_host_that_cannot_be_reached_is_not_taken_for_a_missing_way() {
    let mut agenda = agenda(&[("dead", 2), ("fine", 2)]);
    assert!(!agenda.others_answer(id(0), NOW));
    agenda.record_answer(id(100), NOW, Verdict::Yes, None, 0);
    assert!(agenda.others_answer(id(0), NOW));
    assert!(!agenda.others_answer(id(100), NOW));
    assert!(!agenda.others_answer(id(0), NOW.plus(Span::from_minutes(5))));
}

#[test]
fn a_host_that_is_out_of_order_shows_that_there_is_a_way_and_a_portal_does_not() {
    let mut agenda = agenda(&[("gone", 1), ("other", 1)]);
    for (hiccup, shows) in [(Unavailable::NotAnAnswer, false), (Unavailable::Down, true)] {
        agenda.record_answer(id(100), NOW, Verdict::NoAnswer(hiccup), None, 0);
        assert_eq!(agenda.others_answer(id(0), NOW), shows, "{hiccup:?}");
    }
}

#[test]
fn a_host_that_was_told_apart_stays_so_until_something_comes_from_it() {
    let mut agenda = agenda(&[("gone", 2)]);
    for (verdict, apart) in [
        (Verdict::NoAnswer(Unavailable::Offline), false),
        (Verdict::NoAnswer(Unavailable::Unreachable), true),
        (Verdict::NoAnswer(Unavailable::Offline), true),
        (Verdict::Yes, false),
    ] {
        agenda.record_answer(id(0), NOW, verdict, None, 0);
        assert_eq!(agenda.is_apart(id(1)), apart, "{verdict:?}");
    }
}

#[test]
fn a_host_is_silent_for_as_long_as_it_is_asked_in_vain_by_anybody() {
    let mut agenda = agenda(&[("gone", 100)]);
    let hour = |nth: i64| NOW.plus(Span::from_minutes(60 * nth));
    for nth in 0..=48 {
        agenda.record_answer(id(nth), hour(nth.into()), SILENT, None, 0);
    }
    assert_eq!(agenda.silent_for(id(99)), Span::from_days(2));
    // Asleep for a week.
    agenda.record_answer(id(0), hour(48 + 168), SILENT, None, 0);
    assert_eq!(agenda.silent_for(id(99)), Span::from_minutes(60 * 60));
    let offline = Verdict::NoAnswer(Unavailable::Offline);
    agenda.record_answer(id(0), hour(48 + 169), offline, None, 0);
    assert_eq!(agenda.silent_for(id(99)), Span::from_minutes(60 * 60));
    agenda.record_answer(id(1), hour(48 + 170), Verdict::Yes, None, 0);
    assert_eq!(agenda.silent_for(id(99)), Span::default());
}

#[test]
fn a_missing_way_is_tried_at_the_host_that_was_not_found_unreachable_lately() {
    let offline = Verdict::NoAnswer(Unavailable::Offline);
    let mut agenda = agenda(&[("one", 1), ("other", 1)]);
    assert_eq!(agenda.next_probe(), Some(id(0)));
    agenda.record_answer(id(0), NOW, offline, None, 0);
    assert_eq!(agenda.next_probe(), Some(id(100)));
    agenda.record_answer(id(100), NOW.plus(Span::from_secs(1)), offline, None, 0);
    assert_eq!(agenda.next_probe(), Some(id(0)));
    assert_eq!(HostQueues::default().next_probe(), None);
}

#[test]
fn what_is_asked_for_by_a_person_is_counted_and_counts_once() {
    let mut agenda = agenda(&[("x", 3)]);
    agenda.left(id(0));
    agenda.left(id(0));
    assert_eq!((agenda.away(), agenda.is_away(id(0))), (1, true));
    agenda.place(id(0), host("x"), NOW, NOW);
    assert_eq!(send(&mut agenda, NOW), [id(1), id(2)]);
    agenda.drop(id(0));
    agenda.back(id(0));
    assert_eq!(agenda.away(), 2);
}

proptest! {
    /// However probes go, each location is probed in the end, no host gets more than its share,
    /// and a host after a pause gets one.
    #[test]
    fn every_location_has_its_turn(
        verdicts in prop::collection::vec(any::<bool>(), 300),
        counts in prop::collection::vec(1u16..40, 1..5),
    ) {
        let names = ["a", "b", "c", "d", "e"];
        let hosts: Vec<_> = names.into_iter().zip(counts).collect();
        let mut agenda = agenda(&hosts);
        let mut verdicts = verdicts.into_iter();
        let mut now = NOW;
        let mut left: BTreeSet<LocationId> = agenda.places.keys().copied().collect();
        let mut rounds = 0;
        while !left.is_empty() {
            rounds += 1;
            prop_assert!(rounds < 5_000);
            let shut: Vec<bool> = agenda.lines.iter().map(|l| l.breaker.room(now, 9) < 9).collect();
            let sent = send(&mut agenda, now);
            for (line, shut) in agenda.lines.iter().zip(shut) {
                let most = if shut { 1 } else { AT_ONE_HOST };
                prop_assert!(line.away <= most);
            }
            prop_assert_eq!(agenda.away(), sent.len());
            for id in &sent {
                let answers = verdicts.next().unwrap_or(true);
                let verdict = if answers { Verdict::Yes } else { SILENT };
                agenda.back(*id);
                agenda.record_answer(*id, now, verdict, None, 300);
                let number = usize::from(u16::from_be_bytes([id.as_bytes()[0], id.as_bytes()[1]]));
                match answers {
                    true => drop(left.remove(id)),
                    false => agenda.place(*id, host(names[number / 100]), now, now),
                }
            }
            if sent.is_empty() {
                let next = agenda.next(now);
                prop_assert!(next.is_some_and(|next| next > now));
                now = next.unwrap_or(now);
            }
        }
    }
}
