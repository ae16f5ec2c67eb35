use domain::Cause;
use vault::Storage;

use super::*;
use crate::alerts::tests::room;
use crate::rig::{Asked, NOW, Rig};

/// Whose answer is waited for, to hear the time.
fn asked(rig: &mut Rig) -> Vec<LocationId> {
    let of = |news| {
        let News::CheckLocation(id) = news else {
            return None;
        };
        Some(id)
    };
    rig.news().into_iter().filter_map(of).collect()
}

fn days(days: i64) -> Option<Span> {
    Some(Span::from_days(days))
}

#[tokio::test(start_paused = true)]
async fn before_a_warning_two_are_asked_the_time_and_none_that_is_asked_already() {
    let mut rig = Rig::new().await;
    let all = [1, 2, 3, 4].map(|number| rig.linked(number));
    (1..=4).for_each(|number| rig.ends_in(number, 7));
    rig.cx.book.probing.insert(all[0]);
    let (mut alerts, _mail) = room();
    alerts.notify_due(&mut rig.cx).await;
    assert!(rig.notices().is_empty());
    assert_eq!(asked(&mut rig), all[1..3]);
    rig.script.agree_on_clock(days(0));
    alerts.notify_due(&mut rig.cx).await;
    assert_eq!(rig.notices().len(), 1);
    assert!(asked(&mut rig).is_empty());
}

#[tokio::test(start_paused = true)]
async fn where_nobody_tells_the_time_it_is_told_after_two_minutes() {
    let mut rig = Rig::new().await;
    rig.linked(1);
    rig.ends_in(1, 7);
    let (mut alerts, _mail) = room();
    for (secs, told) in [(0, 0), (119, 0), (1, 1)] {
        tokio::time::advance(Duration::from_secs(secs)).await;
        alerts.notify_due(&mut rig.cx).await;
        assert_eq!(rig.notices().len(), told);
    }
}

#[tokio::test(start_paused = true)]
async fn the_minutes_count_from_when_somebody_could_be_asked() {
    let mut rig = Rig::new().await;
    let page = rig.linked(1);
    rig.ends_in(1, 7);
    let (mut alerts, _mail) = room();
    alerts.notify_due(&mut rig.cx).await;
    rig.cx.book.offline = true;
    asked(&mut rig);
    alerts.notify_due(&mut rig.cx).await;
    assert!(asked(&mut rig).is_empty());
    tokio::time::advance(Duration::from_secs(600)).await;
    rig.cx.book.offline = false;
    alerts.notify_due(&mut rig.cx).await;
    assert!(rig.notices().is_empty());
    assert_eq!(asked(&mut rig), [page]);
}

#[tokio::test(start_paused = true)]
async fn a_wrong_clock_is_said_once_holds_warnings_and_no_loss_and_leaves_when_it_is_right() {
    for off in [2, -2] {
        let mut rig = Rig::new().await;
        let (ends, lost) = (rig.linked(1), rig.linked(2));
        rig.ends_in(1, 7);
        rig.lose(lost, Cause::PasswordChanged);
        rig.script.agree_on_clock(days(off));
        let (mut alerts, _mail) = room();
        alerts.notify_due(&mut rig.cx).await;
        alerts.notify_due(&mut rig.cx).await;
        let keys = rig.notices().into_iter().map(|notice| notice.key);
        assert_eq!(keys.collect::<Vec<_>>(), [CLOCK, &lost.to_string()]);
        rig.script.agree_on_clock(days(0));
        alerts.notify_due(&mut rig.cx).await;
        let told = rig.desktop.asked();
        assert_eq!(told[0], Asked::Withdrawn(CLOCK.to_owned()));
        assert!(matches!(&told[1..], [Asked::Shown(_)]));
        assert!(rig.rows.load().unwrap().told[&ends].ends.is_some());
    }
}

#[tokio::test(start_paused = true)]
async fn a_clock_that_is_wrong_by_hours_keeps_no_warning_back() {
    let mut rig = Rig::new().await;
    rig.linked(1);
    rig.ends_in(1, 7);
    rig.script.agree_on_clock(Some(Span::from_minutes(23 * 60)));
    let (mut alerts, _mail) = room();
    alerts.notify_due(&mut rig.cx).await;
    let keys = rig.notices().into_iter().map(|notice| notice.key);
    assert!(keys.collect::<Vec<_>>()[0].starts_with("ends"));
}

#[tokio::test(start_paused = true)]
async fn a_clock_that_was_set_is_asked_about_every_few_seconds_until_it_is_known() {
    let mut rig = Rig::new().await;
    let page = rig.linked(1);
    let host = rig.cx.app_behind(rig.held(page));
    rig.cx.agenda.place(page, host, NOW, NOW);
    let (mut alerts, mut mail) = room();
    alerts.doubt_the_told_clock(&mut rig.cx);
    assert!(asked(&mut rig).is_empty());
    rig.script.agree_on_clock(days(2));
    alerts.notify_due(&mut rig.cx).await;
    rig.script.agree_on_clock(None);
    alerts.doubt_the_told_clock(&mut rig.cx);
    alerts.doubt_the_told_clock(&mut rig.cx);
    assert_eq!(asked(&mut rig), [page]);
    let before = Instant::now();
    let message = mail.recv().await.unwrap();
    assert_eq!(before.elapsed().as_secs(), ANSWERED.as_secs());
    alerts.receive(&mut rig.cx, message);
    assert_eq!(asked(&mut rig), [page]);
    rig.desktop.asked();
    rig.script.agree_on_clock(days(0));
    let message = mail.recv().await.unwrap();
    alerts.receive(&mut rig.cx, message);
    assert_eq!(rig.desktop.asked(), [Asked::Withdrawn(CLOCK.to_owned())]);
    assert!(asked(&mut rig).is_empty());
}

#[tokio::test(start_paused = true)]
async fn what_was_told_under_a_clock_that_was_ahead_is_told_again_in_time_and_a_loss_is_not() {
    let mut rig = Rig::new().await;
    let (ends, lost) = (rig.linked(1), rig.linked(2));
    rig.ends_in(1, 90);
    rig.script.agree_on_clock(days(0));
    let (mut alerts, _mail) = room();
    let ahead = Span::from_days(85);
    rig.clock.pass(ahead);
    rig.lose(lost, Cause::PasswordChanged);
    alerts.notify_due(&mut rig.cx).await;
    assert_eq!(rig.notices().len(), 2);
    rig.clock.pass(Span::from_days(-85));
    alerts.notify_due(&mut rig.cx).await;
    alerts.follow_alerts(&mut rig.cx);
    rig.save().await;
    assert!(rig.notices().is_empty());
    let kept = rig.rows.load().unwrap().told;
    assert!(!kept.contains_key(&ends));
    assert_eq!(kept[&lost].lost.as_ref().map(|told| told.at), Some(NOW));
    rig.clock.pass(Span::from_days(76));
    alerts.notify_due(&mut rig.cx).await;
    let told = rig.notices();
    assert_eq!(told.len(), 1);
    assert!(matches!(
        told[0].about,
        NoticeAbout::SignInEnds { days: 14, .. }
    ));
}
