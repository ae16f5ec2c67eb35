use domain::{Cause, Span};
use tokio::sync::mpsc;
use tokio::time::Instant;

use super::*;
use crate::rig::{Rig, mailbox};

fn room() -> (Storage, mpsc::UnboundedReceiver<Message>) {
    let (mail, received) = mailbox();
    (Storage::new(mail), received)
}

async fn silent(mail: &mut mpsc::UnboundedReceiver<Message>) -> bool {
    let more = tokio::time::timeout(Duration::from_secs(600), mail.recv());
    more.await.is_err()
}

#[tokio::test(start_paused = true)]
async fn whatever_waits_for_room_it_is_tried_again_once_and_soon() {
    let (mut storage, mut mail) = room();
    let start = Instant::now();
    (0..5).for_each(|_| storage.try_again_soon());
    assert!(matches!(mail.recv().await, Some(Message::CatchUp)));
    assert_eq!(start.elapsed().as_secs(), RETRY.as_secs());
    assert!(silent(&mut mail).await);
    // Where that fails it is tried once more.
    storage.tries();
    storage.try_again_soon();
    assert!(matches!(mail.recv().await, Some(Message::CatchUp)));
}

#[tokio::test(start_paused = true)]
async fn the_file_is_looked_for_again_and_again() {
    let mut rig = Rig::new().await;
    let (mut storage, mut mail) = room();
    for _ in 0..3 {
        let start = Instant::now();
        storage.watch_store(&mut rig.cx);
        assert!(matches!(mail.recv().await, Some(Message::WatchStore)));
        assert_eq!(start.elapsed().as_secs(), PACE.as_secs());
    }
}

#[tokio::test(start_paused = true)]
async fn old_history_is_forgotten_but_the_newest_line_of_each_location_stays() {
    let mut rig = Rig::new().await;
    let (one, other) = (rig.linked(1), rig.linked(2));
    rig.lose(one, Cause::PasswordChanged);
    rig.clock.pass(Span::from_days(1));
    let moved = protocol::HistoryKind::Moved;
    for page in [one, other] {
        rig.cx.log(page, moved, None, None);
    }
    rig.save().await;
    rig.clock.pass(Span::from_days(500));
    let (storage, mut mail) = room();
    // The disk being full, it comes back all the same.
    rig.rows.fail_next_writes(1);
    storage.tidy(&rig.cx);
    assert!(matches!(mail.recv().await, Some(Message::TidyUp)));
    assert_eq!(rig.history(one).len(), 2);
    storage.tidy(&rig.cx);
    assert!(matches!(mail.recv().await, Some(Message::TidyUp)));
    assert_eq!((rig.history(one).len(), rig.history(other).len()), (1, 1));
}
