use proptest::prelude::*;

use super::*;

const HOUR: i64 = 3_600_000;
const TUESDAY: u8 = 1;

/// Half past three on the first day.
const NOW: i64 = 15 * HOUR + HOUR / 2;

fn at(millis: i64) -> Timestamp {
    Timestamp::from_millis(millis)
}

fn day(days: i64) -> i64 {
    days * DAY.as_millis()
}

/// Today, which begins with the time, and ninety days after it.
fn days(into_week: u8) -> Days {
    Days::new((0..=91).map(|start| at(day(start))).collect(), into_week).unwrap()
}

fn due(location: u16, login: Option<u8>, by: i64) -> Dated {
    let mut id = [0; 16];
    id[..2].copy_from_slice(&location.to_be_bytes());
    Dated {
        location: LocationId::from_bytes(id),
        login: login.map(|login| LoginId::from_bytes([login; 16])),
        need: Deadline {
            by: at(by),
            because: ExpiryKind::DataAccessEnds,
        },
    }
}

fn numbers(entry: &TimelineEntry) -> Vec<u16> {
    let number = |id: &LocationId| u16::from_be_bytes([id.as_bytes()[0], id.as_bytes()[1]]);
    entry.locations.iter().map(number).collect()
}

fn placed(dated: &[Dated], days: &Days) -> Vec<Vec<u16>> {
    let all = timeline(dated.iter().copied(), days);
    all.entries.iter().map(numbers).collect()
}

#[test]
fn without_a_date_there_is_nothing_ahead() {
    let empty = Timeline {
        entries: vec![],
        next: None,
    };
    assert_eq!(timeline([], &days(TUESDAY)), empty);
}

#[test]
fn what_hangs_on_one_login_and_ends_on_one_day_is_one_entry() {
    let dated = [
        due(1, Some(1), NOW + day(20)),
        due(2, Some(1), NOW + day(20) + HOUR),
        due(3, Some(1), NOW + day(22)),
        due(4, Some(2), NOW + day(20) + 1),
        due(5, None, NOW + day(20) + 2),
        due(6, None, NOW + day(20) + 3),
    ];
    let entries = [vec![1, 2], vec![4], vec![5], vec![6], vec![3]];
    assert_eq!(placed(&dated, &days(TUESDAY)), entries);
}

#[test]
fn an_entry_names_what_ends_first_on_its_day() {
    let mut first = due(2, Some(1), NOW + day(20));
    first.need.because = ExpiryKind::SignInEnds;
    let later = due(1, Some(1), NOW + day(20) + 5 * HOUR);
    for dated in [[first, later], [later, first]] {
        let all = timeline(dated, &days(TUESDAY));
        let [entry] = &all.entries[..] else {
            panic!("one entry was expected: {all:?}");
        };
        assert_eq!(
            (entry.at, entry.because),
            (first.need.by, ExpiryKind::SignInEnds)
        );
    }
}

#[test]
fn the_last_day_is_on_it_whatever_the_hour_and_the_day_after_is_the_next_date() {
    let dated = [
        due(1, None, day(91) - 1),
        due(2, None, day(91)),
        due(3, None, day(200)),
    ];
    let all = timeline(dated, &days(TUESDAY));
    let found: Vec<i64> = all.entries.iter().map(|entry| entry.day).collect();
    assert_eq!(found, [90]);
    let next = all.next.unwrap();
    assert_eq!((numbers(&next), next.day), (vec![2], 91));
}

#[test]
fn whoever_looks_one_day_ahead_sees_one_day() {
    let today = Days::new(vec![at(0), at(day(1))], TUESDAY).unwrap();
    let all = timeline([due(1, None, NOW), due(2, None, day(1))], &today);
    assert_eq!(all.entries.iter().map(numbers).collect::<Vec<_>>(), [[1]]);
    assert_eq!(all.next.map(|entry| entry.day), Some(1));
}

#[test]
fn a_date_that_has_passed_comes_first() {
    let dated = [
        due(1, None, NOW + day(2)),
        due(2, None, -1),
        due(3, None, day(-30)),
        // Earlier today is today.
        due(4, None, 0),
    ];
    let all = timeline(dated, &days(TUESDAY));
    let found: Vec<_> = all.entries.iter().map(|e| (e.day, e.week)).collect();
    assert_eq!(found, [(-30, -1), (-1, -1), (0, 0), (2, 0)]);
}

