use domain::{Cause, ClientId, LinkState};
use protocol::{AlertsChoice, AlertsView, QuietHours, StepsOf};
use tokio::sync::mpsc;
use vault::Storage;

use super::*;
use crate::rig::{Asked, NOW, Rig, location_id, mailbox};

pub(super) fn room() -> (Alerts, mpsc::UnboundedReceiver<Message>) {
    let (mail, received) = mailbox();
    (Alerts::new(mail, BTreeMap::new()), received)
}

/// Why it was refused, where it was.
async fn ask(alerts: &mut Alerts, rig: &mut Rig, request: AlertRequest) -> Option<Failure> {
    alerts.asked(&mut rig.cx, request).await.err()
}

fn chosen(rig: &Rig) -> AlertsChoice {
    AlertsView::from(rig.cx.book.policy.clone()).choice
}

fn paused(hours: u32) -> AlertRequest {
    AlertRequest::PauseAlerts { hours: Some(hours) }
}

fn snoozed(location: LocationId, hours: u32) -> AlertRequest {
    let locations = vec![location];
    AlertRequest::SnoozeAlerts { locations, hours }
}

fn muted(locations: &[LocationId]) -> AlertRequest {
    let locations = locations.to_vec();
    AlertRequest::MuteAlerts { locations }
}

#[tokio::test]
async fn a_pause_is_kept_for_the_next_start_and_everybody_hears_when_it_ends() {
    let mut rig = Rig::new().await;
    let (mut alerts, _mail) = room();
    assert_eq!(ask(&mut alerts, &mut rig, paused(2)).await, None);
    let ends = NOW.plus(Span::from_minutes(120));
    let kept = rig.cx.store.load().await.unwrap().policy;
    assert_eq!(kept.pause, Some(Pause::Until(ends)));
    let facts = rig.facts();
    let [EventKind::AlertsChanged(view)] = &facts[..] else {
        panic!("{facts:?}");
    };
    assert!(view.paused);
    assert_eq!(view.paused_until, Some(ends.as_millis()));
}

#[tokio::test]
async fn what_the_disk_does_not_take_silences_nobody_and_is_told_to_nobody() {
    let mut rig = Rig::new().await;
    let page = rig.linked(1);
    let (mut alerts, _mail) = room();
    for request in [paused(2), snoozed(page, 2), muted(&[page])] {
        rig.rows.fail_next_writes(1);
        let refused = ask(&mut alerts, &mut rig, request).await;
        assert_eq!(refused, Some(Failure::DiskFull));
    }
    assert!(rig.cx.book.policy.pause.is_none() && rig.cx.book.rests.is_empty());
    assert!(rig.facts().is_empty());
}

#[tokio::test]
async fn nothing_is_told_in_a_pause_and_all_of_it_when_a_person_goes_on() {
    let mut rig = Rig::new().await;
    let page = rig.linked(1);
    let (mut alerts, _mail) = room();
    let pause = AlertRequest::PauseAlerts { hours: None };
    ask(&mut alerts, &mut rig, pause).await;
    rig.lose(page, Cause::PasswordChanged);
    rig.clock.pass(Span::from_days(400));
    alerts.notify_due(&mut rig.cx).await;
    assert!(rig.notices().is_empty());
    ask(&mut alerts, &mut rig, AlertRequest::ResumeAlerts).await;
    assert_eq!(rig.notices().len(), 1);
}

#[tokio::test]
async fn a_pause_of_hours_ends_by_itself() {
    let mut rig = Rig::new().await;
    let page = rig.linked(1);
    let (mut alerts, _mail) = room();
    ask(&mut alerts, &mut rig, paused(2)).await;
    rig.lose(page, Cause::PasswordChanged);
    for (minutes, told) in [(119, 0), (1, 1)] {
        rig.clock.pass(Span::from_minutes(minutes));
        alerts.notify_due(&mut rig.cx).await;
        assert_eq!(rig.notices().len(), told);
    }
}

#[tokio::test]
async fn in_quiet_hours_it_waits_and_without_them_it_is_told_at_once() {
    let mut rig = Rig::new().await;
    let page = rig.linked(1);
    let (mut alerts, _mail) = room();
    let mut choice = chosen(&rig);
    let around_noon = QuietHours {
        from: 11 * 60,
        to: 13 * 60,
    };
    choice.quiet = Some(around_noon);
    let quiet = AlertRequest::SetAlerts { choice };
    assert_eq!(ask(&mut alerts, &mut rig, quiet).await, None);
    rig.lose(page, Cause::PasswordChanged);
    alerts.notify_due(&mut rig.cx).await;
    assert!(rig.notices().is_empty());
    let choice = AlertsChoice {
        quiet: None,
        ..chosen(&rig)
    };
    ask(&mut alerts, &mut rig, AlertRequest::SetAlerts { choice }).await;
    assert_eq!(rig.notices().len(), 1);
}

