//! Clients, and what belongs to them.

use domain::{Client, ClientId, LinkState};
use serde_json::json;
use vault::{Change, Storage, StoreProblem, WriteProblem};

use crate::test_vault::{
    self, Place, access, location_id, over_both, put_client, put_jar, set_client, set_setting,
    sign_in,
};

over_both!(
    a_client_is_renamed_and_not_doubled,
    locations_move_to_a_client_and_away_and_nothing_else_of_them_changes,
    a_client_or_a_location_that_is_not_there_moves_nothing,
    a_removed_client_takes_its_jar_and_leaves_its_locations_connected,
);

/// Where each location belongs.
fn clients_of(vault: &dyn Storage) -> Vec<Option<ClientId>> {
    let locations = vault.load().unwrap().locations;
    locations.iter().map(|one| one.location.client).collect()
}

fn a_client_is_renamed_and_not_doubled(desk: &impl Place) {
    let mut vault = desk.open();
    put_client(&mut vault, &test_vault::client());
    let name = "Another name".to_owned();
    let renamed = Client {
        name,
        ..test_vault::client()
    };
    put_client(&mut vault, &renamed);
    drop(vault);
    assert_eq!(desk.open().load().unwrap().clients, [renamed]);
}

fn locations_move_to_a_client_and_away_and_nothing_else_of_them_changes(desk: &impl Place) {
    let mut vault = desk.unlocked();
    let client = test_vault::client();
    vault.link(&sign_in(1)).unwrap();
    vault.link(&sign_in(2)).unwrap();
    put_client(&mut vault, &client);
    let before = vault.load().unwrap().locations;
    let both = [location_id(1), location_id(2)];
    set_client(&mut vault, &both, Some(client.id)).unwrap();
    set_client(&mut vault, &both[..1], None).unwrap();
    drop(vault);
    let mut vault = desk.unlocked();
    assert_eq!(clients_of(&vault), [None, Some(client.id)]);
    set_client(&mut vault, &both, None).unwrap();
    assert_eq!(vault.load().unwrap().locations, before);
    assert_eq!(access(&vault, 2).as_deref(), Some("access-2"));
}

fn a_client_or_a_location_that_is_not_there_moves_nothing(desk: &impl Place) {
    let mut vault = desk.unlocked();
    vault.link(&sign_in(1)).unwrap();
    let some = Some(test_vault::client().id);
    let moved = set_client(&mut vault, &[location_id(1)], some);
    assert!(matches!(
        moved,
        Err(WriteProblem::Store(StoreProblem::Dangling))
    ));
    put_client(&mut vault, &test_vault::client());
    let moved = set_client(&mut vault, &[location_id(1), location_id(9)], some);
    assert!(matches!(
        moved,
        Err(WriteProblem::Store(StoreProblem::Dangling))
    ));
    assert_eq!(clients_of(&vault), [None]);
}

fn a_removed_client_takes_its_jar_and_leaves_its_locations_connected(desk: &impl Place) {
    let mut vault = desk.unlocked();
    let client = test_vault::client();
    vault.link(&sign_in(1)).unwrap();
    put_client(&mut vault, &client);
    set_client(&mut vault, &[location_id(1)], Some(client.id)).unwrap();
    for jar in ["its", "another"] {
        put_jar(&mut vault, jar, jar).unwrap();
    }
    let old = json!({ "steps of": "the client" });
    set_setting(&mut vault, "alerts", Some(old));
    drop(vault);

    let new = json!({});
    let removal = [
        Change::ClientGone(client.id),
        Change::JarGone("its".to_owned()),
        Change::Setting("alerts".to_owned(), Some(new.clone())),
    ];
    desk.open().commit(&removal).unwrap();
    let vault = desk.unlocked();
    let kept = vault.load().unwrap();
    assert!(kept.clients.is_empty() && vault.jar("its").unwrap().is_none());
    assert_eq!(vault.jar("another").unwrap().unwrap().expose(), "another");
    assert_eq!(vault.setting("alerts").unwrap(), Some(new));
    assert_eq!(clients_of(&vault), [None]);
    assert_eq!(kept.locations[0].link_state, LinkState::Linked);
    assert_eq!(access(&vault, 1).as_deref(), Some("access-1"));
}
