//! After the approval of a login with several pages a person picks; nothing else is connected.

use domain::{AccountId, LocationId, NextStep, NotGranted};
use journeys::stage::{Stage, TestResult};
use protocol::{Failure, OfferedView, SignInFailureCode, SignInRequest, StateCode};

use crate::people::{ACME, BAKERY, NORTHWIND, green, jana, mila, nora};

/// Belongs to a portfolio of Jana's.
const DEPOT: &str = "Northwind Depot";

fn names(group: &[OfferedView]) -> Vec<&str> {
    group.iter().map(|one| one.name.as_str()).collect()
}

fn reasons(group: &[OfferedView]) -> Vec<(&str, Option<NotGranted>)> {
    group
        .iter()
        .map(|one| (one.name.as_str(), one.reason))
        .collect()
}

#[tokio::test]
async fn pages_stand_in_three_groups() -> TestResult {
    let mut stage = Stage::set().await?;
    stage.add_pages(&mut jana(), &[BAKERY]).await?;
    let card = stage.begin_adding("facebook", None).await?;
    stage.approve(&card, &mut jana()).await?;
    let offer = stage.offer(&card).await?;
    assert_eq!(offer.login, "Jana Weiss");
    assert_eq!(names(&offer.granted), [NORTHWIND]);
    assert_eq!(names(&offer.connected), [BAKERY]);
    let small = (ACME, Some(NotGranted::RoleTooSmall));
    // Managed through a portfolio, and seen there only.
    let depot = (DEPOT, Some(NotGranted::NotTicked));
    assert_eq!(reasons(&offer.not_granted), [small, depot]);
    Ok(())
}

#[tokio::test]
async fn a_known_page_that_was_not_ticked_this_time_says_so() -> TestResult {
    let mut stage = Stage::set().await?;
    stage.add_pages(&mut jana(), &[BAKERY]).await?;
    let attempt = stage.begin_adding("facebook", None).await?.attempt;
    stage.ask(SignInRequest::TryAgain { attempt }).await?;
    let card = stage.card_of_new("facebook").await?;
    stage
        .approve(&card, &mut jana().ticking(&[NORTHWIND]))
        .await?;
    let offer = stage.offer(&card).await?;
    assert_eq!(names(&offer.granted), [NORTHWIND]);
    let why = Some(NotGranted::NotTicked);
    assert_eq!(reasons(&offer.not_granted), [(DEPOT, why), (BAKERY, why)]);
    Ok(())
}

#[tokio::test]
async fn only_what_was_picked_is_connected() -> TestResult {
    let mut stage = Stage::set().await?;
    stage.add_pages(&mut jana(), &[NORTHWIND]).await?;
    let seen = stage.snapshot().await?;
    let all: Vec<_> = seen
        .locations
        .iter()
        .map(|one| one.name.as_deref())
        .collect();
    assert_eq!(all, [Some(NORTHWIND)]);
    Ok(())
}

#[tokio::test]
async fn what_was_not_offered_cannot_be_picked() -> TestResult {
    let mut stage = Stage::set().await?;
    let card = stage.begin_adding("facebook", None).await?;
    stage.approve(&card, &mut jana()).await?;
    let offer = stage.offer(&card).await?;
    let small = offer.not_granted[0].account.clone();
    for accounts in [vec![], vec![small], vec![AccountId("1".to_owned())]] {
        let attempt = card.attempt;
        let refused = stage
            .refusal(SignInRequest::Pick { attempt, accounts })
            .await?;
        assert_eq!(refused, Failure::Malformed);
    }
    stage.pick(&card, &[BAKERY]).await?;
    stage.over(&card).await?;
    let (attempt, accounts) = (card.attempt, vec![offer.granted[0].account.clone()]);
    let refused = stage
        .refusal(SignInRequest::Pick { attempt, accounts })
        .await?;
    assert_eq!(refused, Failure::Gone);
    Ok(())
}

#[tokio::test]
async fn every_one_of_240_pages_is_offered_and_can_be_connected() -> TestResult {
    let mut stage = Stage::set().await?;
    let card = stage.begin_adding("facebook", None).await?;
    stage.approve(&card, &mut mila()).await?;
    let offer = stage.offer(&card).await?;
    let mut all: Vec<AccountId> = offer
        .granted
        .iter()
        .map(|one| one.account.clone())
        .collect();
    all.sort();
    all.dedup();
    assert_eq!(all.len(), 240);
    let listed = stage
        .control
        .asked("facebook GET /v25.0/me/accounts")
        .await?;
    assert_eq!(listed, 3, "a hundred to an answer");

    let attempt = card.attempt;
    stage
        .ask(SignInRequest::Pick {
            attempt,
            accounts: all,
        })
        .await?;
    stage.over(&card).await?;
    let seen = stage.snapshot().await?;
    assert_eq!(seen.locations.len(), 240);
    assert!(seen.locations.iter().all(|one| green(&one.health)));
    Ok(())
}

