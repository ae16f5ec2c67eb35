//! 4: connected before: the window may come and go by itself; the icon turns green.

use domain::Cause;
use engine::SignInWindow;
use journeys::stage::{Stage, TestResult};
use protocol::{ClientRequest, LocationRequest, SignInRequest};

use crate::people::{ALICE, BAKERY, alice, green, jana, lost, red};

#[tokio::test]
async fn at_facebook_who_approved_before_presses_nothing() -> TestResult {
    let mut stage = Stage::set().await?;
    let mut jana = jana();
    stage.add_pages(&mut jana, &[BAKERY]).await?;
    let location = stage.location(BAKERY).await?.id;
    stage.ask(LocationRequest::Disconnect { location }).await?;
    stage.until_location(BAKERY, |one| red(&one.health)).await?;

    let pressed = jana.pressed().len();
    let card = stage.begin_connecting(&location).await?;
    stage.approve(&card, &mut jana).await?;
    stage.over(&card).await?;
    assert_eq!(jana.pressed().len(), pressed);
    assert!(green(&stage.location(BAKERY).await?.health));
    Ok(())
}

#[tokio::test]
async fn at_mastodon_who_is_still_authorized_presses_nothing() -> TestResult {
    let mut stage = Stage::set().await?;
    let mut alice = alice();
    stage.add_account(&mut alice).await?;
    let location = stage.location(ALICE).await?.id;
    let pressed = alice.pressed().len();
    let card = stage.begin_connecting(&location).await?;
    stage.approve(&card, &mut alice).await?;
    stage.over(&card).await?;
    assert_eq!(alice.pressed().len(), pressed);
    assert!(green(&stage.location(ALICE).await?.health));
    Ok(())
}

#[tokio::test]
async fn who_removed_the_app_is_asked_again() -> TestResult {
    let mut stage = Stage::set().await?;
    let mut jana = jana();
    stage.add_pages(&mut jana, &[BAKERY]).await?;
    let settings = stage
        .origin("facebook")?
        .join("/settings/?tab=business_tools");
    jana.removes_app(&settings.expect("an address")).await?;
    stage.look().await?;
    let cause = Cause::PermissionRemoved;
    let gone = stage
        .until_location(BAKERY, |one| lost(&one.health, cause))
        .await?;

    let card = stage.begin_connecting(&gone.id).await?;
    stage.approve(&card, &mut jana).await?;
    stage.over(&card).await?;
    assert_eq!(jana.pressed().last().map(String::as_str), Some("approve"));
    assert!(green(&stage.location(BAKERY).await?.health));
    Ok(())
}

#[tokio::test]
async fn what_a_window_held_is_put_into_the_next_one_also_after_a_restart() -> TestResult {
    let mut stage = Stage::set().await?;
    let first = window(&mut stage).await?;
    assert!(first.cookies.is_none());
    give_back(&stage, &first, Some(COOKIES)).await?;
    let second = window(&mut stage).await?;
    assert!(second.cookies == Some(secret(COOKIES)));
    give_back(&stage, &second, None).await?;
    let mut stage = stage.restart().await?;
    let third = window(&mut stage).await?;
    assert!(third.cookies == Some(secret(COOKIES)));
    Ok(())
}

#[tokio::test]
async fn a_jar_can_be_forgotten_even_while_a_window_has_it() -> TestResult {
    let mut stage = Stage::set().await?;
    let first = window(&mut stage).await?;
    give_back(&stage, &first, Some(COOKIES)).await?;
    let second = window(&mut stage).await?;
    stage
        .ask(ClientRequest::ForgetSignIns { client: None })
        .await?;
    assert_eq!(stage.shell.emptied(), std::slice::from_ref(&second.jar));
    give_back(&stage, &second, Some(COOKIES)).await?;
    assert!(window(&mut stage).await?.cookies.is_none());
    Ok(())
}

pub const COOKIES: &str = "[\"session=as-good-as-a-password; Domain=127.0.0.1\"]";

fn secret(text: &str) -> domain::Secret {
    domain::Secret::new(text.to_owned())
}

/// Opens a sign-in window and ends its sign-in.
async fn window(stage: &mut Stage) -> TestResult<SignInWindow> {
    let card = stage.begin_adding("facebook", None).await?;
    let window = stage.shell.windows().pop().expect("a window");
    stage
        .ask(SignInRequest::CancelSignIn {
            attempt: card.attempt,
        })
        .await?;
    Ok(window)
}

/// What the shell does after a window has ended; the snapshot is answered when it is done.
pub async fn give_back(stage: &Stage, window: &SignInWindow, cookies: Option<&str>) -> TestResult {
    let cookies = cookies.map(secret);
    stage.handle.jar_returned(window.attempt, cookies);
    stage.snapshot().await.map(drop)
}
