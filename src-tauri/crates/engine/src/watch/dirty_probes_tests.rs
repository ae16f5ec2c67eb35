use domain::{Probe, Span, Verdict};
use tokio::sync::mpsc::UnboundedReceiver;

use super::*;
use crate::news::News;
use crate::rig::{NOW, Rig, location_id, mailbox};

const LATER: Span = Span::from_minutes(10);

async fn here() -> (Rig, Watch, UnboundedReceiver<Message>) {
    let (mail, came) = mailbox();
    (Rig::new().await, Watch::new(mail), came)
}

/// A page that was probed again, ten minutes later.
fn probed(rig: &mut Rig, number: u8) -> LocationId {
    let id = rig.linked(number);
    let probe = Probe::new(NOW.plus(LATER), Verdict::Yes);
    rig.cx.book.locations.get_mut(&id).unwrap().probe = Some(probe);
    id
}

fn stored_at(rig: &Rig, id: LocationId) -> domain::Timestamp {
    rig.stored(id).unwrap().probe.unwrap().at
}

#[tokio::test(start_paused = true)]
async fn looks_that_changed_nothing_are_written_together_once_and_soon() {
    let (mut rig, mut watch, mut came) = here().await;
    let (one, other) = (probed(&mut rig, 1), probed(&mut rig, 2));
    watch.save_later(&mut rig.cx, one).await;
    watch.save_later(&mut rig.cx, other).await;
    watch.save_later(&mut rig.cx, one).await;
    rig.save().await;
    assert_eq!(stored_at(&rig, one), NOW);
    assert!(matches!(came.recv().await, Some(Message::WriteProbes)));
    watch.receive(&mut rig.cx, Message::WriteProbes).await;
    for id in [one, other] {
        assert_eq!(stored_at(&rig, id), NOW.plus(LATER));
    }
    assert!(rig.cx.owed.probes.is_empty());
    let second = tokio::time::timeout(WAIT * 3, came.recv());
    assert!(second.await.is_err(), "one timer for all of them");
    watch.save_later(&mut rig.cx, one).await;
    assert!(matches!(came.recv().await, Some(Message::WriteProbes)));
}

#[tokio::test]
async fn very_many_wait_for_no_timer() {
    let (mut rig, mut watch, _came) = here().await;
    let page = probed(&mut rig, 1);
    let others = (1..TOGETHER).map(|number| {
        let mut bytes = [0xaa; 16];
        bytes[..8].copy_from_slice(&number.to_be_bytes());
        LocationId::from_bytes(bytes)
    });
    rig.cx.owed.probes.extend(others);
    watch.save_later(&mut rig.cx, page).await;
    assert_eq!(stored_at(&rig, page), NOW.plus(LATER));
    assert!(rig.cx.owed.probes.is_empty());
}

#[tokio::test]
async fn times_that_the_disk_does_not_take_are_written_when_there_is_room() {
    let (mut rig, mut watch, _came) = here().await;
    let page = probed(&mut rig, 1);
    watch.save_later(&mut rig.cx, page).await;
    rig.rows.fail_next_writes(1);
    watch.write_probes(&mut rig.cx).await;
    assert_eq!(stored_at(&rig, page), NOW);
    assert!(matches!(rig.news()[..], [News::WaitForRoom]));
    rig.cx.pay().await.unwrap();
    assert_eq!(stored_at(&rig, page), NOW.plus(LATER));
}

#[tokio::test]
async fn one_that_went_off_the_list_meanwhile_holds_no_other_back() {
    let (mut rig, mut watch, _came) = here().await;
    let page = probed(&mut rig, 2);
    watch.save_later(&mut rig.cx, location_id(1)).await;
    watch.save_later(&mut rig.cx, page).await;
    watch.write_probes(&mut rig.cx).await;
    assert_eq!(stored_at(&rig, page), NOW.plus(LATER));
    assert!(rig.news().is_empty());
}

#[tokio::test]
async fn what_is_written_whole_needs_no_time_of_its_own() {
    let (mut rig, mut watch, _came) = here().await;
    let page = probed(&mut rig, 1);
    watch.save_later(&mut rig.cx, page).await;
    rig.cx.save_location(page);
    assert!(rig.cx.owed.probes.is_empty());
    rig.save().await;
    assert_eq!(stored_at(&rig, page), NOW.plus(LATER));
}
