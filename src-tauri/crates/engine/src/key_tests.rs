use std::sync::Arc;

use domain::connection::Event;
use domain::{Cause, State};
use protocol::EventKind;
use tokio::sync::{mpsc, oneshot};
use vault::{MemoryKeychain, MemoryStore};

use super::*;
use crate::rig::{Asked, NOW, Rig, grant_id, mailbox};
use crate::store::Store;

fn room() -> (Key, mpsc::UnboundedReceiver<Message>) {
    let (mail, received) = mailbox();
    (Key::new(mail), received)
}

fn found(key: KeyState) -> Opened {
    Opened {
        key,
        unreadable: BTreeSet::new(),
        changed: BTreeSet::new(),
        grants: vec![],
        interrupted: BTreeSet::new(),
    }
}

fn unlocked(key: KeyState) -> Message {
    Message::Unlocked(Box::new(found(key)))
}

/// Locked since now.
async fn locked() -> Rig {
    let mut rig = Rig::new().await;
    rig.cx.book.key = KeyState::Locked;
    rig
}

/// One whose keychain is in this trouble, after a start, with a page.
async fn in_trouble(trouble: KeychainProblem) -> (Rig, Arc<MemoryKeychain>) {
    let keychain = Arc::new(MemoryKeychain::new());
    let mut rig = Rig::over(MemoryStore::new(keychain.clone())).await;
    rig.linked(1);
    keychain.set_trouble(Some(trouble));
    start_again(&mut rig);
    (rig, keychain)
}

fn start_again(rig: &mut Rig) {
    rig.cx.store = Store::new(Box::new(rig.rows.open_again()));
    (rig.cx.book.key, rig.cx.book.key_known_since) = (KeyState::Locked, None);
}

/// Hands the room what comes back to it, until whoever asked is answered.
async fn until_answered(
    key: &mut Key,
    rig: &mut Rig,
    mail: &mut mpsc::UnboundedReceiver<Message>,
    answered: &mut oneshot::Receiver<Result<Reply, Failure>>,
) -> Option<Failure> {
    for _ in 0..20 {
        let message = mail.recv().await.unwrap();
        key.receive(&mut rig.cx, message);
        rig.cx.deliver();
        if let Ok(reply) = answered.try_recv() {
            return reply.err();
        }
    }
    panic!("nobody was answered");
}

#[tokio::test(start_paused = true)]
async fn a_closed_keychain_is_asked_every_minute_and_soon_when_something_stirs() {
    let (mut rig, _keychain) = in_trouble(KeychainProblem::Locked).await;
    let (mut key, mut mail) = room();
    let start = Instant::now();
    key.receive(&mut rig.cx, unlocked(KeyState::Locked));
    assert!(matches!(mail.recv().await, Some(Message::Ask)));
    assert_eq!(start.elapsed().as_secs(), PACE.as_secs());
    key.receive(&mut rig.cx, Message::Ask);
    let answer = mail.recv().await.unwrap();
    let stirred = Instant::now();
    key.receive(&mut rig.cx, answer);
    for _ in 0..3 {
        key.receive(&mut rig.cx, Message::KeychainStirred);
    }
    assert!(matches!(mail.recv().await, Some(Message::Ask)));
    assert_eq!(stirred.elapsed().as_secs(), A_MOMENT.as_secs());
    let more = tokio::time::timeout(Duration::from_secs(600), mail.recv());
    assert!(more.await.is_err());
}

#[tokio::test(start_paused = true)]
async fn what_stirs_while_it_is_asked_is_asked_about_once_more() {
    let (mut rig, keychain) = in_trouble(KeychainProblem::Locked).await;
    let (mut key, mut mail) = room();
    let before = keychain.reads();
    for _ in 0..3 {
        key.ask_for_key(&mut rig.cx);
    }
    let answer = mail.recv().await.unwrap();
    assert_eq!(keychain.reads() - before, 1);
    let start = Instant::now();
    key.receive(&mut rig.cx, answer);
    assert!(matches!(mail.recv().await, Some(Message::Ask)));
    assert_eq!(start.elapsed().as_secs(), A_MOMENT.as_secs());
}

#[tokio::test(start_paused = true)]
async fn once_it_is_open_nobody_asks_any_more() {
    let mut rig = locked().await;
    let (mut key, mut mail) = room();
    key.receive(&mut rig.cx, unlocked(KeyState::Locked));
    key.receive(&mut rig.cx, unlocked(KeyState::Open));
    key.receive(&mut rig.cx, Message::KeychainStirred);
    key.receive(&mut rig.cx, Message::Ask);
    let more = tokio::time::timeout(Duration::from_secs(600), mail.recv());
    assert!(more.await.is_err());
}