#[tokio::test]
async fn a_choice_takes_no_pause_back_and_names_no_client_that_is_gone() {
    let mut rig = Rig::new().await;
    let id = rig.with_client(9, "Acme");
    let (mut alerts, _mail) = room();
    ask(&mut alerts, &mut rig, paused(2)).await;
    let steps_of = |of: ClientId| StepsOf {
        of: of.to_string(),
        steps: vec![30],
    };
    let gone = ClientId::from_bytes([8; 16]);
    let choice = AlertsChoice {
        by_client: vec![steps_of(id), steps_of(gone)],
        ..chosen(&rig)
    };
    ask(&mut alerts, &mut rig, AlertRequest::SetAlerts { choice }).await;
    let kept = rig.cx.store.load().await.unwrap().policy;
    assert!(kept.pause.is_some());
    assert_eq!(kept.by_client.into_keys().collect::<Vec<_>>(), [id]);
}

#[tokio::test]
async fn no_hours_and_more_than_the_timeline_shows_are_refused() {
    let mut rig = Rig::new().await;
    let page = rig.linked(1);
    let (mut alerts, _mail) = room();
    for hours in [0, 90 * 24 + 1, u32::MAX] {
        for request in [paused(hours), snoozed(page, hours)] {
            let refused = ask(&mut alerts, &mut rig, request).await;
            assert_eq!(refused, Some(Failure::Malformed), "{hours}");
        }
    }
    for request in [paused(90 * 24), snoozed(page, 90 * 24)] {
        assert_eq!(ask(&mut alerts, &mut rig, request).await, None);
    }
    let out_of_day = QuietHours { from: 0, to: 1440 };
    let choice = AlertsChoice {
        quiet: Some(out_of_day),
        ..chosen(&rig)
    };
    let quiet = AlertRequest::SetAlerts { choice };
    let refused = ask(&mut alerts, &mut rig, quiet).await;
    assert_eq!(refused, Some(Failure::Malformed));
    assert!(rig.cx.book.policy.quiet.is_none());
}

#[tokio::test]
async fn with_one_location_that_is_gone_none_of_the_others_is_silenced() {
    let mut rig = Rig::new().await;
    let page = rig.linked(1);
    let (mut alerts, _mail) = room();
    let refused = ask(&mut alerts, &mut rig, muted(&[page, location_id(77)])).await;
    assert_eq!(refused, Some(Failure::Gone));
    assert!(rig.cx.book.rests.is_empty() && rig.rows.load().unwrap().rests.is_empty());
    assert!(rig.facts().is_empty());
}

#[tokio::test]
async fn what_is_muted_leaves_the_screen_and_says_nothing_of_what_happened_in_silence() {
    let mut rig = Rig::new().await;
    let (one, other) = (rig.linked(1), rig.linked(2));
    let (mut alerts, _mail) = room();
    rig.lose(one, Cause::PasswordChanged);
    alerts.notify_due(&mut rig.cx).await;
    assert_eq!(rig.notices().len(), 1);
    let shown = Message::NoticeShown(one.to_string());
    alerts.receive(&mut rig.cx, shown);
    ask(&mut alerts, &mut rig, muted(&[one, other])).await;
    alerts.follow_alerts(&mut rig.cx);
    assert_eq!(rig.desktop.asked(), [Asked::Withdrawn(one.to_string())]);
    assert_eq!(rig.rows.load().unwrap().rests[&other], Silence::Muted);
    rig.lose(other, Cause::PasswordChanged);
    alerts.notify_due(&mut rig.cx).await;
    let locations = vec![one, other];
    let unmuted = AlertRequest::UnmuteAlerts { locations };
    assert_eq!(ask(&mut alerts, &mut rig, unmuted).await, None);
    assert!(rig.notices().is_empty());
    assert!(rig.rows.load().unwrap().rests.is_empty());
}

#[tokio::test]
async fn after_a_snooze_what_is_still_the_matter_is_told_once_more() {
    let mut rig = Rig::new().await;
    let (lost, mended) = (rig.linked(1), rig.linked(2));
    let (mut alerts, _mail) = room();
    for page in [lost, mended] {
        rig.lose(page, Cause::PasswordChanged);
        ask(&mut alerts, &mut rig, snoozed(page, 1)).await;
    }
    rig.cx.apply(mended, domain::connection::Event::ProbedYes);
    alerts.notify_due(&mut rig.cx).await;
    assert!(rig.notices().is_empty());
    rig.clock.pass(Span::from_minutes(60));
    alerts.notify_due(&mut rig.cx).await;
    alerts.notify_due(&mut rig.cx).await;
    let keys = rig.notices().into_iter().map(|notice| notice.key);
    assert_eq!(keys.collect::<Vec<_>>(), [lost.to_string()]);
    assert!(rig.rows.load().unwrap().rests.is_empty());
    assert_eq!(rig.held(mended).connection.link_state(), LinkState::Linked);
}

#[tokio::test]
async fn a_snooze_is_over_although_the_disk_does_not_take_its_end() {
    let mut rig = Rig::new().await;
    let page = rig.linked(1);
    let (mut alerts, _mail) = room();
    rig.lose(page, Cause::PasswordChanged);
    ask(&mut alerts, &mut rig, snoozed(page, 1)).await;
    rig.clock.pass(Span::from_minutes(60));
    rig.rows.fail_next_writes(1);
    alerts.notify_due(&mut rig.cx).await;
    assert_eq!(rig.notices().len(), 1);
    assert!(rig.cx.book.rests.is_empty());
}
