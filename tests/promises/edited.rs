//! Somebody who can write the file and has no key: nothing goes anywhere else than before, nobody is
//! sent to sign in where they point, and the row that they changed says so.

use domain::{Icon, NextStep};
use journeys::Trouble;
use journeys::stage::{Scene, Stage, TestResult};
use protocol::{Failure, LocationRequest, SignInRequest, StateCode};
use rusqlite::Connection;
use vault::{Audience, OsEntropy, Vault};

use crate::people::{ALICE, BAKERY, INSTANCE, NORTHWIND, alice, green, jana, tom};

const X: &str = "@harbourlane";

/// Pages of two people, an account at an instance, and one whose tokens are renewed.
async fn connected() -> TestResult<Stage> {
    let mut stage = Stage::set().await?;
    stage.add_pages(&mut jana(), &[BAKERY]).await?;
    stage.add_pages(&mut tom(), &[NORTHWIND]).await?;
    stage.add_account(&mut alice()).await?;
    stage.add("x", None, &mut jana(), &[]).await?;
    Ok(stage)
}

async fn edited(stage: Stage, sql: &str) -> TestResult<Stage> {
    let set = stage.leave().await?;
    let editor = Connection::open(set.database()).map_err(Trouble::because)?;
    let off = editor.pragma_update(None, "foreign_keys", false);
    off.and_then(|()| editor.execute_batch(sql))
        .map_err(Trouble::because)?;
    drop(editor);
    set.enter().await
}

/// A day on which the computer was off at night, with a look at all that works at its end.
async fn a_day(stage: Stage) -> TestResult<Stage> {
    let mut set = stage.leave().await?;
    set.pass(24 * 3_600).await?;
    let mut stage = set.enter().await?;
    // What was changed is asked for as well, and never looked at.
    let all = stage.snapshot().await?.locations;
    let locations = all.iter().map(|one| one.id).collect();
    stage.ask(LocationRequest::Check { locations }).await?;
    let damaged = [StateCode::EntryChanged, StateCode::TokensUnreadable];
    let good = all
        .into_iter()
        .filter(|one| !damaged.contains(&one.health.state));
    stage.look_at(good.map(|one| one.id).collect()).await?;
    Ok(stage)
}

/// Every secret that was sent, went to the network that gave it.
async fn nothing_went_astray(stage: &Stage, edit: &str) -> TestResult {
    let mut owned = vec![];
    for (network, secret) in stage.control.secrets_by_network().await? {
        owned.push((stage.origin(&network)?.origin(), network, secret));
    }
    let letters = stage.line.letters();
    assert!(
        letters
            .iter()
            .any(|letter| owned.iter().any(|(.., secret)| letter.holds(secret)))
    );
    for letter in letters {
        for (origin, network, secret) in &owned {
            let astray = letter.holds(secret) && letter.url.origin() != *origin;
            assert!(
                !astray,
                "{edit}: a secret of {network} went to {}",
                letter.url
            );
        }
    }
    Ok(())
}

/// The token of the bakery's page.
fn token_of_the_bakery(stage: &Stage) -> TestResult<String> {
    let entropy = Box::new(OsEntropy);
    let vault = Vault::open(&stage.database(), entropy, stage.keychain());
    let mut vault = vault.map_err(Trouble::because)?;
    vault.unlock().map_err(Trouble::because)?;
    let mut all = vault
        .load()
        .map_err(Trouble::because)?
        .locations
        .into_iter();
    let is_bakery = |one: &vault::StoredLocation| {
        let account = one.location.account.as_ref();
        account.is_some_and(|account| account.name == BAKERY)
    };
    let bakery = all.find(is_bakery).map(|one| one.location);
    let bakery = bakery.ok_or_else(|| Trouble::unexpected("no bakery"))?;
    let grant = bakery
        .grant
        .ok_or_else(|| Trouble::unexpected("no grant"))?;
    let audience = Audience {
        network: bakery.network,
        host: bakery.host,
    };
    let tokens = vault.tokens(grant, &audience).map_err(Trouble::because)?;
    Ok(tokens.access.expose().to_owned())
}

fn is_sent(stage: &Stage, token: &str) -> bool {
    let letters = stage.line.letters();
    letters.iter().any(|letter| letter.holds(token))
}

