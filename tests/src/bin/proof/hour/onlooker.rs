//! Compares what the app shows and tells with what the networks hold to be true.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use journeys::screen::Screen;
use journeys::tray::Tray;
use journeys::{Trouble, notices, process};
use serde_json::{Value, json};

use super::cast::{PLACES, truth};
use super::house::House;

/// How long the app has.
const MINUTE: Duration = Duration::from_secs(60);
/// How long one answer of the window may take.
const ANSWER: Duration = Duration::from_secs(10);
const PAUSE: Duration = Duration::from_secs(1);
/// By how much, in milliseconds, the app may read a moved clock later than this.
const LATE: i64 = 3_000;

/// What the page itself has drawn: rows, and whether it says that the vault is shut.
const DRAWN: &str = "return {
    rows: Object.fromEntries([...document.querySelectorAll('[data-testid=location]')]
        .map(row => [row.dataset.name, row.dataset.icon])),
    vault: document.querySelector('[data-testid=vault]')?.innerText ?? '' };";

type Icons = BTreeMap<String, String>;

/// Presses *Check now* and waits a minute until window and tray are true; where something is lost,
/// once more until that is told and nothing else is.
pub async fn finds_the_truth(house: &House, when: &str) -> Result<(), Trouble> {
    let since = house.clock.now();
    house.check_now().await;
    until(when, async || shown(house, since).await).await?;
    if !lost(house).await?.is_empty() {
        house.check_now().await;
    }
    let all = async || {
        let mut untrue = shown(house, since).await?;
        untrue.extend(told(house).await?);
        Ok(untrue)
    };
    until(when, all).await
}

/// Waits a minute for a window that draws something else when alerts are paused: the last picture of
/// one whose page died stays as it is.
pub async fn sees_a_living_page(house: &House) -> Result<(), Trouble> {
    let looks = async || {
        let before = picture(house)?;
        let tray = Tray::of(&house.scene.desktop)?;
        tray.click("Pause alerts › For an hour")?;
        tokio::time::sleep(3 * PAUSE).await;
        let after = picture(house)?;
        tray.click("Resume alerts")?;
        tokio::time::sleep(PAUSE).await;
        let dead = "the window draws its last picture for ever".to_owned();
        Ok(if before == after { vec![dead] } else { vec![] })
    };
    until("after the fault", looks).await
}

/// What stands in the window where no notice does.
fn picture(house: &House) -> Result<String, Trouble> {
    let desktop = &house.scene.desktop;
    let png = desktop.home().join("window.png");
    Screen::of(desktop).picture(&png)?;
    let mut cut = desktop.command("convert");
    cut.arg(&png)
        .args(["-crop", "760x700+140+110", "-format", "%#"]);
    process::output(cut.arg("info:-"))
}

async fn until(
    when: &str,
    mut look: impl AsyncFnMut() -> Result<Vec<String>, Trouble>,
) -> Result<(), Trouble> {
    let end = Instant::now() + MINUTE;
    loop {
        let untrue = look().await;
        match untrue {
            Ok(untrue) if untrue.is_empty() => return Ok(()),
            Ok(untrue) if Instant::now() > end => {
                let untrue = untrue.join("; ");
                return Err(Trouble::unexpected(format!("{when}: {untrue}")));
            }
            Err(trouble) if Instant::now() > end => return Err(trouble),
            Ok(_) | Err(_) => tokio::time::sleep(PAUSE).await,
        }
    }
}

async fn lost(house: &House) -> Result<BTreeSet<&'static str>, Trouble> {
    let truth = truth(&house.scene.control).await?.into_iter();
    Ok(truth
        .filter(|(_, works)| !works)
        .map(|(name, _)| name)
        .collect())
}

/// What window and tray say that is not true.
async fn shown(house: &House, since: i64) -> Result<Vec<String>, Trouble> {
    let lost = lost(house).await?;
    let icon = |name: &str| {
        if lost.contains(name) {
            "broken_link"
        } else {
            "tick"
        }
    };
    let true_icons: Icons = PLACES
        .iter()
        .map(|one| (one.name.to_owned(), icon(one.name).to_owned()))
        .collect();
    let mut untrue = vec![];
    untrue.extend(window(house, &true_icons, since).await);
    untrue.extend(tray(house, &lost));
    Ok(untrue)
}

