//! What changes together is written together: a crash between two writes would leave a list that says
//! something else than its history.

use domain::Icon;
use journeys::Trouble;
use journeys::commits;
use journeys::stage::{Person, Stage, TestResult};
use protocol::{HistoryKind, LocationView, SignInRequest, StateCode};
use rusqlite::Connection;
use serde_json::json;

use crate::networks::ports;
use crate::people::{ALICE, BOB, alice, bob, green};

const DAY: i64 = 86_400;
const ORGANIZATIONS: usize = 60;
/// A renewal takes its lease, notes that it is sent, keeps the answer and gives the lease back.
const RENEWAL: usize = 4;

fn is_lost(one: &LocationView) -> bool {
    one.health.icon == Icon::BrokenLink && one.health.state == StateCode::NeedsYou
}

/// In how many steps everything was written that was asked for before.
async fn commits(stage: &Stage) -> TestResult<usize> {
    // Answered after all that came before it is written.
    stage.snapshot().await?;
    commits::in_log_of(&stage.database())
}

#[tokio::test]
async fn a_loss_is_one_step_with_its_line_of_history() -> TestResult {
    let mut stage = Stage::set().await?;
    stage.add_account(&mut alice()).await?;
    let aim = json!({ "person": "alice" });
    stage
        .control
        .trouble("mastodon", "token_revoked", aim)
        .await?;
    // A first no is believed of nobody.
    stage.look_once().await?;
    let id = stage.location(ALICE).await?.id;
    let before = commits(&stage).await?;
    stage.look_at(vec![id]).await?;
    assert_eq!(commits(&stage).await? - before, 1);
    assert!(is_lost(&stage.location(ALICE).await?));
    let last = stage.history(ALICE).await?.into_iter().next();
    assert_eq!(
        last.map(|line| line.what),
        Some(HistoryKind::StoppedWorking)
    );
    Ok(())
}

#[tokio::test]
async fn a_sign_in_is_one_step_with_its_lines_of_history() -> TestResult {
    let mut stage = Stage::set().await?;
    let mut person = alice();
    stage.add_account(&mut person).await?;
    let before = commits(&stage).await?;
    let id = stage.location(ALICE).await?.id;
    let card = stage.begin_connecting(&id).await?;
    stage.approve(&card, &mut person).await?;
    stage.over(&card).await?;
    assert_eq!(commits(&stage).await? - before, 1);
    let lines = stage.history(ALICE).await?.into_iter();
    let lines: Vec<_> = lines.map(|line| line.what).collect();
    assert_eq!(lines, [HistoryKind::Reconnected, HistoryKind::Connected]);
    Ok(())
}

#[tokio::test]
async fn a_refused_renewal_of_sixty_organizations_is_one_step_for_all_of_them() -> TestResult {
    let _ports = ports().await;
    let mut stage = Stage::set().await?;
    let refreshes = json!({});
    stage
        .control
        .trouble("linkedin", "refresh_allowed", refreshes)
        .await?;
    let mut mila = Person::named("Mila Brandt");
    let card = stage.begin_adding("linkedin", None).await?;
    stage.approve(&card, &mut mila).await?;
    let attempt = card.attempt;
    let offer = stage.offer(&card).await?;
    let accounts = offer.granted.iter().take(ORGANIZATIONS);
    let accounts = accounts.map(|one| one.account.clone()).collect();
    stage.ask(SignInRequest::Pick { attempt, accounts }).await?;
    stage.over(&card).await?;
    let all = stage.snapshot().await?.locations;
    assert!(all.len() == ORGANIZATIONS && all.iter().all(|one| green(&one.health)));

    let aim = json!({ "person": "Mila Brandt" });
    stage
        .control
        .trouble("linkedin", "password_changed", aim)
        .await?;
    stage.pass(61 * DAY).await?;
    let (commits_before, asked_before) = (commits(&stage).await?, renewals(&stage).await?);
    // A first no, and then the one that is believed.
    for refused in 1..=2 {
        stage.look_once().await?;
        let written = commits(&stage).await? - commits_before;
        let asked = renewals(&stage).await? - asked_before;
        assert_eq!(written, asked * RENEWAL + refused, "{asked} renewals");
    }
    let all = stage.snapshot().await?.locations;
    assert!(all.iter().all(is_lost), "{all:?}");
    Ok(())
}

#[tokio::test]
async fn a_row_that_cannot_be_written_keeps_no_other_waiting() -> TestResult {
    let mut stage = Stage::set().await?;
    stage.add_account(&mut alice()).await?;
    stage.add_account(&mut bob()).await?;
    let [alice, bob] = [stage.location(ALICE).await?, stage.location(BOB).await?];
    // Somebody took it out of the file, together with what it refers to.
    let file = Connection::open(stage.database()).map_err(Trouble::because)?;
    let taken_out = "PRAGMA foreign_keys = OFF;
         DELETE FROM grants WHERE id = (SELECT \"grant\" FROM locations
             WHERE account_handle LIKE '%alice%');
         DELETE FROM locations WHERE account_handle LIKE '%alice%';";
    file.execute_batch(taken_out).map_err(Trouble::because)?;
    stage.look_at(vec![alice.id]).await?;

    let aim = json!({ "person": "bob" });
    stage
        .control
        .trouble("mastodon", "token_revoked", aim)
        .await?;
    stage.look_at(vec![bob.id]).await?;
    stage.look_at(vec![bob.id]).await?;
    assert!(is_lost(&stage.location(BOB).await?));
    let settled: String = file
        .query_row("SELECT settled FROM locations", [], |row| row.get(0))
        .map_err(Trouble::because)?;
    assert!(settled.contains("needs_you"), "{settled}");
    Ok(())
}

async fn renewals(stage: &Stage) -> TestResult<usize> {
    let asked = stage.control.asked("linkedin POST /oauth/v2/accessToken");
    usize::try_from(asked.await?).map_err(Trouble::because)
}
