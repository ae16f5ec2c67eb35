use proptest::prelude::*;

use super::*;

const NOW: Timestamp = Timestamp::from_secs(1_800_000_000);

fn days(days: i64) -> Timestamp {
    NOW.plus(Span::from_days(days))
}

/// Approved today for sixty days.
fn ends(by: Timestamp) -> Option<Concern> {
    Some(Concern::Ends {
        by,
        approved_at: by.plus(Span::from_days(-60)),
    })
}

fn lost(cause: Cause) -> Option<Concern> {
    Some(Concern::Lost { since: NOW, cause })
}

/// Takes the news as told.
fn notify(told: &mut Notified, news: News, at: Timestamp) {
    told.remember(news, at, String::new(), true);
}

/// The steps that are told when a person is looked after at these times.
fn told_at(times: impl IntoIterator<Item = Timestamp>, by: Timestamp) -> Vec<u16> {
    let (mut told, mut said) = (Notified::default(), vec![]);
    for now in times {
        let news = told.news(ends(by), &Steps::default(), now);
        if let News::Ends { step, .. } = news {
            said.push(step);
        }
        notify(&mut told, news, now);
    }
    said
}

#[test]
fn every_step_is_told_once_on_its_day() {
    let hours = (0..60 * 24).map(|hour| NOW.plus(Span::from_minutes(hour * 60)));
    assert_eq!(told_at(hours, days(50)), [14, 7, 3, 1, 0]);
}

#[test]
fn who_was_away_hears_the_last_step_alone() {
    assert_eq!(told_at([days(0), days(48)], days(50)), [3]);
    assert_eq!(told_at([days(0), days(60)], days(50)), [0; 0]);
}

#[test]
fn a_clock_that_jumps_repeats_nothing() {
    let there_and_back = [days(47), days(46), days(4000), days(47), days(49), days(40)];
    assert_eq!(told_at(there_and_back, days(50)), [3, 1]);
}

#[test]
fn what_was_told_under_a_clock_that_was_ahead_is_told_again_when_it_is_true() {
    let (mut told, steps) = (Notified::default(), Steps::default());
    for (at, step) in [(36, 14), (49, 1), (40, 14), (44, 7), (47, 3), (49, 1)] {
        told.forget_the_future(days(at));
        let news = told.news(ends(days(50)), &steps, days(at));
        let by = days(50);
        assert_eq!(news, News::Ends { by, step }, "day {at}");
        notify(&mut told, news, days(at));
        assert_eq!(told.news(ends(by), &steps, days(at)), News::Nothing);
    }
    // A few hours make no step untrue.
    let hours = Span::from_minutes(-20 * 60);
    assert!(!told.forget_the_future(days(49).plus(hours)));
}

#[test]
fn a_loss_that_was_told_under_a_clock_that_was_ahead_was_told() {
    let mut told = Notified::default();
    let loss = lost(Cause::PasswordChanged);
    let news = told.news(loss, &Steps::default(), days(60));
    notify(&mut told, news, days(60));
    notify(&mut told, News::Unheard(Unheard::Days), days(60));
    assert!(told.forget_the_future(NOW));
    assert_eq!(told.lost.as_ref().map(|told| told.at), Some(NOW));
    assert_eq!(told.unheard, None);
    assert_eq!(told.news(loss, &Steps::default(), NOW), News::Nothing);
}

#[test]
fn an_end_that_nobody_was_shown_stands_for_no_loss() {
    let mut told = Notified::default();
    let news = told.news(ends(NOW), &Steps::default(), NOW);
    notify(&mut told, news, NOW);
    let loss = lost(Cause::Expired);
    let says = |told: &Notified| told.news(loss, &Steps::default(), NOW);
    assert_eq!(says(&told), News::LostAsForetold);
    told.ends.as_mut().unwrap().shown = false;
    assert_eq!(says(&told), News::Lost);
    assert!(!told.was_shown("another"));
    assert!(told.was_shown("") && !told.was_shown(""));
    assert_eq!(says(&told), News::LostAsForetold);
}

