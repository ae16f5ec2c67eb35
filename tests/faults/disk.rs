//! The disk fills up, in the real app: its folder is a small file system of its own, which this test
//! mounts. Where it may not, it fails and says so.

use std::time::Duration;

use journeys::disk::SmallDisk;
use journeys::notices::Ear;
use journeys::scene::{BAKERY, JANA, STUDIO, Scene, TOM};
use journeys::stage::Person;
use journeys::{Desktop, Parts, Trouble, wait};
use serde_json::{Value, json};

type TestResult<T = ()> = Result<T, Trouble>;

/// Of the disk that is filled.
const MEGABYTES: u32 = 24;
const LIMIT: Duration = Duration::from_secs(60);
const X: &str = "@harbourlane";

async fn set() -> TestResult<(SmallDisk, Scene)> {
    let desktop = Desktop::start(Parts::Full)?;
    let disk = SmallDisk::at(&desktop.app_folder(), MEGABYTES)?;
    Ok((disk, Scene::on(desktop).await?))
}

/// A sign-in at a network that takes each refresh token once.
async fn add_x(scene: &Scene) -> TestResult {
    let ask = json!({ "ask": "add_location", "network": "x" });
    scene.window.ask(ask).await?;
    let attempt = scene.waiting(&Value::Null).await?;
    let link = scene.link(&attempt).await?;
    let address = Person::named("Jana Weiss").approves(&link).await?;
    let paste = json!({ "ask": "paste_address", "attempt": attempt, "address": address });
    scene.window.ask(paste).await?;
    x_shows(scene, "tick").await
}

async fn x_shows(scene: &Scene, icon: &str) -> TestResult {
    let what = format!("{icon} at X");
    scene
        .window
        .until(&what, |seen| {
            let mut all = seen["locations"].as_array()?.iter();
            let x = all.find(|one| one["handle"] == X)?;
            (x["health"]["icon"] == icon).then_some(())
        })
        .await
}

/// The disk fills up between the moment a renewal is sent and its answer.
#[tokio::test]
async fn a_renewal_that_is_sent_has_a_place_for_its_answer() -> TestResult {
    const RENEWALS: &str = "x POST /2/oauth2/token";
    let (disk, scene) = set().await?;
    add_x(&scene).await?;
    let before = scene.control.asked(RENEWALS).await?;
    scene.control.trouble("x", "expired", json!({})).await?;
    let slow = json!({ "seconds": 6 });
    scene.control.trouble("x", "slow", slow).await?;
    let check = json!({ "ask": "check", "locations": [] });
    scene.window.ask(check).await?;
    // The look is refused, and the renewal that follows is on its way.
    for _ in 0..300 {
        if scene.control.asked(RENEWALS).await? > before {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(scene.control.asked(RENEWALS).await?, before + 1);
    disk.fill()?;
    scene.control.calm().await?;
    let at = json!({ "ask": "snapshot" });
    let checked = scene.window.ask(at).await?["value"]["locations"][0]["checked_at"].clone();
    scene
        .window
        .until("a look after the renewal", |seen| {
            let x = &seen["locations"][0];
            let newer = x["checked_at"].as_i64() > checked.as_i64();
            (newer && x["health"]["icon"] == "tick").then_some(())
        })
        .await?;
    assert_eq!(scene.control.asked(RENEWALS).await?, before + 1);
    disk.free()?;
    // The new tokens are on the disk: the next start works with them.
    let desktop = scene.window.end().await.map(|()| scene.desktop)?;
    let scene = Scene::on(desktop).await?;
    x_shows(&scene, "tick").await?;
    scene.window.end().await
}

#[tokio::test]
async fn on_a_full_disk_a_sign_in_is_refused_by_name_and_a_loss_is_told_with_the_room() -> TestResult
{
    let (disk, scene) = set().await?;
    scene.add(JANA, &[BAKERY]).await?;
    // What the store may still write without more room is used up first.
    let desktop = scene.window.end().await.map(|()| scene.desktop)?;
    let scene = Scene::on(desktop).await?;
    scene.shows(BAKERY, "tick").await?;
    disk.fill()?;
    let ask = json!({ "ask": "add_location", "network": "facebook" });
    let asked = scene
        .window
        .invoke("ask", json!({ "request": ask }))
        .await?;
    assert_eq!(asked.unwrap_err()["failure"], "disk_full");
    let seen = scene.window.ask(json!({ "ask": "snapshot" })).await?;
    assert_eq!(seen["value"]["locations"].as_array().unwrap().len(), 1);
    assert_eq!(seen["value"]["attempts"], json!([]));

    let ear = Ear::at(&scene.desktop)?;
    scene.lose(JANA, BAKERY).await?;
    // What is heard at all: that the disk is in the way, or the loss itself where it found room.
    let said = |what: &str| ear.heard().iter().any(|one| one.summary.contains(what));
    let in_the_way = || said("Cannot write to the disk") || said("Stopped working");
    wait::until("a word of it", LIMIT, || in_the_way().then_some(()))?;
    disk.free()?;
    let told = || said("Stopped working").then_some(());
    wait::until("the loss", LIMIT, told)?;
    scene.add(TOM, &[STUDIO]).await?;
    scene.window.end().await
}
