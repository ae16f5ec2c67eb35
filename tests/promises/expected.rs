//! What a person must know at the network's page goes with its window: as whom, and what stays ticked.

use engine::Expected;
use journeys::stage::{Stage, TestResult};
use protocol::{LocationRequest, SignInRequest};

use crate::people::{BAKERY, NORTHWIND, STUDIO, jana, tom};

async fn expected_of(stage: &mut Stage, name: &str) -> TestResult<Expected> {
    let location = stage.location(name).await?.id;
    let card = stage.begin_connecting(&location).await?;
    let window = stage.shell.windows().pop().expect("a window");
    let attempt = card.attempt;
    stage.ask(SignInRequest::CancelSignIn { attempt }).await?;
    Ok(window.expected)
}

#[tokio::test]
async fn the_window_knows_as_whom_and_what_must_stay_ticked() -> TestResult {
    let mut stage = Stage::set().await?;
    stage.add_pages(&mut jana(), &[BAKERY, NORTHWIND]).await?;
    stage.add_pages(&mut tom(), &[STUDIO]).await?;
    let of_jana = expected_of(&mut stage, BAKERY).await?;
    assert_eq!(of_jana.person.as_deref(), Some("Jana Weiss"));
    assert_eq!(of_jana.stays_ticked, [BAKERY, NORTHWIND]);
    // Nothing but what was asked for hangs on it: no consent takes anything away.
    let of_tom = expected_of(&mut stage, STUDIO).await?;
    assert_eq!(of_tom.person.as_deref(), Some("Tom Reyes"));
    assert_eq!(of_tom.stays_ticked, Vec::<String>::new());
    Ok(())
}

#[tokio::test]
async fn whom_a_person_disconnected_the_window_does_not_name() -> TestResult {
    let mut stage = Stage::set().await?;
    stage.add_pages(&mut jana(), &[BAKERY]).await?;
    let location = stage.location(BAKERY).await?.id;
    stage.ask(LocationRequest::Disconnect { location }).await?;
    let expected = expected_of(&mut stage, BAKERY).await?;
    assert_eq!(expected, Expected::default());
    Ok(())
}
