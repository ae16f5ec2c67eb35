use domain::connection::Event;
use domain::pattern::DeveloperApp;
use domain::{AccountId, AttemptId, Cause, Probe, Span, Unanswered, Unavailable, Verdict};
use tokio::time::Instant;
use vault::Storage;

use super::*;
use crate::NoticeAbout;
use crate::alerts::Message;
use crate::alerts::tests::room;
use crate::rig::{Asked, NOW, Rig, mailbox, network};

/// As after a restart.
async fn next_run(rig: &Rig) -> Alerts {
    let (_, told) = rig.cx.store.load().await.unwrap().into_book();
    Alerts::new(mailbox().0, told)
}

/// A notice stands on the screen, and the room hears of it.
async fn seen(alerts: &mut Alerts, rig: &mut Rig, key: &str) {
    rig.desktop.shows(key);
    let key = rig.receipts.try_recv().unwrap();
    alerts.receive(&mut rig.cx, Message::NoticeShown(key));
    rig.save().await;
}

/// Nothing was heard of a location for so many days.
fn silent(rig: &mut Rig, id: LocationId, days: i64) {
    let lasted = Span::from_days(days);
    let row = Unanswered {
        since: NOW.plus(Span::from_days(-days)),
        lasted,
        unrecognised: None,
    };
    rig.cx.book.locations.get_mut(&id).unwrap().probe = Some(Probe {
        at: NOW,
        verdict: Verdict::NoAnswer(Unavailable::Unreachable),
        unanswered: Some(row),
    });
}

fn of_a_person() -> Whose {
    let app = DeveloperApp {
        network: network("x"),
        host: None,
    };
    Whose::Person(app, AccountId("a person".to_owned()))
}

#[tokio::test]
async fn a_loss_is_written_down_as_not_shown_until_it_stands_on_the_screen() {
    let mut rig = Rig::new().await;
    let page = rig.linked(1);
    let (mut alerts, _mail) = room();
    rig.lose(page, Cause::PasswordChanged);
    alerts.notify_due(&mut rig.cx).await;
    assert_eq!(rig.notices()[0].key, page.to_string());
    let kept = |rig: &Rig| rig.rows.load().unwrap().told[&page].lost.clone().unwrap();
    assert!(!kept(&rig).shown);
    seen(&mut alerts, &mut rig, &page.to_string()).await;
    assert!(kept(&rig).shown);
}

#[tokio::test]
async fn what_the_disk_does_not_take_is_not_shown_and_waits_for_room() {
    let mut rig = Rig::new().await;
    let page = rig.linked(1);
    let (mut alerts, _mail) = room();
    rig.lose(page, Cause::PasswordChanged);
    rig.save().await;
    rig.news();
    rig.rows.fail_next_writes(1);
    alerts.notify_due(&mut rig.cx).await;
    assert!(rig.notices().is_empty() && rig.cx.owed.untold);
    assert!(matches!(rig.news()[..], [crate::news::News::WaitForRoom]));
    alerts.notify_due(&mut rig.cx).await;
    alerts.notify_due(&mut rig.cx).await;
    assert_eq!(rig.notices().len(), 1);
}

#[tokio::test]
async fn what_stood_on_no_screen_is_shown_by_the_next_run_and_what_did_is_not() {
    let mut rig = Rig::new().await;
    let (seen_one, missed) = (rig.linked(1), rig.linked(2));
    let (mut alerts, _mail) = room();
    rig.lose(seen_one, Cause::PasswordChanged);
    rig.lose(missed, Cause::PasswordChanged);
    alerts.notify_due(&mut rig.cx).await;
    seen(&mut alerts, &mut rig, &seen_one.to_string()).await;
    rig.desktop.asked();
    let mut alerts = next_run(&rig).await;
    alerts.notify_due(&mut rig.cx).await;
    alerts.notify_due(&mut rig.cx).await;
    let keys = rig.notices().into_iter().map(|notice| notice.key);
    assert_eq!(keys.collect::<Vec<_>>(), [missed.to_string()]);
}

#[tokio::test]
async fn a_receipt_that_comes_twice_or_for_what_is_over_writes_nothing() {
    let mut rig = Rig::new().await;
    let page = rig.linked(1);
    let (mut alerts, _mail) = room();
    rig.lose(page, Cause::PasswordChanged);
    alerts.notify_due(&mut rig.cx).await;
    seen(&mut alerts, &mut rig, &page.to_string()).await;
    for key in [page.to_string(), "a notice of nobody".to_owned()] {
        alerts.receive(&mut rig.cx, Message::NoticeShown(key));
    }
    assert!(rig.cx.owed.told.is_empty());
}

