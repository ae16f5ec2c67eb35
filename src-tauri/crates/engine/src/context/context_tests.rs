use domain::connection::Event as ConnectionEvent;
use domain::{Cause, LinkState, Probe, Trouble, Verdict};
use protocol::{EventKind, GeneralReply, HistoryKind};
use tokio::sync::oneshot;
use vault::Storage;

use super::*;
use crate::book::AtNetwork;
use crate::rig::{Asked, NOW, Rig, grant_id, location_id, login_id};
use crate::{CannotKeep, NoticeAbout};

const LOST: ConnectionEvent = ConnectionEvent::ProbedNo(Cause::PasswordChanged);
const NEEDS_YOU: LinkState = LinkState::NeedsYou(Cause::PasswordChanged);

fn waits_for_room(rig: &mut Rig) -> bool {
    let news = rig.news();
    news.iter().any(|news| matches!(news, News::WaitForRoom))
}

#[tokio::test]
async fn a_loss_and_its_line_of_history_are_written_together_or_not_at_all() {
    let mut rig = Rig::new().await;
    let page = rig.linked(1);
    rig.cx.apply(page, LOST);
    rig.rows.fail_next_writes(1);
    rig.save().await;
    assert_eq!(rig.stored(page).unwrap().link_state, LinkState::Linked);
    assert!(rig.history(page).is_empty() && waits_for_room(&mut rig));
    rig.cx.pay().await.unwrap();
    assert_eq!(rig.stored(page).unwrap().link_state, NEEDS_YOU);
    assert_eq!(rig.history(page), ["stopped_working"]);
    assert!(rig.cx.owed.is_nothing());
}

#[tokio::test]
async fn what_came_after_a_refused_write_waits_with_it_and_is_written_once_as_it_then_is() {
    let mut rig = Rig::new().await;
    let (one, other) = (rig.linked(1), rig.linked(2));
    rig.cx.apply(one, LOST);
    rig.rows.fail_next_writes(1);
    rig.save().await;
    // There is room again, and nothing overtakes what waits.
    rig.cx.apply(one, ConnectionEvent::ProbedYes);
    rig.cx.apply(other, LOST);
    rig.save().await;
    assert!(rig.history(other).is_empty());
    assert_eq!(rig.stored(other).unwrap().link_state, LinkState::Linked);
    rig.cx.pay().await.unwrap();
    rig.cx.pay().await.unwrap();
    assert_eq!(rig.stored(one).unwrap().link_state, LinkState::Linked);
    assert_eq!(rig.stored(other).unwrap().link_state, NEEDS_YOU);
    for page in [one, other] {
        assert_eq!(rig.history(page), ["stopped_working"]);
    }
    rig.cx.apply(one, LOST);
    rig.save().await;
    assert_eq!(rig.history(one).len(), 2);
}

#[tokio::test]
async fn what_no_room_helps_keeps_nothing_else_from_being_written_and_is_tried_again() {
    let mut rig = Rig::new().await;
    let (one, other) = (rig.linked(1), rig.linked(2));
    let signed_in_by = |rig: &mut Rig, login| {
        let held = rig.cx.book.locations.get_mut(&one).unwrap();
        held.location.login = Some(login_id(login));
    };
    signed_in_by(&mut rig, 77);
    rig.cx.apply(one, LOST);
    rig.cx.apply(other, LOST);
    rig.save().await;
    assert_eq!(rig.stored(one).unwrap().link_state, LinkState::Linked);
    assert_eq!(rig.stored(other).unwrap().link_state, NEEDS_YOU);
    assert_eq!(rig.history(other), ["stopped_working"]);
    assert!(waits_for_room(&mut rig) && !rig.cx.owed.is_nothing());
    signed_in_by(&mut rig, 1);
    rig.cx.pay().await.unwrap();
    assert_eq!(rig.stored(one).unwrap().link_state, NEEDS_YOU);
    assert_eq!(rig.history(one), ["stopped_working"]);
    assert!(rig.cx.owed.is_nothing());
}

#[tokio::test]
async fn without_the_key_a_loss_is_written_although_facts_of_a_grant_cannot_be() {
    let mut rig = Rig::new().await;
    let page = rig.linked(1);
    rig.cx.store = Store::new(Box::new(rig.rows.open_again()));
    rig.cx.owed.grants.insert(grant_id(1));
    rig.cx.apply(page, LOST);
    rig.save().await;
    assert_eq!(rig.stored(page).unwrap().link_state, NEEDS_YOU);
    assert_eq!(rig.history(page), ["stopped_working"]);
    assert!(rig.cx.owed.is_nothing());
}

#[tokio::test]
async fn a_removal_waits_for_room_and_one_of_what_was_never_written_is_done() {
    let mut rig = Rig::new().await;
    let page = rig.linked(1);
    rig.cx.owed.removals.extend([page, location_id(77)]);
    rig.rows.fail_next_writes(1);
    assert!(rig.cx.pay().await.is_err());
    assert!(rig.stored(page).is_some() && !rig.cx.owed.is_nothing());
    rig.cx.pay().await.unwrap();
    assert!(rig.stored(page).is_none() && rig.cx.owed.is_nothing());
}

#[tokio::test]
async fn as_long_as_an_erasure_waits_not_all_is_written() {
    let mut rig = Rig::new().await;
    let page = rig.linked(1);
    rig.cx.owed.erasures.insert(page, AtNetwork::Over);
    rig.cx.apply(page, LOST);
    assert!(rig.cx.pay().await.is_err());
    // And what could be written is.
    assert_eq!(rig.stored(page).unwrap().link_state, NEEDS_YOU);
    rig.cx.owed.erasures.clear();
    assert!(rig.cx.pay().await.is_ok());
}

