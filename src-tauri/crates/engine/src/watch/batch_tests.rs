use domain::Verdict;
use tokio::sync::mpsc::UnboundedReceiver;

use super::*;
use crate::rig::{Rig, grant_id, location_id, mailbox};

const ME: &str = "Get https://api.x.com/2/users/me";

async fn here() -> (Rig, Watch, UnboundedReceiver<Message>) {
    let (mail, came) = mailbox();
    (Rig::new().await, Watch::new(mail), came)
}

fn answers(rig: &Rig, number: u8) {
    let body = format!(
        r#"{{"data": {{"id": "account {number}", "name": "Page {number}", "username": "page"}}}}"#
    );
    rig.script.answer(200, &body);
}

/// A probe's answer, as it comes back.
async fn probed(came: &mut UnboundedReceiver<Message>) -> (LocationId, Result<(), ProviderError>) {
    match came.recv().await {
        Some(Message::Probed(id, _, _, result)) => (id, (*result).map(drop)),
        _ => panic!("no look has ended"),
    }
}

#[tokio::test(start_paused = true)]
async fn looks_of_the_same_moment_go_out_together_and_each_comes_back() {
    let (mut rig, mut watch, mut came) = here().await;
    let (one, other) = (rig.linked(1), rig.linked(2));
    watch.probe(&mut rig.cx, one);
    watch.probe(&mut rig.cx, other);
    assert!(rig.script.sent().is_empty());
    assert!(matches!(came.recv().await, Some(Message::SendProbes)));
    answers(&rig, 1);
    answers(&rig, 2);
    watch.receive(&mut rig.cx, Message::SendProbes).await;
    let mut back = [probed(&mut came).await, probed(&mut came).await];
    back.sort_by_key(|(id, _)| *id);
    assert_eq!(back, [(one, Ok(())), (other, Ok(()))]);
    assert_eq!(rig.script.sent(), [ME, ME]);
    let second = tokio::time::timeout(GATHERING * 9, came.recv());
    assert!(second.await.is_err(), "one message sends them all");
}

#[tokio::test(start_paused = true)]
async fn what_comes_after_them_gathers_anew() {
    let (mut rig, mut watch, mut came) = here().await;
    let page = rig.linked(1);
    for _ in 0..2 {
        watch.probe(&mut rig.cx, page);
        assert!(matches!(came.recv().await, Some(Message::SendProbes)));
        watch.receive(&mut rig.cx, Message::SendProbes).await;
        let silent = ProviderError::AskLater(domain::Unavailable::Silent, None);
        assert_eq!(probed(&mut came).await, (page, Err(silent)));
    }
}

#[tokio::test(start_paused = true)]
async fn a_look_that_comes_back_makes_its_location_free_again() {
    let (mut rig, mut watch, mut came) = here().await;
    let page = rig.linked(1);
    watch.put_on_agenda(&mut rig.cx, page);
    watch.probe(&mut rig.cx, page);
    assert!(rig.cx.agenda.is_away(page));
    answers(&rig, 1);
    watch.send_probes(&mut rig.cx);
    let gathered = came.recv().await;
    let message = match gathered {
        Some(Message::SendProbes) => came.recv().await,
        other => other,
    };
    watch.receive(&mut rig.cx, message.unwrap()).await;
    assert!(!rig.cx.agenda.is_away(page) && rig.cx.book.probing.is_empty());
    let said = rig.held(page).probe.map(|probe| probe.verdict);
    assert_eq!(said, Some(Verdict::Yes));
}

#[tokio::test(start_paused = true)]
async fn a_token_that_was_erased_before_the_look_went_out_is_sent_nowhere() {
    let (mut rig, mut watch, mut came) = here().await;
    let (gone, there) = (rig.linked(1), rig.linked(2));
    watch.probe(&mut rig.cx, gone);
    watch.probe(&mut rig.cx, there);
    assert!(matches!(came.recv().await, Some(Message::SendProbes)));
    rig.cx.store.unlink(gone, None).await.unwrap();
    answers(&rig, 2);
    watch.send_probes(&mut rig.cx);
    let mut back = [probed(&mut came).await, probed(&mut came).await];
    back.sort_by_key(|(id, _)| *id);
    assert!(matches!(back[0], (id, Err(ProviderError::Here(_))) if id == gone));
    assert_eq!(back[1], (there, Ok(())));
    assert_eq!(rig.script.sent(), [ME]);
}

#[tokio::test(start_paused = true)]
async fn where_no_app_is_entered_nobody_is_asked_and_that_is_what_is_said() {
    let (mut rig, mut watch, mut came) = here().await;
    let page = rig.connected(1, 1, "facebook");
    watch.probe(&mut rig.cx, page);
    assert!(matches!(came.recv().await, Some(Message::SendProbes)));
    watch.send_probes(&mut rig.cx);
    let here = ProviderError::Here(Trouble::NoApp);
    assert_eq!(probed(&mut came).await, (page, Err(here)));
    assert!(rig.script.sent().is_empty());
}

#[tokio::test(start_paused = true)]
async fn one_that_is_gone_is_not_under_way_for_ever() {
    let (mut rig, mut watch, _came) = here().await;
    let page = rig.linked(1);
    rig.cx.book.grants.remove(&grant_id(1));
    watch.probe(&mut rig.cx, page);
    watch.probe(&mut rig.cx, location_id(77));
    assert!(rig.cx.book.probing.is_empty() && rig.cx.agenda.away() == 0);
}