#[test]
fn an_end_that_moved_away_is_news_when_it_comes_near_again() {
    let mut told = Notified::default();
    let news = told.news(ends(days(3)), &Steps::default(), NOW);
    notify(&mut told, news, NOW);
    let later = days(60);
    assert!(told.let_go(ends(later)));
    assert_eq!(told, Notified::default());
    assert!(!told.let_go(ends(later)));
}

#[test]
fn what_a_network_words_a_little_differently_is_the_same_end() {
    let mut told = Notified::default();
    let news = told.news(ends(days(3)), &Steps::default(), NOW);
    notify(&mut told, news, NOW);
    let again = days(3).plus(Span::from_minutes(90));
    assert_eq!(
        told.news(ends(again), &Steps::default(), NOW),
        News::Nothing
    );
    assert!(!told.let_go(ends(again)));
}

#[test]
fn an_approval_of_two_weeks_calls_nobody_in_its_first_days() {
    let concern = Some(Concern::Ends {
        by: days(14),
        approved_at: NOW,
    });
    let at = |day| Notified::default().news(concern, &Steps::default(), days(day));
    assert_eq!(at(0), News::Nothing);
    assert_eq!(at(8), News::Nothing);
    assert!(matches!(at(11), News::Ends { step: 3, .. }));
}

#[test]
fn a_long_step_that_somebody_chose_counts() {
    let steps = Steps::try_from(vec![30]).unwrap();
    let news = Notified::default().news(ends(days(29)), &steps, NOW);
    assert_eq!(
        news,
        News::Ends {
            by: days(29),
            step: 30
        }
    );
}

#[test]
fn a_loss_is_told_once_until_it_is_mended() {
    let mut told = Notified::default();
    let steps = Steps::default();
    let news = told.news(lost(Cause::PasswordChanged), &steps, NOW);
    assert_eq!(news, News::Lost);
    notify(&mut told, news, NOW);
    assert_eq!(
        told.news(lost(Cause::Unknown), &steps, days(90)),
        News::Nothing
    );
    assert!(told.let_go(ends(days(60))));
    assert_eq!(
        told.news(lost(Cause::Unknown), &steps, days(91)),
        News::Lost
    );
}

#[test]
fn the_end_that_was_told_stands_for_the_loss_that_follows() {
    let mut told = Notified::default();
    let steps = Steps::default();
    let news = told.news(ends(NOW), &steps, NOW);
    notify(&mut told, news, NOW);
    assert!(!told.let_go(lost(Cause::Expired)));
    assert_eq!(
        told.news(lost(Cause::Expired), &steps, NOW),
        News::LostAsForetold
    );
    assert_eq!(told.news(lost(Cause::AccessLost), &steps, NOW), News::Lost);
}

/// A renewal under a clock that was wrong moves the end that it tells, until the next one.
#[test]
fn an_end_that_a_wrong_clock_moved_and_that_comes_back_is_told_once() {
    for moved in [days(49), days(51), days(50 + 3652)] {
        let mut told = Notified::default();
        let now = days(44);
        let news = told.news(ends(days(50)), &Steps::default(), now);
        notify(&mut told, news, now);
        told.let_go(ends(moved));
        told.let_go(ends(days(50)));
        let news = told.news(ends(days(50)), &Steps::default(), now);
        assert_eq!(news, News::Nothing);
    }
}

#[test]
fn what_was_approved_under_a_clock_that_was_ahead_is_told_in_good_time() {
    let (by, approved_at) = (days(10), days(3650));
    let concern = Some(Concern::Ends { by, approved_at });
    let news = Notified::default().news(concern, &Steps::default(), NOW);
    assert_eq!(news, News::Ends { by, step: 14 });
}