/// What somebody writes into the row of the bakery's page.
const EDITS: [&str; 9] = [
    "UPDATE locations SET network = 'mastodon', host = 'mastodon.practice' WHERE account_name LIKE 'Harbour%'",
    "UPDATE locations SET network = 'x' WHERE account_name LIKE 'Harbour%'",
    "UPDATE locations SET host = 'evil.example' WHERE account_name LIKE 'Harbour%'",
    "UPDATE locations SET account = (SELECT account FROM locations WHERE account_name LIKE 'North%')
     WHERE account_name LIKE 'Harbour%'",
    "UPDATE locations SET account_kind = '\"channel\"' WHERE account_name LIKE 'Harbour%'",
    "UPDATE locations SET \"grant\" = (SELECT \"grant\" FROM locations WHERE account_name LIKE 'North%')
     WHERE account_name LIKE 'Harbour%'",
    "UPDATE locations SET login = (SELECT login FROM locations WHERE account_name LIKE 'North%')
     WHERE account_name LIKE 'Harbour%'",
    "DELETE FROM seals WHERE home = 'locations'
     AND row = (SELECT id FROM locations WHERE account_name LIKE 'Harbour%')",
    "UPDATE seals SET body = (SELECT body FROM seals AS other WHERE other.home = 'locations'
         AND other.row = (SELECT id FROM locations WHERE account_name LIKE 'North%'))
     WHERE home = 'locations' AND row = (SELECT id FROM locations WHERE account_name LIKE 'Harbour%')",
];

#[tokio::test]
async fn a_row_that_somebody_changed_sends_nothing_says_so_and_can_only_be_removed() -> TestResult {
    for edit in EDITS {
        let before = connected().await?;
        let token = token_of_the_bakery(&before)?;
        assert!(is_sent(&before, &token));
        let stage = edited(before, edit).await?;
        let seen = stage.location(BAKERY).await?;
        assert_eq!(
            (seen.health.state, seen.health.next),
            (StateCode::EntryChanged, NextStep::Remove),
            "{edit}"
        );
        let refused = stage.refusal(journeys::stage::connect(&seen.id)).await?;
        assert_eq!(refused, Failure::EntryChanged, "{edit}");
        let location = seen.id;
        let refused = stage
            .refusal(LocationRequest::OpenPermissions { location })
            .await?;
        assert_eq!(refused, Failure::EntryChanged, "{edit}");
        assert!(!is_sent(&stage, &token), "{edit}");
        let mut stage = a_day(stage).await?;
        for name in [NORTHWIND, ALICE, X] {
            stage.until_location(name, |one| green(&one.health)).await?;
        }
        nothing_went_astray(&stage, edit).await?;
        assert!(!is_sent(&stage, &token), "{edit}");
        stage
            .ask(LocationRequest::Remove { location: seen.id })
            .await?;
        nothing_went_astray(&stage, edit).await?;
        // What was asked for is done when the app ends at the latest.
        stage.handle.take_leave().await.ok();
        assert!(!is_sent(&stage, &token), "{edit}");
        let stage = stage.restart().await?;
        let left = stage.snapshot().await?.locations;
        assert!(left.iter().all(|one| one.id != seen.id), "{edit}");
        assert_eq!(left.len(), 3, "{edit}");
        stage.leave().await?;
    }
    Ok(())
}

