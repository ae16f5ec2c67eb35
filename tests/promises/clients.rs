//! A client is made, has days of its own for alerts and a jar of its own, and goes without taking
//! any location along.

use domain::{ClientId, ClientNameProblem, LocationId};
use engine::{Jar, SignInWindow};
use journeys::stage::{Stage, TestResult, network_named};
use protocol::{
    AlertRequest, AlertsChoice, ClientReply, ClientRequest, EventKind, Failure, HistoryKind, Reply,
    SignInRequest, StepsOf,
};
use rusqlite::{Connection, OpenFlags};

use crate::alerts::{choice, days_told, pass_days, sixty_days};
use crate::networks::ports;
use crate::passing_by::{COOKIES, give_back};
use crate::people::{ALICE, BAKERY, NORTHWIND, alice, green, jana};

async fn make(stage: &Stage, name: &str) -> TestResult<ClientId> {
    let name = name.to_owned();
    let reply = stage.ask(ClientRequest::AddClient { name }).await?;
    let Reply::Client(ClientReply::ClientAdded(id)) = reply else {
        panic!("an identity was expected");
    };
    Ok(id)
}

/// Moves the locations of these names.
async fn move_to(stage: &Stage, names: &[&str], client: Option<&ClientId>) -> TestResult {
    let mut locations = vec![];
    for name in names {
        locations.push(stage.location(name).await?.id);
    }
    let client = client.copied();
    let request = ClientRequest::MoveLocations { locations, client };
    stage.ask(request).await.map(drop)
}

async fn remove(stage: &Stage, client: &ClientId) -> TestResult {
    let client = *client;
    stage
        .ask(ClientRequest::RemoveClient { client })
        .await
        .map(drop)
}

async fn client_of(stage: &Stage, name: &str) -> TestResult<Option<ClientId>> {
    Ok(stage.location(name).await?.client)
}

#[tokio::test]
async fn a_clients_days_count_after_a_restart_and_go_with_it() -> TestResult {
    let _ports = ports().await;
    let mut stage = sixty_days().await?;
    let acme = make(&stage, "  Acme   Coffee ").await?;
    move_to(&stage, &[BAKERY], Some(&acme)).await?;
    let days = StepsOf {
        of: acme.to_string(),
        steps: vec![28],
    };
    let choice_of = AlertsChoice {
        by_client: vec![days.clone()],
        ..choice(&stage).await?
    };
    let choice_of = AlertRequest::SetAlerts { choice: choice_of };
    stage.ask(choice_of).await?;

    stage = stage.leave().await?.enter().await?;
    let seen = stage.snapshot().await?;
    assert_eq!(seen.clients[0].name, "Acme Coffee");
    assert_eq!(seen.alerts.choice.by_client, [days]);
    assert_eq!(client_of(&stage, BAKERY).await?, Some(acme));
    pass_days(&stage, 33).await?;
    assert_eq!(days_told(&stage), [27], "the client's day, and no other");

    remove(&stage, &acme).await?;
    stage = stage.leave().await?.enter().await?;
    let seen = stage.snapshot().await?;
    assert!(seen.clients.is_empty() && seen.alerts.choice.by_client.is_empty());
    let bakery = stage.location(BAKERY).await?;
    assert!(green(&bakery.health) && bakery.client.is_none());
    let lines = stage.history(BAKERY).await?;
    let moves = lines.iter().filter(|line| line.what == HistoryKind::Moved);
    let moves: Vec<_> = moves.map(|line| line.who.as_deref()).collect();
    assert_eq!(moves, [None, Some("Acme Coffee")]);
    pass_days(&stage, 14).await?;
    assert_eq!(days_told(&stage), [13], "the usual days again");
    Ok(())
}

#[tokio::test]
async fn names_are_trimmed_and_told_apart_by_more_than_their_case() -> TestResult {
    let stage = Stage::set().await?;
    let acme = make(&stage, "Acme").await?;
    let bad = |problem| Failure::BadClientName { problem };
    let long = "a".repeat(81);
    for (name, problem) in [
        (" \t", ClientNameProblem::Empty),
        (&*long, ClientNameProblem::TooLong),
        ("Ac\u{0}me", ClientNameProblem::Unseen),
        (" aCME ", ClientNameProblem::Taken),
    ] {
        let name = name.to_owned();
        let refused = stage.refusal(ClientRequest::AddClient { name }).await?;
        assert_eq!(refused, bad(problem));
    }
    let rename = |client: &ClientId, name: &str| ClientRequest::RenameClient {
        client: *client,
        name: name.to_owned(),
    };
    stage.ask(rename(&acme, "ACME")).await?;
    let ost = make(&stage, "Studio Ost").await?;
    let refused = stage.refusal(rename(&ost, "acme")).await?;
    assert_eq!(refused, bad(ClientNameProblem::Taken));
    let names = stage.snapshot().await?.clients.into_iter();
    let mut names: Vec<String> = names.map(|client| client.name).collect();
    names.sort();
    assert_eq!(names, ["ACME", "Studio Ost"]);
    Ok(())
}

