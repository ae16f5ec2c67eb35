use super::*;
use crate::connect::Message;
use crate::connect::room::Room;
use crate::rig::Asked;

const ONE: AttemptId = AttemptId::from_bytes([1; 16]);
const OTHER: AttemptId = AttemptId::from_bytes([2; 16]);

async fn lend(room: &mut Room, attempt: AttemptId, jar: &Jar) -> Option<String> {
    let cx = &mut room.rig.cx;
    let cookies = room.connect.lend_jar(cx, attempt, jar).await;
    cookies.map(|cookies| cookies.expose().to_owned())
}

async fn gives_back(room: &mut Room, attempt: AttemptId, cookies: &str) {
    let cookies = Some(Secret::new(cookies.to_owned()));
    room.receive(Message::JarReturned(attempt, cookies)).await;
}

async fn forget(room: &mut Room, client: Option<ClientId>) -> Result<(), Failure> {
    let cx = &mut room.rig.cx;
    room.connect.forget_sign_ins(cx, client).await.map(drop)
}

#[tokio::test]
async fn what_one_window_brought_back_the_next_one_of_the_same_client_has() {
    let mut room = Room::new().await;
    let client = room.rig.with_client(9, "Acme");
    let (of_client, shared) = (Jar::of(Some(client)), Jar::of(None));
    assert_eq!(lend(&mut room, ONE, &of_client).await, None);
    gives_back(&mut room, ONE, "a cookie").await;
    // Two clients' sign-ins never mix.
    assert_eq!(lend(&mut room, OTHER, &shared).await, None);
    let again = lend(&mut room, ONE, &of_client).await;
    assert_eq!(again.as_deref(), Some("a cookie"));
    // A window that gives nothing back leaves it as it was.
    room.receive(Message::JarReturned(ONE, None)).await;
    let again = lend(&mut room, ONE, &of_client).await;
    assert_eq!(again.as_deref(), Some("a cookie"));
}

#[tokio::test]
async fn only_who_has_a_jar_gives_it_back_and_only_once() {
    let mut room = Room::new().await;
    let jar = Jar::of(None);
    gives_back(&mut room, ONE, "of nobody").await;
    assert_eq!(lend(&mut room, ONE, &jar).await, None);
    gives_back(&mut room, ONE, "first").await;
    gives_back(&mut room, ONE, "again").await;
    let kept = lend(&mut room, OTHER, &jar).await;
    assert_eq!(kept.as_deref(), Some("first"));
}

#[tokio::test]
async fn what_a_person_forgot_no_window_brings_back() {
    let mut room = Room::new().await;
    let jar = Jar::of(None);
    lend(&mut room, ONE, &jar).await;
    gives_back(&mut room, ONE, "a cookie").await;
    lend(&mut room, ONE, &jar).await;
    lend(&mut room, OTHER, &jar).await;
    assert_eq!(forget(&mut room, None).await, Ok(()));
    let asked = room.rig.desktop.asked();
    assert_eq!(asked, [Asked::Forgot(jar.name().to_owned())]);
    gives_back(&mut room, ONE, "late").await;
    gives_back(&mut room, OTHER, "late").await;
    assert_eq!(lend(&mut room, ONE, &jar).await, None);
}

#[tokio::test]
async fn to_forget_the_sign_ins_of_one_client_leaves_those_of_another() {
    let mut room = Room::new().await;
    let client = room.rig.with_client(9, "Acme");
    let of_client = Jar::of(Some(client));
    lend(&mut room, ONE, &of_client).await;
    assert_eq!(forget(&mut room, None).await, Ok(()));
    gives_back(&mut room, ONE, "a cookie").await;
    let kept = lend(&mut room, ONE, &of_client).await;
    assert_eq!(kept.as_deref(), Some("a cookie"));
    // With the client its jar goes.
    room.connect.client_removed(&mut room.rig.cx, client);
    assert!(room.connect.lent.is_empty());
}

#[tokio::test]
async fn a_jar_that_cannot_be_forgotten_or_kept_is_told_of_or_counts_as_empty() {
    let mut room = Room::new().await;
    let jar = Jar::of(None);
    lend(&mut room, ONE, &jar).await;
    room.rig.rows.fail_next_writes(1);
    gives_back(&mut room, ONE, "a cookie").await;
    assert_eq!(lend(&mut room, ONE, &jar).await, None);
    gives_back(&mut room, ONE, "a cookie").await;
    room.rig.rows.fail_next_writes(1);
    assert_eq!(forget(&mut room, None).await, Err(Failure::DiskFull));
    room.rig.desktop.refuse();
    assert_eq!(forget(&mut room, None).await, Err(Failure::Internal));
    // The windows may go on; what rested is gone.
    assert_eq!(lend(&mut room, ONE, &jar).await, None);
}

#[tokio::test]
async fn a_window_is_lent_the_jar_of_the_client_that_its_location_belongs_to() {
    let mut room = Room::new().await;
    let page = room.rig.connected(1, 1, "facebook");
    let client = room.rig.with_client(9, "Acme");
    let held = room.rig.cx.book.locations.get_mut(&page).unwrap();
    held.location.client = Some(client);
    let id = room.away(page).await;
    assert_eq!(room.connect.lent.get(&id), Some(&Jar::of(Some(client))));
}
