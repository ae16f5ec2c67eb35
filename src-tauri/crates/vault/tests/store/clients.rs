//! Clients, and what belongs to them.

use domain::{Client, ClientId, Secret, Settled};
use serde_json::json;
use vault::StoreProblem;

use crate::desk::{self, Desk, access, location_id, sign_in};

/// Where each location belongs.
fn clients_of(vault: &vault::Vault) -> Vec<Option<ClientId>> {
    let locations = vault.load().unwrap().locations;
    locations.iter().map(|one| one.location.client).collect()
}

#[test]
fn a_client_is_renamed_and_not_doubled() {
    let desk = Desk::new();
    let mut vault = desk.open();
    vault.put_client(&desk::client()).unwrap();
    let name = "Another name".to_owned();
    let renamed = Client {
        name,
        ..desk::client()
    };
    vault.put_client(&renamed).unwrap();
    drop(vault);
    assert_eq!(desk.open().load().unwrap().clients, [renamed]);
}

#[test]
fn locations_move_to_a_client_and_away_and_nothing_else_of_them_changes() {
    let desk = Desk::new();
    let mut vault = desk.unlocked();
    let client = desk::client();
    vault.link(&sign_in(1)).unwrap();
    vault.link(&sign_in(2)).unwrap();
    vault.put_client(&client).unwrap();
    let before = vault.load().unwrap().locations;
    let both = [location_id(1), location_id(2)];
    vault.set_client(&both, Some(client.id)).unwrap();
    vault.set_client(&both[..1], None).unwrap();
    drop(vault);
    let mut vault = desk.unlocked();
    assert_eq!(clients_of(&vault), [None, Some(client.id)]);
    vault.set_client(&both, None).unwrap();
    assert_eq!(vault.load().unwrap().locations, before);
    assert_eq!(access(&vault, 2).as_deref(), Some("access-2"));
}

#[test]
fn a_client_or_a_location_that_is_not_there_moves_nothing() {
    let desk = Desk::new();
    let mut vault = desk.unlocked();
    vault.link(&sign_in(1)).unwrap();
    let some = Some(desk::client().id);
    let moved = vault.set_client(&[location_id(1)], some);
    assert!(matches!(moved, Err(StoreProblem::Dangling)));
    vault.put_client(&desk::client()).unwrap();
    let moved = vault.set_client(&[location_id(1), location_id(9)], some);
    assert!(matches!(moved, Err(StoreProblem::Dangling)));
    assert_eq!(clients_of(&vault), [None]);
}

#[test]
fn a_removed_client_takes_its_jar_and_leaves_its_locations_connected() {
    let desk = Desk::new();
    let mut vault = desk.unlocked();
    let client = desk::client();
    vault.link(&sign_in(1)).unwrap();
    vault.put_client(&client).unwrap();
    vault
        .set_client(&[location_id(1)], Some(client.id))
        .unwrap();
    for jar in ["its", "another"] {
        vault.put_jar(jar, &Secret::new(jar.to_owned())).unwrap();
    }
    let old = json!({ "steps of": "the client" });
    vault.set_setting("alerts", Some(&old)).unwrap();
    drop(vault);

    let new = json!({});
    let setting = ("alerts", &new);
    desk.open()
        .remove_client(client.id, "its", setting)
        .unwrap();
    let vault = desk.unlocked();
    let kept = vault.load().unwrap();
    assert!(kept.clients.is_empty() && vault.jar("its").unwrap().is_none());
    assert_eq!(vault.jar("another").unwrap().unwrap().expose(), "another");
    assert_eq!(vault.setting("alerts").unwrap(), Some(new));
    assert_eq!(clients_of(&vault), [None]);
    assert_eq!(kept.locations[0].settled, Settled::Linked);
    assert_eq!(access(&vault, 1).as_deref(), Some("access-1"));
}