#[tokio::test(start_paused = true)]
async fn a_person_is_told_once_after_some_minutes_and_no_longer_when_it_opens() {
    let mut rig = locked().await;
    rig.linked(1);
    let (mut key, _mail) = room();
    for (minutes, told) in [(4, 0), (1, 1), (60, 0)] {
        rig.clock.pass(Span::from_minutes(minutes));
        key.receive(&mut rig.cx, unlocked(KeyState::Locked));
        assert_eq!(rig.notices().len(), told, "{minutes}");
    }
    key.receive(&mut rig.cx, unlocked(KeyState::Open));
    assert_eq!(rig.desktop.asked(), [Asked::Withdrawn(NOTICE.to_owned())]);
}

#[tokio::test(start_paused = true)]
async fn where_a_look_is_due_that_is_not_made_a_person_hears_sooner() {
    let mut rig = locked().await;
    let page = rig.linked(1);
    let host = rig.cx.app_behind(rig.held(page));
    rig.cx.agenda.place(page, host, NOW, NOW);
    let (mut key, _mail) = room();
    for (minutes, told) in [(1, 0), (1, 1)] {
        rig.clock.pass(Span::from_minutes(minutes));
        key.receive(&mut rig.cx, unlocked(KeyState::Locked));
        assert_eq!(rig.notices().len(), told, "{minutes}");
    }
}