#[tokio::test]
async fn several_locations_move_at_once_or_none_does() -> TestResult {
    let mut stage = Stage::set().await?;
    stage.add_pages(&mut jana(), &[BAKERY, NORTHWIND]).await?;
    stage.add_account(&mut alice()).await?;
    let acme = make(&stage, "Acme").await?;
    let before = stage.facts()?.len();
    move_to(&stage, &[BAKERY, NORTHWIND, BAKERY], Some(&acme)).await?;
    stage.snapshot().await?;
    let told = stage.facts()?[before..].iter();
    let changed = told.filter(|fact| matches!(fact, EventKind::LocationChanged(_)));
    assert_eq!(changed.count(), 2, "each is told once");

    let gone = ClientId::from_bytes([0; 16]);
    let no_location = LocationId::from_bytes([0; 16]);
    let bakery = stage.location(BAKERY).await?.id;
    for (locations, client) in [
        (vec![bakery, no_location], None),
        (vec![bakery], Some(gone)),
    ] {
        let request = ClientRequest::MoveLocations { locations, client };
        assert_eq!(stage.refusal(request).await?, Failure::Gone);
    }
    let refused = stage
        .refusal(ClientRequest::RemoveClient { client: gone })
        .await?;
    assert_eq!(refused, Failure::Gone);
    assert_eq!(client_of(&stage, BAKERY).await?, Some(acme));
    assert_eq!(client_of(&stage, NORTHWIND).await?, Some(acme));
    assert_eq!(client_of(&stage, ALICE).await?, None);

    stage = stage.restart().await?;
    move_to(&stage, &[BAKERY], None).await?;
    assert_eq!(client_of(&stage, BAKERY).await?, None);
    assert_eq!(client_of(&stage, NORTHWIND).await?, Some(acme));
    stage.look().await?;
    assert!(green(&stage.location(BAKERY).await?.health));
    Ok(())
}

/// Opens the sign-in window of a location and ends its sign-in.
async fn window(stage: &mut Stage, name: &str) -> TestResult<SignInWindow> {
    let location = stage.location(name).await?.id;
    let card = stage.begin_connecting(&location).await?;
    let window = stage.shell.windows().pop().expect("a window");
    let attempt = card.attempt;
    stage.ask(SignInRequest::CancelSignIn { attempt }).await?;
    Ok(window)
}

/// The names of the jars that rest in the vault.
fn sealed(stage: &Stage) -> Vec<String> {
    let reads = OpenFlags::SQLITE_OPEN_READ_ONLY;
    let vault = Connection::open_with_flags(stage.database(), reads).expect("the vault");
    let names = vault.prepare("SELECT CAST(row AS TEXT) FROM seals WHERE home = 'jars'");
    let mut names = names.expect("the table of seals");
    let names = names.query_map([], |row| row.get(0)).expect("an answer");
    names.map(|name| name.expect("a name")).collect()
}

#[tokio::test]
async fn a_moved_location_signs_in_with_the_jar_of_where_it_belongs() -> TestResult {
    let mut stage = Stage::set().await?;
    stage.add_pages(&mut jana(), &[BAKERY]).await?;
    let acme = make(&stage, "Acme").await?;
    let jar = Jar::of(Some(acme));
    let first = window(&mut stage, BAKERY).await?;
    assert!(first.jar == Jar::of(None));
    give_back(&stage, &first, Some(COOKIES)).await?;

    move_to(&stage, &[BAKERY], Some(&acme)).await?;
    let second = window(&mut stage, BAKERY).await?;
    assert!(second.jar == jar && second.cookies.is_none(), "none moved");
    give_back(&stage, &second, Some(COOKIES)).await?;
    let third = window(&mut stage, BAKERY).await?;
    assert!(third.cookies.is_some());
    assert_eq!(sealed(&stage).len(), 2);

    remove(&stage, &acme).await?;
    assert_eq!(stage.shell.emptied(), [jar]);
    // A window that was still open must not bring the jar back.
    give_back(&stage, &third, Some(COOKIES)).await?;
    assert_eq!(sealed(&stage), ["shared"], "the jar is erased");
    let last = window(&mut stage, BAKERY).await?;
    assert!(last.jar == Jar::of(None) && last.cookies.is_some());
    Ok(())
}

#[tokio::test]
async fn a_sign_in_outlives_the_client_that_it_was_begun_for() -> TestResult {
    let mut stage = Stage::set().await?;
    let acme = make(&stage, "Acme").await?;
    stage
        .ask(SignInRequest::AddLocation {
            network: network_named("facebook"),
            host: None,
            client: Some(acme),
        })
        .await?;
    let card = stage.card_of_new("facebook").await?;
    remove(&stage, &acme).await?;
    stage.approve(&card, &mut jana()).await?;
    stage.pick(&card, &[BAKERY]).await?;
    stage.over(&card).await?;
    let bakery = stage.location(BAKERY).await?;
    assert!(green(&bakery.health) && bakery.client.is_none());
    Ok(())
}

#[tokio::test]
async fn what_is_picked_belongs_where_its_unfinished_row_was_moved() -> TestResult {
    let mut stage = Stage::set().await?;
    let card = stage.begin_adding("facebook", None).await?;
    stage.approve(&card, &mut jana()).await?;
    stage.offer(&card).await?;
    let acme = make(&stage, "Acme").await?;
    let draft = stage.snapshot().await?.locations.remove(0).id;
    stage
        .ask(ClientRequest::MoveLocations {
            locations: vec![draft],
            client: Some(acme),
        })
        .await?;
    stage.pick(&card, &[BAKERY, NORTHWIND]).await?;
    stage.over(&card).await?;
    for name in [BAKERY, NORTHWIND] {
        assert_eq!(client_of(&stage, name).await?, Some(acme));
    }
    Ok(())
}
