use domain::Secret;
use protocol::{ClientReply, ClientRequest, EventKind, Failure, HistoryKind, Reply};
use vault::{Change, Storage};

use super::*;
use crate::rig::{Rig, client};
use crate::store::tests::{LOCATION, NOW, in_memory, link};

async fn add(rig: &mut Rig, name: &str) -> Result<ClientId, Failure> {
    let name = name.to_owned();
    let reply = asked(&mut rig.cx, ClientRequest::AddClient { name }).await?;
    let Reply::Client(ClientReply::ClientAdded(id)) = reply else {
        panic!("no client was added");
    };
    Ok(id)
}

async fn move_to(
    rig: &mut Rig,
    locations: Vec<LocationId>,
    client: Option<ClientId>,
) -> Result<Reply, Failure> {
    let request = ClientRequest::MoveLocations { locations, client };
    asked(&mut rig.cx, request).await
}

#[tokio::test]
async fn a_client_is_in_the_store_when_everybody_hears_of_it() {
    let mut rig = Rig::new().await;
    let id = add(&mut rig, "  Acme ").await.unwrap();
    let stored = rig.rows.load().unwrap().clients;
    assert_eq!(stored.len(), 1);
    assert_eq!((stored[0].id, &*stored[0].name), (id, "Acme"));
    assert!(matches!(&rig.facts()[..], [EventKind::ClientChanged(view)] if view.id == id));
}

#[tokio::test]
async fn two_clients_have_two_names_and_one_keeps_its_own() {
    let mut rig = Rig::new().await;
    let id = add(&mut rig, "Acme").await.unwrap();
    let taken = Failure::from(ClientNameProblem::Taken);
    assert_eq!(add(&mut rig, "ACME").await.unwrap_err(), taken);
    let rename = |name: &str| ClientRequest::RenameClient {
        client: id,
        name: name.to_owned(),
    };
    assert!(asked(&mut rig.cx, rename("acme")).await.is_ok());
    assert_eq!(rig.cx.book.clients[&id].name, "acme");
}

#[tokio::test]
async fn what_the_disk_does_not_take_is_told_to_nobody() {
    let mut rig = Rig::new().await;
    rig.rows.fail_next_writes(1);
    assert!(add(&mut rig, "Acme").await.is_err());
    assert!(rig.facts().is_empty() && rig.cx.book.clients.is_empty());
    let page = rig.linked(1);
    let id = rig.with_client(9, "Acme");
    rig.rows.fail_next_writes(1);
    assert!(move_to(&mut rig, vec![page], Some(id)).await.is_err());
    assert_eq!(rig.held(page).location.client, None);
    assert!(rig.history(page).is_empty() && rig.news().is_empty());
}

#[tokio::test]
async fn a_move_stands_in_the_history_of_each_that_moved_and_of_no_other() {
    let mut rig = Rig::new().await;
    let (one, other) = (rig.linked(1), rig.linked(2));
    let id = rig.with_client(9, "Acme");
    move_to(&mut rig, vec![one], Some(id)).await.unwrap();
    move_to(&mut rig, vec![one, other, other], Some(id))
        .await
        .unwrap();
    let moved = serde_json::to_value(HistoryKind::Moved).unwrap();
    for page in [one, other] {
        assert_eq!(rig.history(page), [moved.as_str().unwrap()]);
        assert_eq!(rig.stored(page).unwrap().location.client, Some(id));
    }
}

#[tokio::test]
async fn sign_ins_under_way_hear_of_a_move_and_alerts_after_it() {
    let mut rig = Rig::new().await;
    let page = rig.linked(1);
    let id = rig.with_client(9, "Acme");
    move_to(&mut rig, vec![page], Some(id)).await.unwrap();
    let news = rig.news();
    assert!(matches!(&news[0], News::Moved(all, Some(to)) if *all == [page] && *to == id));
    assert!(matches!(&news[1..], [News::NotifyNow]));
}