#[test]
fn quiet_hours_reach_over_midnight() {
    let quiet = |from, to| Policy {
        quiet: Some(Quiet { from, to }),
        ..Policy::default()
    };
    let night = quiet(22 * 60, 7 * 60);
    assert!(night.rests(NOW, 23 * 60) && night.rests(NOW, 0) && night.rests(NOW, 7 * 60 - 1));
    assert!(!night.rests(NOW, 7 * 60) && !night.rests(NOW, 12 * 60));
    assert!(quiet(60, 120).rests(NOW, 60) && !quiet(60, 120).rests(NOW, 120));
    assert!((0..Quiet::DAY).all(|minute| !quiet(60, 60).rests(NOW, minute)));
}

#[test]
fn a_pause_ends_by_itself_or_by_a_person() {
    let paused = |pause| Policy {
        pause: Some(pause),
        ..Policy::default()
    };
    let until = paused(Pause::Until(days(1)));
    assert!(until.rests(NOW, 0) && !until.rests(days(1), 0));
    assert!(paused(Pause::UntilResumed).rests(days(4000), 0));
}

#[test]
fn a_clients_steps_count_before_a_networks() {
    let steps = |days: &[u16]| Steps::try_from(days.to_vec()).unwrap();
    let (network, client): (Network, _) =
        ("facebook".parse().unwrap(), ClientId::from_bytes([1; 16]));
    let policy = Policy {
        by_network: [(network.clone(), steps(&[5]))].into(),
        by_client: [(client, steps(&[2]))].into(),
        ..Policy::default()
    };
    assert_eq!(policy.steps_of(&network, Some(client)).days(), [2]);
    assert_eq!(policy.steps_of(&network, None).days(), [5]);
    let other = "x".parse().unwrap();
    assert_eq!(
        policy.steps_of(&other, None).days(),
        Steps::default().days()
    );
}

#[test]
fn steps_are_sorted_and_sane() {
    assert_eq!(Steps::try_from(vec![1, 7, 1]).unwrap().days(), [7, 1]);
    assert!(Steps::try_from(vec![91]).is_err());
    assert!(Steps::try_from((0..11).collect::<Vec<u16>>()).is_err());
    assert!(Steps::try_from(vec![]).unwrap().days().is_empty());
}

proptest! {
    /// However often and in whatever order time is looked at, no step is told twice and none
    /// after a shorter one.
    #[test]
    fn steps_only_ever_become_shorter(hours in proptest::collection::vec(-100i64..3000, 0..200)) {
        let times = hours.into_iter().map(|hour| NOW.plus(Span::from_minutes(hour * 60)));
        let said = told_at(times, days(60));
        prop_assert!(said.is_sorted_by(|one, next| one > next), "{said:?}");
    }

    #[test]
    fn a_policy_survives_being_kept(from in 0u16..1440, to in 0u16..1440, at: i64) {
        let policy = Policy {
            quiet: Some(Quiet { from, to }),
            pause: Some(Pause::Until(Timestamp::from_millis(at))),
            ..Policy::default()
        };
        let kept = serde_json::to_string(&policy).unwrap();
        prop_assert_eq!(serde_json::from_str::<Policy>(&kept).unwrap(), policy);
    }
}

#[test]
fn that_nothing_is_heard_is_told_once_for_each_time_and_again_after_an_answer() {
    let mut told = Notified::default();
    let mut said = vec![];
    let steps = [
        None,
        Some(Unheard::Days),
        Some(Unheard::Days),
        Some(Unheard::Weeks),
        Some(Unheard::Weeks),
        Some(Unheard::Days),
        None,
        Some(Unheard::Days),
    ];
    for unheard in steps {
        told.let_go_of_silence(unheard);
        if let Some(news) = told.news_of_silence(unheard) {
            said.push(news);
            notify(&mut told, News::Unheard(news), NOW);
        }
        // What ends, or is lost, is another matter.
        assert!(!told.let_go(None) && told.lost.is_none());
    }
    assert_eq!(said, [Unheard::Days, Unheard::Weeks, Unheard::Days]);
}
