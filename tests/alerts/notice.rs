//! Notices.

use journeys::notices::{self, Ear};
use journeys::screen::Screen;
use journeys::tray::Tray;
use serde_json::json;

use super::{BAKERY, JANA, NORTHWIND, STUDIO, Scene, TOM, TestResult};

const LOST: &str = "Practice: Stopped working";
const TWO_LOST: &str = "Practice: 2 locations stopped working";

/// What is said of somebody whose sign-in ended.
fn ended(whose: &str) -> String {
    format!("{whose} (Facebook)\nThe sign-in reached its end. Reconnect to go on.")
}

#[tokio::test]
async fn what_is_lost_together_stands_there_once_and_no_longer_than_it_is_true() -> TestResult {
    let scene = Scene::set().await?;
    scene.add(JANA, &[BAKERY, NORTHWIND]).await?;
    let ear = Ear::at(&scene.desktop)?;
    scene.lose(JANA, BAKERY).await?;
    assert_eq!(ear.until(LOST)?.body, ended(BAKERY));
    notices::until_shown(&scene.desktop, 1)?;
    scene.lose(JANA, NORTHWIND).await?;
    assert_eq!(ear.until(TWO_LOST)?.body, ended(JANA));
    notices::until_shown(&scene.desktop, 1)?;
    assert_eq!(ear.heard().len(), 2, "{:?}", ear.heard());

    let tray = Tray::of(&scene.desktop)?;
    tray.click("Quit Greentick")?;
    notices::until_shown(&scene.desktop, 0)?;
    // The driver has lost its app.
    let _ = scene.window.end().await;

    let scene = Scene::on(scene.desktop).await?;
    scene.add(TOM, &[STUDIO]).await?;
    scene.lose(TOM, STUDIO).await?;
    notices::until_shown(&scene.desktop, 1)?;
    let bodies = ear.heard().into_iter().map(|notice| notice.body);
    assert_eq!(
        bodies.collect::<Vec<_>>(),
        [ended(BAKERY), ended(JANA), ended(STUDIO)]
    );
    let studio = scene.location(STUDIO).await?["id"].clone();
    let connect = json!({ "ask": "connect", "location": studio });
    scene.window.ask(connect).await?;
    scene.reconnect(STUDIO, TOM).await?;
    notices::until_shown(&scene.desktop, 0)?;
    scene.window.end().await
}

#[tokio::test]
async fn what_a_crash_left_on_the_screen_goes_at_the_next_start_and_is_not_told_again() -> TestResult
{
    let scene = Scene::set().await?;
    scene.add(JANA, &[BAKERY]).await?;
    scene.add(TOM, &[STUDIO]).await?;
    let ear = Ear::at(&scene.desktop)?;
    scene.lose(JANA, BAKERY).await?;
    notices::until_shown(&scene.desktop, 1)?;
    notices::show(&scene.desktop, "Calendar", "Tea", "at four")?;
    notices::until_shown(&scene.desktop, 2)?;
    let desktop = scene.window.end().await.map(|()| scene.desktop)?;
    assert_eq!(notices::shown(&desktop)?, 2);

    let scene = Scene::on(desktop).await?;
    notices::until_shown(&scene.desktop, 1)?;
    scene.shows(BAKERY, "broken_link").await?;
    scene.lose(TOM, STUDIO).await?;
    notices::until_shown(&scene.desktop, 2)?;
    let heard = ear.heard().into_iter().map(|notice| notice.body);
    assert_eq!(
        heard.collect::<Vec<_>>(),
        [ended(BAKERY), "at four".to_owned(), ended(STUDIO)]
    );
    scene.window.end().await
}

/// The notice program counts from the start again, and gives another app's notice the number that
/// the lost one had.
#[tokio::test]
async fn a_number_of_a_notice_program_that_ended_closes_no_other_apps_notice() -> TestResult {
    let scene = Scene::set().await?;
    scene.add(JANA, &[BAKERY]).await?;
    scene.lose(JANA, BAKERY).await?;
    notices::until_shown(&scene.desktop, 1)?;
    let mut desktop = scene.window.end().await.map(|()| scene.desktop)?;
    desktop.restart_notices()?;
    for summary in ["Tea", "Cake", "Jam"] {
        notices::show(&desktop, "Calendar", summary, "at four")?;
    }
    let scene = Scene::on(desktop).await?;
    scene.shows(BAKERY, "broken_link").await?;
    assert_eq!(notices::shown(&scene.desktop)?, 3);
    scene.window.end().await
}

#[tokio::test]
async fn the_buttons_of_a_notice_show_put_off_and_reconnect() -> TestResult {
    let scene = Scene::set().await?;
    scene.add(JANA, &[BAKERY]).await?;
    scene.add(TOM, &[STUDIO]).await?;
    scene.lose(JANA, BAKERY).await?;
    notices::until_shown(&scene.desktop, 1)?;
    notices::click(&scene.desktop)?;
    scene.window.says("Connected through").await?;
    scene.window.says(JANA).await?;
    notices::until_shown(&scene.desktop, 0)?;

    scene.lose(TOM, STUDIO).await?;
    notices::until_shown(&scene.desktop, 1)?;
    notices::press(&scene.desktop, "Later")?;
    let put_off = |one: &serde_json::Value| one["alerts_snoozed_until"].as_i64();
    scene.until_location(STUDIO, put_off).await?;
    notices::until_shown(&scene.desktop, 0)?;

    let bakery = scene.location(BAKERY).await?["id"].clone();
    let connect = json!({ "ask": "connect", "location": bakery });
    scene.window.ask(connect).await?;
    scene.reconnect(BAKERY, JANA).await?;
    scene.lose(JANA, BAKERY).await?;
    notices::until_shown(&scene.desktop, 1)?;
    notices::press(&scene.desktop, "Reconnect")?;
    scene.waiting(&bakery).await?;
    Screen::of(&scene.desktop).window("Facebook: sign in")?;
    scene.reconnect(BAKERY, JANA).await?;
    scene.window.end().await
}

#[tokio::test]
async fn markup_in_a_name_is_shown_and_not_obeyed() -> TestResult {
    const NAME: &str = "Harbour <b>Lane</b> & a_b_c";
    let scene = Scene::set().await?;
    let networks = scene.desktop.app_folder().join("practice-networks.json");
    let desktop = scene.window.end().await.map(|()| scene.desktop)?;
    let kept = std::fs::read_to_string(&networks).expect("what the networks remember");
    std::fs::write(&networks, kept.replace(BAKERY, NAME)).expect("a new name");

    let scene = Scene::on(desktop).await?;
    scene.add(JANA, &[NAME]).await?;
    let ear = Ear::at(&scene.desktop)?;
    scene.lose(JANA, NAME).await?;
    ear.until(LOST)?;
    notices::until_shown(&scene.desktop, 1)?;
    notices::close_and_read(&scene.desktop)?;
    let drawn = notices::drawn(&scene.desktop)?.join("\n");
    // It says that it reads no markup, and reads it.
    let as_text = "Harbour ‹b›Lane‹/b› &amp; a_b_c (Facebook)";
    assert!(drawn.contains(as_text), "{drawn}");

    let tray = Tray::of(&scene.desktop)?;
    let item = format!("Reconnect {NAME} (Facebook)");
    tray.click(&item)?;
    scene
        .waiting(&scene.location(NAME).await?["id"])
        .await
        .map(drop)
}