#[tokio::test]
async fn nobody_hears_of_anything_and_nobody_is_answered_before_it_is_written() {
    let mut rig = Rig::new().await;
    let page = rig.linked(1);
    let (asker, mut answered) = oneshot::channel();
    let (gone, _) = oneshot::channel();
    rig.cx.apply(page, LOST);
    rig.cx.emit_location(page);
    rig.cx.reply(gone, Ok(Reply::DONE));
    rig.cx.reply(asker, Ok(Reply::DONE));
    rig.save().await;
    assert!(answered.try_recv().is_err());
    let facts = rig.facts();
    assert!(matches!(&facts[..], [EventKind::LocationChanged(view)] if view.id == page));
    assert!(matches!(
        answered.try_recv(),
        Ok(Ok(Reply::General(GeneralReply::Done)))
    ));
    assert!(rig.facts().is_empty());
}

#[tokio::test]
async fn the_same_no_twice_is_one_loss_and_another_cause_is_none() {
    let mut rig = Rig::new().await;
    let page = rig.linked(1);
    for cause in [
        Cause::PasswordChanged,
        Cause::PasswordChanged,
        Cause::Expired,
    ] {
        rig.cx.apply(page, ConnectionEvent::ProbedNo(cause));
        rig.clock.pass(domain::Span::from_minutes(1));
    }
    rig.save().await;
    assert_eq!(rig.history(page), ["stopped_working"]);
    let stored = rig.stored(page).unwrap().link_state;
    assert_eq!(stored, LinkState::NeedsYou(Cause::Expired));
    assert_eq!(rig.held(page).loss.unwrap().since, NOW);
    let news = rig.news();
    let lost = news.iter().filter(|news| matches!(news, News::Lost(..)));
    assert_eq!(lost.count(), 1);
}

#[tokio::test]
async fn an_answer_about_what_is_gone_or_was_disconnected_changes_nothing() {
    let mut rig = Rig::new().await;
    let page = rig.linked(1);
    rig.cx.apply(page, ConnectionEvent::Disconnected);
    rig.news();
    for id in [page, location_id(77)] {
        assert!(rig.cx.apply(id, LOST).is_empty());
        assert!(rig.cx.apply(id, ConnectionEvent::ProbedYes).is_empty());
    }
    assert!(rig.news().is_empty());
    rig.save().await;
    assert!(rig.history(page).is_empty());
    assert_eq!(rig.held(page).connection.link_state(), LinkState::Unlinked);
}

#[tokio::test]
async fn that_the_disk_takes_nothing_is_said_once_and_for_as_long_as_it_is_so() {
    let mut rig = Rig::new().await;
    let page = rig.linked(1);
    rig.cx.owed.failed = true;
    rig.cx.say_disk();
    assert!(rig.notices().is_empty() && rig.cx.cannot_keep().is_none());
    rig.cx.apply(page, LOST);
    rig.cx.say_disk();
    rig.cx.say_disk();
    let said: Vec<_> = rig.notices().into_iter().map(|one| one.about).collect();
    assert_eq!(said, [NoticeAbout::CannotWrite]);
    assert_eq!(rig.cx.cannot_keep(), Some(CannotKeep::Disk));
    rig.cx.pay().await.unwrap();
    rig.cx.owed.failed = false;
    rig.cx.say_disk();
    assert_eq!(rig.desktop.asked(), [Asked::Withdrawn("disk".to_owned())]);
    assert!(rig.cx.cannot_keep().is_none());
}

#[tokio::test]
async fn of_all_that_cannot_be_kept_tokens_that_only_memory_has_are_named_first() {
    let mut rig = Rig::new().await;
    let (one, other) = (rig.connected(1, 1, "x"), rig.connected(2, 1, "x"));
    rig.cx.book.store_moved = true;
    rig.cx.say_disk();
    assert_eq!(rig.cx.cannot_keep(), Some(CannotKeep::StoreMoved));
    rig.cx.book.not_kept.insert(grant_id(1));
    rig.cx.say_disk();
    let said: Vec<_> = rig.notices().into_iter().map(|one| one.about).collect();
    let not_kept = NoticeAbout::NotKeptYet {
        locations: vec![one, other],
        name: "Page 1".to_owned(),
        network: "X".to_owned(),
    };
    assert_eq!(said, [NoticeAbout::StoreMoved, not_kept]);
}

#[tokio::test]
async fn with_the_file_back_whoever_could_not_be_asked_is_asked_and_nobody_else() {
    let mut rig = Rig::new().await;
    let (waits, works) = (rig.linked(1), rig.linked(2));
    let moved = Probe::new(NOW, Verdict::Here(Trouble::StoreMoved));
    let held = rig.cx.book.locations.get_mut(&waits).unwrap();
    held.record(moved, None);
    rig.cx.book.store_moved = true;
    rig.cx.see_store();
    rig.cx.see_store();
    assert!(matches!(rig.facts()[..], [EventKind::StoreMoved(false)]));
    assert!(matches!(rig.news()[..], [News::WatchOn]));
    assert!(rig.held(waits).rhythm.last.is_none());
    assert!(rig.held(works).rhythm.last.is_some());
}

#[tokio::test]
async fn a_line_says_when_and_of_whom_it_is() {
    let mut rig = Rig::new().await;
    let (one, other) = (rig.linked(1), rig.linked(2));
    rig.cx.log(one, HistoryKind::Moved, None, None);
    rig.clock.pass(domain::Span::from_minutes(1));
    rig.cx.log(one, HistoryKind::Disconnected, None, None);
    rig.save().await;
    assert_eq!(rig.history(one), ["disconnected", "moved"]);
    assert!(rig.history(other).is_empty());
    let lines = rig.rows.activity(Some(one), 9).unwrap();
    assert_eq!(lines[1].at, NOW);
}