#[tokio::test]
async fn nothing_moves_to_a_client_that_is_gone_nor_with_a_location_that_is() {
    let mut rig = Rig::new().await;
    let page = rig.linked(1);
    let id = rig.with_client(9, "Acme");
    let gone = crate::rig::location_id(77);
    for (locations, client) in [
        (vec![page], Some(client(8, "Nobody").id)),
        (vec![page, gone], Some(id)),
    ] {
        let refused = move_to(&mut rig, locations, client).await;
        assert_eq!(refused.err(), Some(Failure::Gone));
    }
    assert_eq!(rig.held(page).location.client, None);
}

#[tokio::test]
async fn with_a_client_go_its_steps_and_its_jar_and_its_locations_stay() {
    let mut rig = Rig::new().await;
    let page = rig.linked(1);
    let id = rig.with_client(9, "Acme");
    move_to(&mut rig, vec![page], Some(id)).await.unwrap();
    rig.cx.book.policy.by_client.insert(id, Default::default());
    rig.news();
    let removed = asked(&mut rig.cx, ClientRequest::RemoveClient { client: id }).await;
    assert!(removed.is_ok());
    assert_eq!(rig.stored(page).unwrap().location.client, None);
    assert!(rig.cx.book.policy.by_client.is_empty());
    assert!(rig.rows.load().unwrap().clients.is_empty());
    assert!(matches!(rig.news()[0], News::ClientRemoved(of) if of == id));
    let facts = rig.facts();
    let told = |what: fn(&EventKind) -> bool| facts.iter().any(what);
    assert!(told(|fact| matches!(fact, EventKind::AlertsChanged(_))));
    assert!(told(|fact| matches!(fact, EventKind::ClientRemoved(_))));
}

const CLIENT: ClientId = ClientId::from_bytes([9; 16]);

fn moved() -> Vec<Activity> {
    vec![line(NOW, LOCATION, HistoryKind::Moved, None, None)]
}

#[tokio::test]
async fn a_move_and_a_removal_are_one_step_each_with_their_lines_of_history() {
    let (store, rows) = in_memory();
    store.link(link()).await.unwrap();
    let name = "Acme".to_owned();
    let client = Client { id: CLIENT, name };
    store.put_client(client).await.unwrap();
    let of = || rows.load().unwrap().locations[0].location.client;
    let to = Some(CLIENT);
    rows.fail_next_writes(1);
    let refused = store.set_client(vec![LOCATION], to, moved()).await;
    assert!(refused.is_err() && of().is_none());
    store.set_client(vec![LOCATION], to, moved()).await.unwrap();
    assert_eq!(of(), to);
    assert_eq!(store.history(LOCATION).await.unwrap().len(), 1);

    let jar = Jar::of(to);
    let cookies = Secret::new("a cookie".to_owned());
    store.put_jar(&jar, cookies).await.unwrap();
    rows.fail_next_writes(1);
    let policy = Policy::default;
    let refused = store.remove_client(CLIENT, policy(), moved()).await;
    assert!(refused.is_err());
    assert_eq!(of(), to);
    assert!(store.jar(&jar).await.unwrap().is_some());
    store
        .remove_client(CLIENT, policy(), moved())
        .await
        .unwrap();
    let left = rows.load().unwrap();
    assert!(left.clients.is_empty() && of().is_none());
    assert!(left.settings.contains_key(ALERTS));
    assert!(store.jar(&jar).await.unwrap().is_none());
    assert_eq!(store.history(LOCATION).await.unwrap().len(), 2);
}

#[tokio::test]
async fn a_location_that_is_gone_moves_no_other() {
    let (store, rows) = in_memory();
    store.link(link()).await.unwrap();
    let client = Client {
        id: CLIENT,
        name: "Acme".to_owned(),
    };
    store.commit(vec![Change::Client(client)]).await.unwrap();
    let gone = LocationId::from_bytes([8; 16]);
    let moved = store
        .set_client(vec![LOCATION, gone], Some(CLIENT), moved())
        .await;
    assert!(moved.is_err());
    assert_eq!(rows.load().unwrap().locations[0].location.client, None);
}