async fn window(house: &House, true_icons: &Icons, since: i64) -> Vec<String> {
    let asked = house.scene.window.ask(json!({ "ask": "snapshot" }));
    let seen = match tokio::time::timeout(ANSWER, asked).await {
        Ok(Ok(seen)) => seen["value"].clone(),
        Ok(Err(trouble)) => return vec![format!("the window: {trouble}")],
        Err(_) => return vec!["the window does not answer".to_owned()],
    };
    let mut untrue = vec![];
    let mut icons = Icons::new();
    for one in seen["locations"].as_array().into_iter().flatten() {
        let name = text(&one["name"]);
        let icon = text(&one["health"]["icon"]);
        let checked = one["checked_at"].as_i64().unwrap_or(0);
        if icon == "tick" && !(since..=house.clock.now() + LATE).contains(&checked) {
            let seconds = (checked - since) / 1000;
            untrue.push(format!("{name} is green by a look at {seconds:+} s"));
        }
        icons.insert(name, icon);
    }
    compare("the app holds", &icons, true_icons, &mut untrue);
    let reach = &seen["reach"];
    let out = reach["outages"]
        .as_array()
        .is_none_or(|all| !all.is_empty());
    if out || reach["offline"] != false || reach["clock_is_wrong"] != false {
        untrue.push(format!("the window says of the way {reach}"));
    }
    let drawn = house.scene.window.run(DRAWN, vec![]);
    match tokio::time::timeout(ANSWER, drawn).await {
        Ok(Ok(drawn)) => {
            let rows = drawn["rows"].as_object().into_iter().flatten();
            let rows = rows
                .map(|(name, icon)| (name.clone(), text(icon)))
                .collect();
            compare("the window draws", &rows, true_icons, &mut untrue);
            if drawn["vault"] != "" {
                untrue.push(format!("the window says {}", drawn["vault"]));
            }
        }
        Ok(Err(trouble)) => untrue.push(format!("the page: {trouble}")),
        Err(_) => untrue.push("the page does not answer".to_owned()),
    }
    untrue
}

fn compare(who: &str, said: &Icons, true_icons: &Icons, untrue: &mut Vec<String>) {
    for (name, icon) in true_icons {
        let said = said.get(name).map_or("nothing", String::as_str);
        if said != icon {
            untrue.push(format!("{who} {said} for {name}, true is {icon}"));
        }
    }
}

fn tray(house: &House, lost: &BTreeSet<&str>) -> Vec<String> {
    let Some(tray) = Tray::all(&house.scene.desktop)
        .ok()
        .and_then(|mut all| all.pop())
    else {
        return vec!["there is no tray icon".to_owned()];
    };
    let Ok(texts) = tray.texts() else {
        return vec!["the tray has no menu".to_owned()];
    };
    let mut untrue = vec![];
    let first = texts.first().map_or("", String::as_str);
    let state = match lost.len() {
        0 => format!("{} connected", PLACES.len()),
        1 => "1 location needs you".to_owned(),
        count => format!("{count} locations need you"),
    };
    if first != format!("Practice: {state}") {
        untrue.push(format!("the tray says {first:?}, true is {state:?}"));
    }
    let offered = texts
        .iter()
        .filter_map(|text| text.strip_prefix("Reconnect "));
    let offered: BTreeSet<String> = offered.map(str::to_owned).collect();
    let needed = PLACES.iter().filter(|one| lost.contains(one.name));
    let needed = needed.map(|one| format!("{} ({})", one.name, one.network_name));
    if offered != needed.collect() {
        untrue.push(format!("the tray offers to reconnect {offered:?}"));
    }
    if tray
        .picture()
        .is_ok_and(|picture| (picture == house.well) != lost.is_empty())
    {
        untrue.push("the tray has the picture of another state".to_owned());
    }
    untrue
}

/// What the notices on the screen say that is not true: what is lost stands there once, and nothing
/// else does.
async fn told(house: &House) -> Result<Vec<String>, Trouble> {
    let lost = lost(house).await?;
    let stand = notices::shown(&house.scene.desktop)?;
    let heard = house.ear.heard();
    let words = heard
        .last()
        .map(|last| format!("{}: {}", last.summary, last.body));
    let last = words.as_deref();
    let wanted = usize::from(!lost.is_empty());
    // What an earlier run told is not told again by the next.
    let well = stand == wanted || house.told_before && stand == 0;
    // Of what was shown and did not go again.
    let gone = notices::drawn(&house.scene.desktop)?;
    let stands = |name: &&str| {
        let shown = heard
            .iter()
            .filter(|one| one.body.contains(*name) || one.summary.contains(*name));
        shown.count() > gone.iter().filter(|text| text.contains(*name)).count()
    };
    let names = lost.iter().any(stands);
    let mut untrue = vec![];
    if !well {
        untrue.push(format!(
            "{stand} notices stand, {wanted} would be true; the last: {last:?}"
        ));
    }
    if stand > 0 && well && !names {
        untrue.push(format!("the notice says {last:?}"));
    }
    Ok(untrue)
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