/// A login or a grant that was changed takes all that hangs on it with it, and nothing else.
#[tokio::test]
async fn tokens_of_a_login_or_a_grant_that_somebody_changed_are_used_nowhere() -> TestResult {
    let edits = [
        "UPDATE logins SET network = 'x' WHERE name LIKE 'Jana%' AND network = 'facebook'",
        "UPDATE logins SET account = 'another' WHERE name LIKE 'Jana%' AND network = 'facebook'",
        "UPDATE logins SET host = 'evil.example' WHERE name LIKE 'Jana%' AND network = 'facebook'",
        "UPDATE grants SET scopes = '[]' WHERE id = (SELECT \"grant\" FROM locations WHERE account_name LIKE 'Harbour%')",
        "UPDATE grants SET access_ends = 9000000000000, renewable = 1
         WHERE id = (SELECT \"grant\" FROM locations WHERE account_name LIKE 'Harbour%')",
        "UPDATE grants SET login = (SELECT login FROM locations WHERE account_name LIKE 'North%')
         WHERE id = (SELECT \"grant\" FROM locations WHERE account_name LIKE 'Harbour%')",
    ];
    for edit in edits {
        let stage = edited(connected().await?, edit).await?;
        let state = stage.location(BAKERY).await?.health.state;
        let damaged = [StateCode::EntryChanged, StateCode::TokensUnreadable];
        assert!(damaged.contains(&state), "{edit}: {state:?}");
        let mut stage = a_day(stage).await?;
        for name in [NORTHWIND, ALICE, X] {
            stage.until_location(name, |one| green(&one.health)).await?;
        }
        nothing_went_astray(&stage, edit).await?;
        stage.leave().await?;
    }
    Ok(())
}

/// Where a new sign-in is the way out, it makes the row ours again.
#[tokio::test]
async fn a_new_sign_in_heals_a_grant_that_somebody_changed() -> TestResult {
    let edit = "UPDATE grants SET scopes = '[]' WHERE id =
        (SELECT \"grant\" FROM locations WHERE account_name LIKE 'Harbour%')";
    let mut stage = edited(connected().await?, edit).await?;
    let torn = stage.location(BAKERY).await?;
    assert_eq!(torn.health.state, StateCode::TokensUnreadable);
    let card = stage.begin_connecting(&torn.id).await?;
    stage.approve(&card, &mut jana()).await?;
    stage
        .until_location(BAKERY, |one| green(&one.health))
        .await?;
    let stage = stage.restart().await?;
    assert!(green(&stage.location(BAKERY).await?.health));
    Ok(())
}

#[tokio::test]
async fn a_promise_to_name_the_issuer_cannot_be_taken_out_of_the_file() -> TestResult {
    let scene = Scene {
        names_issuer: true,
        ..Scene::default()
    };
    let mut stage = Stage::with(scene).await?;
    let card = stage.begin_adding("mastodon", Some(INSTANCE)).await?;
    stage
        .ask(SignInRequest::CancelSignIn {
            attempt: card.attempt,
        })
        .await?;
    let edit = "UPDATE apps SET extra = '{\"issuer\":null}' WHERE network = 'mastodon'";
    let mut stage = edited(stage, edit).await?;
    let begun = stage.begin_adding("mastodon", Some(INSTANCE)).await;
    // The registration is damaged and made anew, with what the server promises today.
    let card = begun?;
    let answer = alice().approves(&card.page).await?;
    assert!(answer.query_pairs().all(|(name, _)| name != "iss"));
    let refused = stage
        .refusal(SignInRequest::PasteAddress {
            attempt: card.attempt,
            address: answer.to_string(),
        })
        .await?;
    assert_eq!(refused, Failure::BadAddress);
    Ok(())
}

/// What X took back with the renewal stands in it, so that the network says no; a person hears of it
/// as of any other loss.
#[tokio::test]
async fn a_loss_by_an_older_file_is_told_and_its_spent_token_is_not_sent_for_ever() -> TestResult {
    const RENEWALS: &str = "x POST /2/oauth2/token";
    let mut stage = Stage::set().await?;
    stage.add("x", None, &mut jana(), &[]).await?;
    let mut set = stage.leave().await?;
    let older = std::fs::read(set.database()).map_err(Trouble::because)?;
    set.pass(3 * 3_600).await?;
    let mut stage = set.enter().await?;
    stage.look().await?;
    assert!(green(&stage.location(X).await?.health));
    let renewals = stage.control.asked(RENEWALS).await?;

    let mut set = stage.leave().await?;
    std::fs::write(set.database(), older).map_err(Trouble::because)?;
    for beside in ["-wal", "-shm"] {
        let mut name = set.database().into_os_string();
        name.push(beside);
        let _ = std::fs::remove_file(name);
    }
    set.pass(3 * 3_600).await?;
    let mut stage = set.enter().await?;
    for _ in 0..3 {
        stage
            .ask(LocationRequest::Check { locations: vec![] })
            .await?;
        stage.pass(3_600).await?;
    }
    stage
        .until_location(X, |one| one.health.icon == Icon::BrokenLink)
        .await?;
    let sent = stage.control.asked(RENEWALS).await? - renewals;
    assert!((1..=4).contains(&sent), "{sent}");
    Ok(())
}