#[test]
fn weeks_begin_where_the_readers_weeks_begin() {
    let dated = [4, 5, 6, 20].map(|ahead| due(0, None, NOW + day(ahead)));
    let weeks = |into_week| -> Vec<i64> {
        let all = timeline(dated, &days(into_week));
        all.entries.iter().map(|entry| entry.week).collect()
    };
    // A Tuesday: the second day of a week that begins on Monday, the third of one on Sunday.
    assert_eq!(weeks(TUESDAY), [0, 0, 1, 3]);
    assert_eq!(weeks(2), [0, 1, 1, 3]);
    assert_eq!(weeks(6), [1, 1, 1, 3]);
}

#[test]
fn a_day_is_as_long_as_the_clock_makes_it() {
    // The clock is put back on the second day and forward on the fourth.
    let hours = [0, 24, 49, 73, 96, 120];
    let starts = hours.map(|hour| at(hour * HOUR)).to_vec();
    let days = Days::new(starts, 0).unwrap();
    let of = |hour: i64| days.day_of(at(hour * HOUR));
    assert_eq!(
        [23, 24, 48, 49, 72, 73, 95, 96].map(of),
        [0, 1, 1, 2, 2, 3, 3, 4]
    );
    // Half past two comes twice on the day of 25 hours, and is one day.
    let twice = [due(1, Some(1), 26 * HOUR), due(2, Some(1), 27 * HOUR)];
    assert_eq!(placed(&twice, &days), [vec![1, 2]]);
    assert_eq!(
        (of(120), of(144), of(-1), of(-24), of(-25)),
        (5, 6, -1, -1, -2)
    );
}

#[test]
fn a_day_that_a_land_leaves_out_has_nothing_on_it() {
    let starts = [0, 1, 1, 2].map(|start| at(day(start))).to_vec();
    let days = Days::new(starts, 0).unwrap();
    assert_eq!([NOW, NOW + day(1)].map(|by| days.day_of(at(by))), [0, 2]);
}

#[test]
fn no_date_is_too_far() {
    let dated = [due(1, None, i64::MIN), due(2, None, i64::MAX)];
    let all = timeline(dated, &days(TUESDAY));
    assert_eq!(all.entries.iter().map(numbers).collect::<Vec<_>>(), [[1]]);
    assert_eq!(all.next.map(|entry| numbers(&entry)), Some(vec![2]));
    let far = Days::new(vec![at(i64::MAX - 1), at(i64::MAX)], 6).unwrap();
    assert_eq!(placed(&dated, &far), [[1]]);
    let past = Days::new(vec![at(i64::MIN), at(i64::MIN + 1)], 6).unwrap();
    assert_eq!(placed(&dated, &past), [[1]]);
}

#[test]
fn what_are_no_days_are_none() {
    let new = |starts: &[i64], into_week| {
        Days::new(starts.iter().copied().map(at).collect(), into_week).map(|_| ())
    };
    assert_eq!(new(&[], 0), Err(DaysProblem::NoDay));
    assert_eq!(new(&[5], 0), Err(DaysProblem::NoDay));
    assert_eq!(new(&[5, 9, 7], 0), Err(DaysProblem::NotInOrder));
    assert_eq!(new(&[5, 9], 7), Err(DaysProblem::NotInWeek));
    assert_eq!(new(&[5, 9], 6), Ok(()));
}

#[test]
fn ten_thousand_dates_of_one_day_are_one_entry_for_each_login() {
    let dated = (0..10_000).map(|id| due(id, Some(u8::from(id % 4 == 0)), NOW + day(3)));
    let all = timeline(dated, &days(TUESDAY));
    let lengths: Vec<usize> = all.entries.iter().map(|e| e.locations.len()).collect();
    assert_eq!(lengths, [7_500, 2_500]);
}

proptest! {
    #[test]
    fn every_date_has_one_place_in_time(
        dates in prop::collection::vec((0u8..4, -3_000i64..5_000), 0..60), into_week in 0u8..7
    ) {
        let dated = (0u16..).zip(&dates);
        let dated = dated.map(|(id, (login, hours))| due(id, Some(*login), hours * HOUR));
        let all = timeline(dated, &days(into_week));
        let found: Vec<&TimelineEntry> = all.entries.iter().collect();
        prop_assert!(found.is_sorted_by_key(|entry| (entry.at, entry.day, entry.week)));
        prop_assert!(found.iter().all(|entry| entry.day <= 90 && !entry.locations.is_empty()));
        let held: usize = found.iter().map(|entry| entry.locations.len()).sum();
        let wanted = dates.iter().filter(|(_, hours)| *hours < 91 * 24).count();
        prop_assert_eq!(held, wanted);
        let later = dates.iter().map(|(_, hours)| *hours).filter(|hours| *hours >= 91 * 24).min();
        prop_assert_eq!(all.next.map(|entry| entry.at), later.map(|hours| at(hours * HOUR)));
    }
}