#[tokio::test]
async fn nobody_is_called_while_others_may_be_lost_too_nor_while_signing_in() {
    let mut rig = Rig::new().await;
    let page = rig.linked(1);
    let (mut alerts, _mail) = room();
    rig.lose(page, Cause::PasswordChanged);
    rig.cx.book.pending_losses.insert(page, Instant::now());
    alerts.notify_due(&mut rig.cx).await;
    rig.cx.book.pending_losses.clear();
    let attempt = AttemptId::from_bytes([5; 16]);
    rig.cx.apply(page, Event::SignInAsked(attempt));
    alerts.notify_due(&mut rig.cx).await;
    assert!(rig.notices().is_empty());
    rig.cx.apply(page, Event::SignInEnded(attempt));
    alerts.notify_due(&mut rig.cx).await;
    assert_eq!(rig.notices().len(), 1);
}

#[tokio::test]
async fn what_was_lost_together_is_one_notice_and_who_is_found_later_joins_it_in_silence() {
    let mut rig = Rig::new().await;
    let all = [rig.linked(1), rig.linked(2), rig.linked(3)];
    let (mut alerts, _mail) = room();
    let told_about = |notice: &crate::Notice| {
        let NoticeAbout::ManyStoppedWorking { locations, .. } = &notice.about else {
            panic!("not told together");
        };
        locations.clone()
    };
    for (lost, is_news) in [(&all[..2], true), (&all[2..], false)] {
        for page in lost {
            rig.lose(*page, Cause::PasswordChanged);
        }
        rig.judge(lost, of_a_person(), Cause::PasswordChanged);
        alerts.notify_due(&mut rig.cx).await;
        let shown = rig.notices();
        assert_eq!(shown.len(), 1);
        assert_eq!(shown[0].is_news, is_news);
        let so_far = if is_news { &all[..2] } else { &all[..] };
        assert_eq!(told_about(&shown[0]), so_far);
    }
}

#[tokio::test]
async fn a_notice_goes_on_about_the_one_that_is_left_and_is_no_news() {
    let mut rig = Rig::new().await;
    let (one, other) = (rig.linked(1), rig.linked(2));
    let (mut alerts, _mail) = room();
    for page in [one, other] {
        rig.lose(page, Cause::PasswordChanged);
    }
    rig.judge(&[one, other], of_a_person(), Cause::PasswordChanged);
    alerts.notify_due(&mut rig.cx).await;
    rig.desktop.asked();
    rig.cx.apply(one, Event::ProbedYes);
    alerts.stir();
    alerts.follow_alerts(&mut rig.cx);
    let shown = rig.notices();
    assert!(!shown[0].is_news);
    assert!(
        matches!(shown[0].about, NoticeAbout::StoppedWorking { location, .. } if location == other)
    );
}

#[tokio::test]
async fn what_works_again_leaves_the_screen_and_is_news_when_it_is_lost_again() {
    let mut rig = Rig::new().await;
    let page = rig.linked(1);
    let (mut alerts, _mail) = room();
    rig.lose(page, Cause::PasswordChanged);
    alerts.notify_due(&mut rig.cx).await;
    rig.desktop.asked();
    rig.cx.apply(page, Event::ProbedYes);
    alerts.stir();
    alerts.follow_alerts(&mut rig.cx);
    rig.save().await;
    assert_eq!(rig.desktop.asked(), [Asked::Withdrawn(page.to_string())]);
    assert!(rig.rows.load().unwrap().told.is_empty());
    rig.lose(page, Cause::PasswordChanged);
    alerts.notify_due(&mut rig.cx).await;
    assert_eq!(rig.notices().len(), 1);
}

#[tokio::test]
async fn with_a_location_its_notice_goes() {
    let mut rig = Rig::new().await;
    let page = rig.linked(1);
    let (mut alerts, _mail) = room();
    rig.lose(page, Cause::PasswordChanged);
    alerts.notify_due(&mut rig.cx).await;
    rig.desktop.asked();
    rig.cx.book.locations.remove(&page);
    alerts.stir();
    alerts.follow_alerts(&mut rig.cx);
    assert_eq!(rig.desktop.asked(), [Asked::Withdrawn(page.to_string())]);
}

