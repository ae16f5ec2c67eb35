//! The program that shows notices ends, comes back, or is not there: what was said once is not
//! lost, and nothing that other programs show is touched or obeyed.

use std::time::Duration;

use journeys::desktop::NoticeServer;
use journeys::notice_life::{Asked, NoticeLife, pretend_press};
use journeys::notices::{self, Ear};
use journeys::scene::{BAKERY, JANA, NORTHWIND, STUDIO, Scene, TOM};
use journeys::{Desktop, Trouble, wait};
use rusqlite::{Connection, OpenFlags};
use serde_json::{Value, json};

type TestResult<T = ()> = Result<T, Trouble>;

/// Longer than the app holds a loss back for others that belong to it.
const LIMIT: Duration = Duration::from_secs(40);
const LATER: &str = "later";
/// The numbers that other apps have in a life of the server.
const OTHERS: u32 = 3;

fn snoozed(one: &Value) -> Option<i64> {
    one["alerts_snoozed_until"].as_i64()
}

#[tokio::test]
async fn a_number_is_nobodys_in_the_next_life_of_the_server() -> TestResult {
    let mut scene = Scene::set().await?;
    scene.add(JANA, &[BAKERY, NORTHWIND]).await?;
    scene.add(TOM, &[STUDIO]).await?;
    scene.desktop.stop_notices();
    let first = NoticeLife::begin(&scene.desktop, 0)?;
    scene.expire(JANA, BAKERY).await?;
    scene.expire(JANA, NORTHWIND).await?;
    scene.window.lose(&[BAKERY, NORTHWIND]).await?;
    first.until_shown(1)?;
    first.end()?;

    // It stands still, and is shown once more.
    let second = NoticeLife::begin(&scene.desktop, OTHERS)?;
    let asked = second.until_shown(1)?;
    let [
        Asked::Show {
            replaces: 0,
            id,
            title,
            ..
        },
    ] = &asked[..]
    else {
        panic!("{asked:?}");
    };
    assert_eq!(
        (*id, title.as_str()),
        (OTHERS + 1, "Practice: 2 locations stopped working")
    );

    // A person puts off what a bank has under the number of the first life, and a stranger says that
    // ours was put off. What the app is told afterwards, it hears afterwards.
    second.press(1, LATER)?;
    pretend_press(&scene.desktop, *id, LATER)?;
    scene.lose(TOM, STUDIO).await?;
    second.until_shown(2)?;
    for page in [BAKERY, NORTHWIND] {
        assert_eq!(snoozed(&scene.location(page).await?), None, "{page}");
    }

    // What shrinks and goes is ours.
    let northwind = scene.location(NORTHWIND).await?["id"].clone();
    let later = json!({ "ask": "snooze_alerts", "locations": [northwind], "hours": 24 });
    scene.window.ask(later).await?;
    let asked = second.until_shown(3)?;
    let Some(Asked::Show { replaces, .. }) = asked.last() else {
        panic!("{asked:?}");
    };
    assert_eq!(replaces, id, "{asked:?}");
    second.press(*id, LATER)?;
    scene.until_location(BAKERY, snoozed).await?;
    second.until_asked(&Asked::Close(*id))?;
    let others = |one: &Asked| match one {
        Asked::Show { replaces, .. } => (1..=OTHERS).contains(replaces),
        Asked::Close(id) => *id <= OTHERS,
    };
    let asked = second.asked();
    assert!(!asked.iter().any(others), "{asked:?}");
    scene.window.end().await
}

/// Waits until so many alerts were told and stood on no screen.
fn until_unshown(desktop: &Desktop, count: i64) -> TestResult {
    let database = desktop.app_folder().join("greentick.db");
    wait::until(&format!("{count} alerts that nobody saw"), LIMIT, || {
        let store =
            Connection::open_with_flags(&database, OpenFlags::SQLITE_OPEN_READ_ONLY).ok()?;
        let unseen = "SELECT count(*) FROM alerts WHERE shown = 0";
        let found = store.query_row(unseen, [], |row| row.get::<_, i64>(0));
        (found.ok()? == count).then_some(())
    })
}

#[tokio::test]
async fn what_nobody_showed_is_shown_by_whoever_comes_also_to_the_next_run_and_once() -> TestResult
{
    let mut scene = Scene::set().await?;
    scene.add(JANA, &[BAKERY, NORTHWIND]).await?;
    scene.add(TOM, &[STUDIO]).await?;
    scene.desktop.stop_notices();
    let ear = Ear::at(&scene.desktop)?;
    scene.lose(JANA, BAKERY).await?;
    until_unshown(&scene.desktop, 1)?;
    scene.desktop.restart_notices()?;
    notices::until_shown(&scene.desktop, 1)?;
    until_unshown(&scene.desktop, 0)?;

    scene.desktop.stop_notices();
    scene.lose(TOM, STUDIO).await?;
    until_unshown(&scene.desktop, 1)?;
    let desktop = scene.window.end().await.map(|()| scene.desktop)?;

    // The next run finds nobody either, at first.
    let mut scene = Scene::on(desktop).await?;
    scene.shows(STUDIO, "broken_link").await?;
    until_unshown(&scene.desktop, 1)?;
    scene.desktop.restart_notices()?;
    notices::until_shown(&scene.desktop, 1)?;
    until_unshown(&scene.desktop, 0)?;
    let desktop = scene.window.end().await.map(|()| scene.desktop)?;

    // What was shown is not shown again; a third loss comes after it would have been.
    let scene = Scene::on(desktop).await?;
    scene.lose(JANA, NORTHWIND).await?;
    let heard = wait::until("a third notice", LIMIT, || {
        let heard: Vec<String> = ear.heard().into_iter().map(|one| one.body).collect();
        (heard.len() >= 3).then_some(heard)
    })?;
    let about = |name: &str| heard.iter().filter(|body| body.starts_with(name)).count();
    assert_eq!((about(BAKERY), about(STUDIO)), (1, 1), "{heard:?}");
    scene.window.end().await
}

/// They cut what is long and take a notice down after seconds; one of them says that it keeps what it
/// does not.
#[tokio::test]
async fn at_other_servers_a_loss_stands_until_a_person_pressed_its_button() -> TestResult {
    let mut scene = Scene::set().await?;
    scene.add(JANA, &[BAKERY]).await?;
    scene.add(TOM, &[STUDIO]).await?;
    for (server, person, page) in [
        (NoticeServer::Lxqt, JANA, BAKERY),
        (NoticeServer::Mate, TOM, STUDIO),
    ] {
        scene.lose(person, page).await?;
        notices::until_shown(&scene.desktop, 1)?;
        // What stood at dunst is shown by the next one, and stands there longer than what came after.
        scene.desktop.change_notices(server)?;
        server.until_one(&scene.desktop)?;
        let ear = Ear::at(&scene.desktop)?;
        let tea = notices::show_for_a_while(&scene.desktop, "Calendar", "Tea", "at four")?;
        ear.until_gone(tea)?;
        server.press_last(&scene.desktop)?;
        scene.until_location(page, snoozed).await?;
        server.until_empty(&scene.desktop)?;
        scene.desktop.restart_notices()?;
    }
    scene.window.end().await
}
