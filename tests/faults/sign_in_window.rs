//! The sign-in window in the real app: as whom to sign in and what to leave ticked is said above the
//! page, where one can cancel too, and the card in the list window stays in sight.

use journeys::Trouble;
use journeys::scene::{BAKERY, JANA, NORTHWIND, Scene};
use journeys::screen::Screen;
use serde_json::{Value, json};

type TestResult<T = ()> = Result<T, Trouble>;

const TITLE: &str = ": sign in";
/// How much of the list window's right side the card of a sign-in takes, with its margin.
const CARD: i32 = 400;
/// From the upper right corner into the button that cancels, above the page.
const CANCEL: (u32, u32) = (45, 25);

#[tokio::test]
async fn the_window_says_as_whom_to_sign_in_hides_no_card_and_can_be_cancelled() -> TestResult {
    let scene = Scene::set().await?;
    scene.add(JANA, &[BAKERY, NORTHWIND]).await?;
    let screen = Screen::of(&scene.desktop);
    screen.window_gone(TITLE)?;

    let location = scene.location(BAKERY).await?["id"].clone();
    let connect = json!({ "ask": "connect", "location": location });
    scene.window.ask(connect).await?;
    let window = screen.window(&format!("Facebook: sign in as {JANA} — "))?;
    assert!(window.title.contains("127.0.0.1"), "{}", window.title);
    screen.until_still().await?;

    let list = screen.place(&screen.window("Greentick")?)?;
    let shown = screen.place(&window)?;
    let covers_nothing_of_the_card =
        shown.right() <= list.right() - CARD || shown.x >= list.right() - 1;
    assert!(covers_nothing_of_the_card, "{shown:?} over {list:?}");

    let (from_the_right, down) = CANCEL;
    screen.click(&window, shown.width - from_the_right, down)?;
    screen.window_gone(TITLE)?;
    let ended = |seen: &Value| seen["attempts"].as_array()?.is_empty().then_some(());
    scene.window.until("the end of the sign-in", ended).await?;
    scene.shows(BAKERY, "tick").await
}