#[tokio::test]
async fn an_end_is_told_at_each_step_and_at_none_twice() {
    let mut rig = Rig::new().await;
    rig.linked(1);
    rig.ends_in(1, 15);
    rig.script.agree_on_clock(Some(Span::default()));
    let (mut alerts, _mail) = room();
    let mut told = vec![];
    for _ in 0..=15 {
        alerts.notify_due(&mut rig.cx).await;
        alerts.notify_due(&mut rig.cx).await;
        told.extend(rig.notices().into_iter().map(|notice| {
            let NoticeAbout::SignInEnds { days, .. } = notice.about else {
                panic!("no end");
            };
            days
        }));
        rig.clock.pass(Span::from_days(1));
    }
    assert_eq!(told, [14, 7, 3, 1, 0]);
}

#[tokio::test]
async fn more_than_three_sign_ins_that_end_are_one_notice() {
    for (sign_ins, notices) in [(3, 3), (4, 1)] {
        let mut rig = Rig::new().await;
        rig.script.agree_on_clock(Some(Span::default()));
        for number in 1..=sign_ins {
            rig.linked(number);
            rig.ends_in(number, 7);
        }
        let (mut alerts, _mail) = room();
        alerts.notify_due(&mut rig.cx).await;
        assert_eq!(rig.notices().len(), notices, "{sign_ins}");
    }
}

#[tokio::test]
async fn a_loss_that_was_foretold_calls_nobody_again_and_one_for_another_reason_does() {
    for (cause, calls) in [(Cause::Expired, 0), (Cause::PasswordChanged, 1)] {
        let mut rig = Rig::new().await;
        let page = rig.linked(1);
        rig.ends_in(1, 0);
        rig.script.agree_on_clock(Some(Span::default()));
        let (mut alerts, _mail) = room();
        alerts.notify_due(&mut rig.cx).await;
        let key = rig.notices()[0].key.clone();
        seen(&mut alerts, &mut rig, &key).await;
        rig.lose(page, cause);
        alerts.stir();
        alerts.notify_due(&mut rig.cx).await;
        alerts.follow_alerts(&mut rig.cx);
        let asked = rig.desktop.asked();
        let shown = asked.iter().filter(|one| matches!(one, Asked::Shown(_)));
        assert_eq!(shown.count(), calls, "{cause:?}");
        // What stands there stands for the loss.
        let withdrawn = asked.contains(&Asked::Withdrawn(key));
        assert_eq!(withdrawn, calls > 0, "{cause:?}");
    }
}

#[tokio::test]
async fn without_a_way_only_a_server_that_was_gone_for_weeks_is_told() {
    let mut rig = Rig::new().await;
    let (lost, days, weeks) = (
        rig.linked(1),
        rig.linked(2),
        rig.connected(3, 3, "linkedin"),
    );
    let (mut alerts, _mail) = room();
    rig.lose(lost, Cause::PasswordChanged);
    silent(&mut rig, days, 3);
    silent(&mut rig, weeks, 15);
    rig.cx.book.offline = true;
    alerts.notify_due(&mut rig.cx).await;
    let keys = |rig: &Rig| {
        let keys = rig.notices().into_iter().map(|notice| notice.key);
        keys.collect::<Vec<_>>()
    };
    assert_eq!(keys(&rig), ["unheard linkedin"]);
    rig.cx.book.offline = false;
    alerts.notify_due(&mut rig.cx).await;
    assert_eq!(keys(&rig), [lost.to_string(), "unheard x".to_owned()]);
}

#[tokio::test]
async fn a_silence_is_told_once_for_its_host_and_again_when_it_lasted_weeks() {
    let mut rig = Rig::new().await;
    let all = vec![rig.linked(1), rig.linked(2)];
    let (mut alerts, _mail) = room();
    for (days, told) in [
        (1, None),
        (2, Some(Unheard::Days)),
        (14, Some(Unheard::Weeks)),
    ] {
        for page in &all {
            silent(&mut rig, *page, days);
        }
        alerts.notify_due(&mut rig.cx).await;
        alerts.notify_due(&mut rig.cx).await;
        let said = rig.notices().into_iter().map(|notice| {
            let NoticeAbout::Unheard {
                locations, unheard, ..
            } = notice.about
            else {
                panic!("no silence");
            };
            (locations, unheard)
        });
        let said: Vec<_> = said.collect();
        let expected = told.map(|unheard| (all.clone(), unheard));
        assert_eq!(said, Vec::from_iter(expected), "{days}");
    }
}
