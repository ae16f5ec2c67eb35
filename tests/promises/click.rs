//! 2: a click on the red icon opens a window for that network; after the approval it closes and
//! the icon turns into the green tick.

use domain::Surface;
use journeys::stage::{Stage, TestResult};
use protocol::{
    HistoryKind, LocationRequest, RedirectPreference, Reply, SettingRequest, SignInReply,
    SignInRequest,
};

use crate::people::{ALICE, BAKERY, alice, green, jana, red};

/// A disconnected page of Jana's, red in the list.
async fn red_bakery() -> TestResult<Stage> {
    let mut stage = Stage::set().await?;
    stage.add_pages(&mut jana(), &[BAKERY]).await?;
    let location = stage.location(BAKERY).await?.id;
    stage.ask(LocationRequest::Disconnect { location }).await?;
    stage.until_location(BAKERY, |one| red(&one.health)).await?;
    Ok(stage)
}

#[tokio::test]
async fn a_click_opens_a_window_and_after_the_approval_it_closes_and_the_icon_is_green()
-> TestResult {
    let mut stage = red_bakery().await?;
    let before = stage.location(BAKERY).await?;
    let card = stage.begin_connecting(&before.id).await?;

    let window = stage.shell.windows().pop().expect("a window was opened");
    assert_eq!(window.title, "Facebook");
    assert_eq!(window.url.origin(), stage.origin("facebook")?.origin());
    assert_eq!(window.returns_to.path(), "/connect/login_success.html");
    assert_eq!(stage.shell.open_windows().len(), 1);

    let mut held = stage.line.hold("/oauth/access_token", 0);
    stage.approve(&card, &mut jana()).await?;
    held.sent().await?;
    assert!(
        stage.shell.open_windows().is_empty(),
        "it goes with the answer"
    );
    held.go()?;
    let after = stage
        .until_location(BAKERY, |one| green(&one.health))
        .await?;
    stage.over(&card).await?;
    assert!(stage.shell.open_windows().is_empty());
    assert_eq!((after.id, after.attempt), (before.id, None));
    Ok(())
}

#[tokio::test]
async fn without_a_click_on_it_no_other_location_changes() -> TestResult {
    let mut stage = red_bakery().await?;
    stage.add_account(&mut alice()).await?;
    let other = stage.location(ALICE).await?;
    let location = stage.location(BAKERY).await?.id;
    let card = stage.begin_connecting(&location).await?;
    stage.approve(&card, &mut jana()).await?;
    stage.over(&card).await?;
    assert_eq!(stage.location(ALICE).await?, other);
    Ok(())
}

#[tokio::test]
async fn where_the_browser_is_used_it_leads_back_by_either_road() -> TestResult {
    for return_by in [RedirectPreference::Loopback, RedirectPreference::DeepLink] {
        let mut stage = Stage::set().await?;
        stage.ask(SettingRequest::SetReturnBy { return_by }).await?;
        stage.add_account(&mut alice()).await?;
        assert!(green(&stage.location(ALICE).await?.health), "{return_by:?}");
        assert!(stage.shell.windows().is_empty());
        assert_eq!(stage.shell.came_forward(), 1);
        let page = stage.shell.browser().pop().expect("the browser was opened");
        let led_back = page.query().unwrap_or_default().to_owned();
        let by_link = led_back.contains("redirect_uri=app.greentick");
        assert_eq!(
            by_link,
            return_by == RedirectPreference::DeepLink,
            "{led_back}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn a_person_may_choose_the_other_surface_or_paste_the_address() -> TestResult {
    let mut stage = red_bakery().await?;
    let location = stage.location(BAKERY).await?.id;
    stage
        .ask(SignInRequest::Connect {
            location,
            surface: Some(Surface::Browser),
        })
        .await?;
    let card = stage.card_of(&location).await?;
    assert_eq!(card.surface, Surface::Browser);
    let attempt = card.attempt;
    let link = stage.ask(SignInRequest::CopySignInLink { attempt }).await?;
    assert!(
        matches!(link, Reply::SignIn(SignInReply::SignInLink(link)) if link.url == card.page.as_str())
    );

    let address = jana().approves(&card.page).await?;
    let (attempt, address) = (card.attempt, format!(" {address}\n"));
    stage
        .ask(SignInRequest::PasteAddress { attempt, address })
        .await?;
    stage.over(&card).await?;
    assert!(green(&stage.location(BAKERY).await?.health));
    Ok(())
}

#[tokio::test]
async fn the_page_can_be_opened_again_and_a_second_click_starts_anew() -> TestResult {
    let mut stage = red_bakery().await?;
    let location = stage.location(BAKERY).await?.id;
    let first = stage.begin_connecting(&location).await?;
    let attempt = first.attempt;
    let opened = stage.shell.windows().len();
    stage
        .ask(SignInRequest::OpenSignInAgain { attempt })
        .await?;
    assert_eq!(
        stage.shell.windows().len(),
        opened,
        "it was brought to the front"
    );

    let second = stage.begin_connecting(&location).await?;
    assert_ne!(first.attempt, second.attempt);
    assert_eq!(
        stage.shell.open_windows().len(),
        1,
        "the older window is closed"
    );
    let late = jana().approves(&first.page).await?;
    stage.bring_back(&first, &late).await?;
    stage.approve(&second, &mut jana()).await?;
    stage.over(&second).await?;
    assert!(green(&stage.location(BAKERY).await?.health));
    let exchanged = "facebook POST /v25.0/oauth/access_token";
    // Two for each sign-in: the code, and the longer life.
    assert_eq!(stage.control.asked(exchanged).await?, 4);
    Ok(())
}

#[tokio::test]
async fn what_happened_stands_in_the_history_newest_first() -> TestResult {
    let mut stage = red_bakery().await?;
    let location = stage.location(BAKERY).await?.id;
    let card = stage.begin_connecting(&location).await?;
    stage.approve(&card, &mut jana()).await?;
    stage.over(&card).await?;
    let lines = stage.history(BAKERY).await?;
    let what: Vec<HistoryKind> = lines.iter().map(|line| line.what).collect();
    assert_eq!(
        what,
        [
            HistoryKind::Connected,
            HistoryKind::DisconnectedHereOnly,
            HistoryKind::Connected
        ]
    );
    assert_eq!(lines[0].who.as_deref(), Some("Jana Weiss"));
    Ok(())
}