#[tokio::test]
async fn who_picks_later_finds_the_set_up_unfinished_after_a_restart_and_can_finish_it()
-> TestResult {
    let mut stage = Stage::set().await?;
    let card = stage.begin_adding("facebook", None).await?;
    stage.approve(&card, &mut jana()).await?;
    stage.offer(&card).await?;
    let attempt = card.attempt;
    stage.ask(SignInRequest::PickLater { attempt }).await?;

    let mut stage = stage.restart().await?;
    let [draft] = &stage.snapshot().await?.locations[..] else {
        panic!("one unfinished location was expected");
    };
    assert_eq!(
        (&draft.name, draft.health.state),
        (&None, StateCode::SetUpUnfinished)
    );
    assert_eq!(draft.health.next, NextStep::FinishSetUp);

    let card = stage.begin_connecting(&draft.id).await?;
    stage.approve(&card, &mut jana()).await?;
    stage.pick(&card, &[BAKERY, NORTHWIND]).await?;
    stage.over(&card).await?;
    let seen = stage.snapshot().await?;
    assert_eq!(seen.locations.len(), 2, "the draft became one of them");
    assert!(seen.locations.iter().any(|one| one.id == draft.id));
    assert!(seen.locations.iter().all(|one| green(&one.health)));
    Ok(())
}

#[tokio::test]
async fn a_draft_whose_page_is_in_the_list_already_leaves_the_list() -> TestResult {
    let mut stage = Stage::set().await?;
    stage.add_pages(&mut jana(), &[BAKERY]).await?;
    let card = stage.begin_adding("facebook", None).await?;
    stage.approve(&card, &mut jana()).await?;
    stage.pick(&card, &[BAKERY]).await?;
    stage.over(&card).await?;
    let stage = stage.restart().await?;
    let seen = stage.snapshot().await?;
    assert_eq!(seen.locations.len(), 1);
    assert!(green(&seen.locations[0].health));
    Ok(())
}

#[tokio::test]
async fn who_has_no_page_is_told_and_may_try_another_account() -> TestResult {
    let mut stage = Stage::set().await?;
    let card = stage.begin_adding("facebook", None).await?;
    let mut browser = nora();
    stage.approve(&card, &mut browser).await?;
    let failure = stage.failure(&card).await?;
    assert_eq!(failure, SignInFailureCode::NothingToConnect);
    assert!(stage.snapshot().await?.locations.is_empty());

    let attempt = card.attempt;
    stage.ask(SignInRequest::TryAgain { attempt }).await?;
    let card = stage.card_of_new("facebook").await?;
    stage
        .approve(&card, &mut browser.becomes("Jana Weiss"))
        .await?;
    stage.pick(&card, &[BAKERY]).await?;
    stage.over(&card).await?;
    assert!(green(&stage.location(BAKERY).await?.health));
    Ok(())
}

#[tokio::test]
async fn tokens_that_nobody_picked_are_forgotten_in_time() -> TestResult {
    let mut stage = Stage::set().await?;
    let card = stage.begin_adding("facebook", None).await?;
    stage.approve(&card, &mut jana()).await?;
    stage.offer(&card).await?;
    tokio::time::pause();
    tokio::time::advance(std::time::Duration::from_secs(601)).await;
    tokio::time::resume();
    stage.over(&card).await?;
    let seen = stage.snapshot().await?;
    assert_eq!(seen.locations[0].health.state, StateCode::SetUpUnfinished);
    Ok(())
}

#[tokio::test]
async fn a_page_that_was_seen_and_not_granted_is_shown_with_the_way_to_grant_it() -> TestResult {
    let mut stage = Stage::set().await?;
    let card = stage.begin_adding("facebook", None).await?;
    stage.approve(&card, &mut jana().ticking(&[BAKERY])).await?;
    let offer = stage.offer(&card).await?;
    assert_eq!(names(&offer.granted), [BAKERY]);
    let why = |name: &str| {
        let found = offer.not_granted.iter().find(|one| one.name == name);
        found.and_then(|one| one.reason)
    };
    assert_eq!(why(NORTHWIND), Some(NotGranted::NotTicked), "{offer:?}");

    // The way: once more, with everything ticked.
    let attempt = card.attempt;
    stage.ask(SignInRequest::TryAgain { attempt }).await?;
    let card = stage.card_of(&unfinished(&stage).await?).await?;
    stage
        .approve(&card, &mut jana().ticking(&[BAKERY, NORTHWIND]))
        .await?;
    let offer = stage.offer(&card).await?;
    assert!(names(&offer.granted).contains(&NORTHWIND), "{offer:?}");
    stage.pick(&card, &[BAKERY, NORTHWIND]).await?;
    stage.over(&card).await?;
    for page in [BAKERY, NORTHWIND] {
        assert!(green(&stage.location(page).await?.health), "{page}");
    }
    Ok(())
}

/// The row that waits for a pick.
async fn unfinished(stage: &Stage) -> TestResult<LocationId> {
    let seen = stage.snapshot().await?;
    let mut rows = seen.locations.iter();
    let row = rows.find(|one| one.name.is_none());
    Ok(row.expect("a row without a name").id)
}
