//! What the engine answers to each request of a location, by what is held for it: the table by which
//! the window's own tests refuse too.

use std::collections::BTreeMap;
use std::path::Path;

use domain::{Cause, LocationId};
use journeys::stage::{Stage, TestResult};
use protocol::{Leaving, LocationRequest, Request, SignInRequest};
use serde_json::{Value, json};

use crate::people::{ALICE, alice, jana, lost, red};

/// What can be held for a location.
const CONNECTIONS: [&str; 7] = [
    "linked",
    "lost",
    "unlinked",
    "unfinished",
    "authorizing",
    "removing",
    "gone",
];

/// Those that leave the location as it is first; each of the others ends a stage.
const HARMLESS: [&str; 7] = [
    "check",
    "open_permissions",
    "history",
    "snooze_alerts",
    "mute_alerts",
    "unmute_alerts",
    "move_locations",
];
const TELLING: [&str; 4] = ["connect", "disconnect", "remove", "undo_remove"];

/// A stage with one location for which this is held, and its id.
async fn held(connection: &str) -> TestResult<(Stage, LocationId)> {
    let mut stage = Stage::set().await?;
    if connection == "unfinished" {
        let card = stage.begin_adding("facebook", None).await?;
        stage.approve(&card, &mut jana()).await?;
        stage.offer(&card).await?;
        // Put off, so that nothing but the location is left of it.
        let attempt = card.attempt;
        stage.ask(SignInRequest::PickLater { attempt }).await?;
        let id = stage.snapshot().await?.locations.remove(0).id;
        return Ok((stage, id));
    }
    stage.add_account(&mut alice()).await?;
    let location = stage.location(ALICE).await?.id;
    let one = || location;
    match connection {
        "lost" => {
            let aim = json!({ "person": "alice" });
            stage
                .control
                .trouble("mastodon", "token_revoked", aim)
                .await?;
            stage.look().await?;
            let cause = Cause::PermissionRemoved;
            let gone = |one: &protocol::LocationView| lost(&one.health, cause);
            stage.until_location(ALICE, gone).await?;
        }
        "unlinked" => {
            stage
                .ask(LocationRequest::Disconnect { location: one() })
                .await?;
            stage.until_location(ALICE, |one| red(&one.health)).await?;
        }
        "authorizing" => drop(stage.begin_connecting(&location).await?),
        "removing" => {
            stage
                .ask(LocationRequest::Remove { location: one() })
                .await?;
            let removing = |one: &protocol::LocationView| one.leaving == Some(Leaving::Removing);
            stage.until_location(ALICE, removing).await?;
        }
        // An id that never was is gone too.
        "gone" => return Ok((stage, LocationId::from_bytes([0; 16]))),
        _ => assert_eq!(connection, "linked"),
    }
    Ok((stage, location))
}

async fn answer(stage: &Stage, ask: &str, location: &LocationId) -> TestResult<Value> {
    let request = match ask {
        "check" | "mute_alerts" | "unmute_alerts" | "move_locations" => {
            json!({ "ask": ask, "locations": [location] })
        }
        "snooze_alerts" => json!({ "ask": ask, "locations": [location], "hours": 24 }),
        _ => json!({ "ask": ask, "location": location }),
    };
    let request: Request = serde_json::from_value(request).expect("a request");
    Ok(match stage.handle.ask(request).await {
        Ok(_) => json!("done"),
        Err(failure) => json!(failure)["failure"].clone(),
    })
}

#[tokio::test]
async fn the_windows_tests_refuse_as_the_engine_does() -> TestResult {
    let mut table = BTreeMap::new();
    for connection in CONNECTIONS {
        let mut row = BTreeMap::new();
        let (stage, location) = held(connection).await?;
        for ask in HARMLESS {
            row.insert(ask, answer(&stage, ask, &location).await?);
        }
        for ask in TELLING {
            let (stage, location) = held(connection).await?;
            row.insert(ask, answer(&stage, ask, &location).await?);
        }
        table.insert(connection, row);
    }
    let wanted = serde_json::to_string_pretty(&table).expect("a table") + "\n";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/src/api/answers.json");
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    if found != wanted {
        std::fs::write(&path, wanted).expect("the table is written");
        panic!("ui/src/api/answers.json was not up to date; it is now: commit it");
    }
    Ok(())
}
