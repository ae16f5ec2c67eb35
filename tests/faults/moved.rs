//! The store's file is removed or replaced under the running app: the window, the tray and a notice
//! say so within a minute, nothing is begun that would be kept nowhere, and what is shown can be
//! written out.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use journeys::notices::Ear;
use journeys::scene::{BAKERY, JANA, Scene};
use journeys::tray::Tray;
use journeys::{Trouble, wait};
use serde_json::{Value, json};

type TestResult<T = ()> = Result<T, Trouble>;

/// What is said within a minute, and what a busy machine may take besides.
const LIMIT: Duration = Duration::from_secs(80);
const TRAY: &str = "Practice: Nothing new is kept: its file was removed or replaced";

fn beside(store: &Path, suffix: &str) -> PathBuf {
    let mut name = store.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

fn remove(store: &Path) {
    for suffix in ["", "-wal", "-shm"] {
        fs::remove_file(beside(store, suffix)).unwrap();
    }
}

/// As somebody does who puts a copy of yesterday back.
fn restore(store: &Path) {
    let copy = beside(store, ".yesterday");
    fs::copy(store, &copy).unwrap();
    fs::rename(copy, store).unwrap();
}

#[tokio::test]
async fn a_store_that_is_removed_or_replaced_under_the_app_is_said_everywhere_and_can_be_saved()
-> TestResult {
    for fault in [remove, restore] {
        let scene = Scene::set().await?;
        scene.add(JANA, &[BAKERY]).await?;
        let ear = Ear::at(&scene.desktop)?;
        let store = scene.desktop.app_folder().join("greentick.db");
        fault(&store);
        wait::until("a notice of it", LIMIT, || {
            let heard = ear.heard();
            heard
                .iter()
                .any(|one| one.summary.contains("Nothing is kept"))
                .then_some(())
        })?;
        let gone = |seen: &Value| (seen["store_moved"] == true).then_some(());
        scene.window.until("a store that moved", gone).await?;
        scene.window.says("Save a copy").await?;
        let tray = Tray::of(&scene.desktop)?;
        tray.until(TRAY, |texts| (texts.first()? == TRAY).then_some(()))?;

        let add = json!({ "request": { "ask": "add_location", "network": "facebook" } });
        let refused = scene.window.invoke("ask", add).await?;
        assert_eq!(refused.unwrap_err()["failure"], "store_moved");
        let saved = scene.window.ask(json!({ "ask": "save_copy" })).await?;
        let path = saved["value"]["path"].as_str().map(PathBuf::from).unwrap();
        assert!(
            fs::metadata(&path).is_ok_and(|copy| copy.len() > 0),
            "{}",
            path.display()
        );
        // The copy in the place of the store is what the next start opens.
        scene.window.end().await?;
        for suffix in ["", "-wal", "-shm"] {
            let _ = fs::remove_file(beside(&store, suffix));
        }
        fs::rename(path, &store).unwrap();
        let scene = Scene::on(scene.desktop).await?;
        scene.shows(BAKERY, "tick").await?;
        scene.window.end().await?;
    }
    Ok(())
}