#[tokio::test(start_paused = true)]
async fn nobody_is_told_with_nothing_to_watch_in_a_pause_or_while_being_asked() {
    let (mut key, _mail) = room();
    let mut rig = locked().await;
    let page = rig.linked(1);
    rig.cx.apply(page, Event::Disconnected);
    rig.clock.pass(Span::from_days(30));
    key.receive(&mut rig.cx, unlocked(KeyState::Locked));
    assert!(rig.notices().is_empty());
    rig.linked(2);
    rig.cx.book.policy.pause = Some(domain::alert::Pause::UntilResumed);
    key.receive(&mut rig.cx, unlocked(KeyState::Locked));
    rig.cx.book.policy.pause = None;
    key.question = true;
    key.receive(&mut rig.cx, unlocked(KeyState::Locked));
    assert!(rig.notices().is_empty());
    key.question = false;
    key.receive(&mut rig.cx, unlocked(KeyState::Locked));
    assert_eq!(rig.notices().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn one_question_is_asked_and_all_who_wait_hear_how_it_ended() {
    for (opens, refused) in [(true, None), (false, Some(Failure::VaultClosed))] {
        let (mut rig, keychain) = in_trouble(KeychainProblem::Locked).await;
        keychain.set_person_opens(opens);
        let (mut key, mut mail) = room();
        let (one, mut first) = oneshot::channel();
        let (other, mut second) = oneshot::channel();
        let (gone, _) = oneshot::channel();
        for asker in [one, gone, other] {
            key.asked(&mut rig.cx, KeyRequest::OpenKeychain, asker)
                .await;
        }
        let ended = until_answered(&mut key, &mut rig, &mut mail, &mut first).await;
        assert_eq!(ended, refused);
        assert_eq!(second.try_recv().unwrap().err(), refused);
        assert_eq!(keychain.questions(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn whoever_opened_a_slow_keychain_waits_until_it_can_be_read() {
    let (mut rig, keychain) = in_trouble(KeychainProblem::Locked).await;
    keychain.set_person_opens(true);
    keychain.set_opens_slowly(3);
    let (mut key, mut mail) = room();
    let (asker, mut answered) = oneshot::channel();
    key.open_keychain(&mut rig.cx, asker);
    let start = Instant::now();
    let ended = until_answered(&mut key, &mut rig, &mut mail, &mut answered).await;
    assert_eq!((ended, rig.cx.book.key), (None, KeyState::Open));
    assert!(start.elapsed() < OPENING);
}

#[tokio::test(start_paused = true)]
async fn one_that_does_not_open_although_a_person_did_is_not_waited_for_for_ever() {
    let (mut rig, keychain) = in_trouble(KeychainProblem::Locked).await;
    keychain.set_person_opens(true);
    keychain.set_opens_slowly(10_000);
    let (mut key, mut mail) = room();
    let (asker, mut answered) = oneshot::channel();
    key.open_keychain(&mut rig.cx, asker);
    let start = Instant::now();
    let mut ended = None;
    while ended.is_none() && start.elapsed() < 2 * OPENING {
        let message = mail.recv().await.unwrap();
        key.receive(&mut rig.cx, message);
        rig.cx.deliver();
        ended = answered.try_recv().ok();
    }
    let ended = ended.unwrap();
    assert_eq!(ended.err(), Some(Failure::VaultClosed));
}

#[tokio::test(start_paused = true)]
async fn that_a_person_did_not_set_it_up_is_remembered() {
    let (mut rig, _keychain) = in_trouble(KeychainProblem::NotSetUp).await;
    let (mut key, mut mail) = room();
    let (asker, mut answered) = oneshot::channel();
    key.open_keychain(&mut rig.cx, asker);
    let ended = until_answered(&mut key, &mut rig, &mut mail, &mut answered).await;
    assert_eq!(ended, Some(Failure::VaultClosed));
    assert_eq!(rig.cx.book.key, KeyState::Declined);
}

#[tokio::test]
async fn when_it_opens_each_location_is_told_and_interrupted_renewals_go_first() {
    let mut rig = locked().await;
    let page = rig.linked(1);
    rig.clock.pass(Span::from_minutes(3));
    let (mut key, _mail) = room();
    let opened = || Opened {
        interrupted: BTreeSet::from([grant_id(1)]),
        ..found(KeyState::Open)
    };
    key.key_is(&mut rig.cx, opened());
    let now = NOW.plus(Span::from_minutes(3));
    assert_eq!(rig.cx.book.key_known_since, Some(now));
    let facts = rig.facts();
    assert!(matches!(facts[0], EventKind::VaultChanged(_)));
    assert!(matches!(&facts[1..], [EventKind::LocationChanged(view)] if view.id == page));
    let news = rig.news();
    assert!(matches!(&news[0], News::KeyOpened(of) if *of == BTreeSet::from([grant_id(1)])));
    // The same once more is no news, and renews nothing twice.
    key.key_is(&mut rig.cx, opened());
    assert!(rig.facts().is_empty() && rig.news().is_empty());
}

#[tokio::test]
async fn how_long_it_is_closed_counts_on_whatever_the_trouble_is() {
    let mut rig = locked().await;
    let (mut key, _mail) = room();
    for state in [KeyState::NoKey, KeyState::Locked, KeyState::NoBackend] {
        rig.clock.pass(Span::from_minutes(1));
        key.key_is(&mut rig.cx, found(state));
    }
    assert_eq!(rig.cx.book.key_known_since, Some(NOW));
    assert!(
        !rig.news()
            .iter()
            .any(|news| matches!(news, News::KeyOpened(_)))
    );
}

#[tokio::test]
async fn with_a_new_key_nothing_opens_that_was_sealed_and_no_list_is_lost() {
    let keychain = Arc::new(MemoryKeychain::new());
    let mut rig = Rig::over(MemoryStore::new(keychain.clone())).await;
    let (works, lost) = (rig.linked(1), rig.linked(2));
    rig.lose(lost, Cause::PasswordChanged);
    rig.save().await;
    keychain.replace(None);
    start_again(&mut rig);
    rig.facts();
    let (mut key, mut mail) = room();
    key.ask_for_key(&mut rig.cx);
    let answer = mail.recv().await.unwrap();
    key.receive(&mut rig.cx, answer);
    assert_eq!(rig.cx.book.key, KeyState::NoKey);
    rig.rows.fail_next_writes(1);
    let (asker, mut answered) = oneshot::channel();
    key.asked(&mut rig.cx, KeyRequest::StartOver, asker).await;
    rig.cx.deliver();
    let refused = answered.try_recv().unwrap().err();
    assert_eq!(refused, Some(Failure::DiskFull));
    assert_eq!(rig.cx.book.key, KeyState::NoKey);
    let (asker, mut answered) = oneshot::channel();
    key.asked(&mut rig.cx, KeyRequest::StartOver, asker).await;
    rig.cx.deliver();
    assert_eq!(answered.try_recv().unwrap().err(), None);
    let shown = |id| rig.cx.book.health(rig.held(id), NOW).state;
    assert_eq!(shown(works), State::TokensUnreadable);
    assert!(matches!(shown(lost), State::NeedsYou { .. }));
}

#[tokio::test]
async fn a_key_that_fits_is_not_given_up() {
    let mut rig = Rig::new().await;
    rig.linked(1);
    let (mut key, _mail) = room();
    let (asker, mut answered) = oneshot::channel();
    key.asked(&mut rig.cx, KeyRequest::StartOver, asker).await;
    rig.cx.deliver();
    assert_eq!(answered.try_recv().unwrap().err(), Some(Failure::Internal));
    assert!(rig.cx.book.unreadable.is_empty() && rig.news().is_empty());
}
