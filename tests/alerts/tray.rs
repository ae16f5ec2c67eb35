//! The tray icon.

use std::time::Duration;

use journeys::app::App;
use journeys::notices::{self, Ear};
use journeys::screen::Screen;
use journeys::tray::Tray;
use journeys::{Desktop, Parts, wait};
use serde_json::json;

use super::{BAKERY, JANA, NORTHWIND, STUDIO, Scene, TOM, TestResult};

const LIMIT: Duration = Duration::from_secs(30);
const NO_TRAY: &str = "Practice: This desktop shows no tray icons";
const RECONNECT_BAKERY: &str = "Reconnect Harbour Lane Bakery (Facebook)";

fn first(texts: &[String]) -> &str {
    texts.first().map_or("", String::as_str)
}

#[tokio::test]
async fn the_icon_shows_the_worst_state_and_its_menu_says_it_and_mends_it() -> TestResult {
    let scene = Scene::set().await?;
    let tray = Tray::of(&scene.desktop)?;
    let says = |line: &str| tray.until(line, |texts| (first(texts) == line).then_some(()));
    says("Practice: Nothing connected yet")?;
    assert!(tray.menu()?.first().is_some_and(|line| !line.enabled));
    scene.add(JANA, &[BAKERY, NORTHWIND]).await?;
    says("Practice: 2 connected")?;
    let well = tray.picture()?;

    scene.expire(JANA, BAKERY).await?;
    tray.click("Check now")?;
    scene.window.until_lost(&[BAKERY]).await?;
    says("Practice: 1 location needs you")?;
    let texts = tray.texts()?;
    assert_eq!(texts[1..3], [RECONNECT_BAKERY, "Check now"], "{texts:?}");
    let broken = tray.picture()?;
    assert_ne!(well, broken);

    tray.click(RECONNECT_BAKERY)?;
    scene.reconnect(BAKERY, JANA).await?;
    says("Practice: 2 connected")?;
    assert_eq!(tray.picture()?, well);
    scene.window.end().await
}

/// Facebook's clock goes wrong while Tom signs in, so that his access ends soon.
#[tokio::test]
async fn what_stopped_working_stands_before_what_will() -> TestResult {
    const EIGHTY_DAYS: i64 = 80 * 86_400;
    let scene = Scene::set().await?;
    scene.control.pass(-EIGHTY_DAYS).await?;
    scene.add_as(TOM, &[STUDIO], "clock").await?;
    scene.control.pass(EIGHTY_DAYS).await?;
    let tray = Tray::of(&scene.desktop)?;
    let soon = tray.picture()?;
    scene.add(JANA, &[BAKERY]).await?;
    scene.lose(JANA, BAKERY).await?;
    let texts = tray.until("both", |texts| {
        let both = first(texts) == "Practice: 2 locations need you";
        both.then(|| texts.to_vec())
    })?;
    let studio = "Reconnect Studio Ost (Facebook)";
    assert_eq!(texts[1..3], [RECONNECT_BAKERY, studio], "{texts:?}");
    assert_ne!(tray.picture()?, soon);
    scene.window.end().await
}

#[tokio::test]
async fn alerts_are_paused_and_resumed_by_the_menu() -> TestResult {
    let scene = Scene::set().await?;
    scene.add(JANA, &[BAKERY]).await?;
    let tray = Tray::of(&scene.desktop)?;
    tray.click("Pause alerts › For a day")?;
    tray.until("the pause", |texts| {
        let paused = texts
            .iter()
            .any(|text| text.starts_with("Alerts paused until "));
        paused.then_some(())
    })?;
    let ear = Ear::at(&scene.desktop)?;
    scene.lose(JANA, BAKERY).await?;
    // As long as a loss waits for others.
    tokio::time::sleep(Duration::from_secs(25)).await;
    assert!(ear.heard().is_empty(), "{:?}", ear.heard());
    tray.click("Resume alerts")?;
    ear.until("Practice: Stopped working")?;
    tray.click("Pause alerts › Until I resume them")?;
    tray.until("the pause", |texts| {
        texts
            .iter()
            .any(|text| text == "Alerts paused")
            .then_some(())
    })?;
    scene.window.end().await
}

#[tokio::test]
async fn of_many_in_need_eight_have_an_item_and_the_rest_is_counted() -> TestResult {
    let scene = Scene::set().await?;
    let trades = ["Bakery", "Books", "Cycles", "Dental", "Flowers"];
    let pages: Vec<String> = ["Amber", "Birch"]
        .iter()
        .flat_map(|place| trades.map(|trade| format!("{place} {trade}")))
        .collect();
    let pages: Vec<&str> = pages.iter().map(String::as_str).collect();
    scene.add("Mila Brandt", &pages).await?;
    let aim = json!({ "person": "Mila Brandt" });
    scene
        .control
        .trouble("facebook", "password_changed", aim)
        .await?;
    let tray = Tray::of(&scene.desktop)?;
    tray.click("Check now")?;
    scene.window.until_lost(&pages).await?;
    tray.until("all ten", |texts| {
        (first(texts) == "Practice: 10 locations need you").then_some(())
    })?;
    let texts = tray.texts()?;
    let named = texts.iter().filter(|text| text.starts_with("Reconnect "));
    assert_eq!(named.count(), 8, "{texts:?}");
    assert_eq!(texts[9], "… and 2 more", "{texts:?}");
    scene.window.end().await
}

#[test]
fn a_practice_run_beside_the_real_app_has_a_picture_of_its_own() -> TestResult {
    let desktop = Desktop::start(Parts::Full)?;
    let _real = App::start(&desktop, "real", &["--hidden"])?;
    let mut practice = App::start(&desktop, "practice", &["--practice", "--hidden"])?;
    let [one, other] = wait::until("two tray icons", LIMIT, || {
        <[Tray; 2]>::try_from(Tray::all(&desktop).ok()?).ok()
    })?;
    let state = |tray: &Tray| tray.until("a menu", |texts| Some(first(texts).to_owned()));
    let is_practice = |tray: &Tray| TestResult::Ok(state(tray)?.starts_with("Practice"));
    let (real, practiced) = if is_practice(&one)? {
        (other, one)
    } else {
        (one, other)
    };
    let picture = real.picture_file()?;
    assert_ne!(picture, practiced.picture_file()?);
    practiced.click("Quit Greentick")?;
    practice.finish()?;
    assert!(picture.exists(), "{}", picture.display());
    Ok(())
}

#[tokio::test]
async fn a_desktop_without_tray_icons_is_named_once() -> TestResult {
    let desktop = Desktop::start(Parts::NoPanel)?;
    let ear = Ear::at(&desktop)?;
    let mut app = App::practice(&desktop)?;
    let notice = ear.until(NO_TRAY)?;
    assert!(notice.body.contains("keeps watching"), "{}", notice.body);
    notices::until_shown(&desktop, 1)?;
    let screen = Screen::of(&desktop);
    screen.close(&screen.window("Greentick")?)?;
    let notice = ear.until("Practice: Greentick keeps watching")?;
    assert!(!notice.body.contains("tray"), "{}", notice.body);
    assert!(app.is_running());
    app.stop();
    let mut again = App::start(&desktop, "again", &["--practice"])?;
    // Longer than a panel has to start.
    tokio::time::sleep(Duration::from_secs(35)).await;
    assert!(again.is_running());
    assert_eq!(ear.heard().len(), 2, "{:?}", ear.heard());
    Ok(())
}
