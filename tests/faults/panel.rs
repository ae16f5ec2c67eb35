//! A real panel: the icon is really drawn, with the shape of what is true, also after the panel's end.

use std::time::Duration;

use journeys::process::{self, Owned};
use journeys::scene::{BAKERY, JANA, Scene};
use journeys::screen::Screen;
use journeys::{Desktop, Parts, Trouble, wait};
use serde_json::json;

type TestResult<T = ()> = Result<T, Trouble>;

const LIMIT: Duration = Duration::from_secs(40);
/// Of the corner in which the panel draws its icons; notices stand in another one.
const CORNER: &str = "200x48+0+912";
/// Fewer pixels of a colour are the edge of something.
const MANY: u32 = 100;

/// What the panel draws, by the colour of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Drawn {
    Nothing,
    Green,
    Red,
}

fn drawn(desktop: &Desktop) -> TestResult<Drawn> {
    let png = desktop.home().join("panel.png");
    Screen::of(desktop).picture(&png)?;
    let mut count = desktop.command("convert");
    count.arg(&png).args(["-crop", CORNER, "-depth", "8"]);
    count.args(["-format", "%c", "histogram:info:-"]);
    let (mut green, mut red) = (0, 0);
    for line in process::output(&mut count)?.lines() {
        let Some((count, [r, g, b])) = read(line) else {
            continue;
        };
        green += if g > r + 40 && g > b + 20 { count } else { 0 };
        red += if r > g + 60 && r > b + 60 { count } else { 0 };
    }
    Ok(match (green >= MANY, red >= MANY) {
        (_, true) => Drawn::Red,
        (true, false) => Drawn::Green,
        (false, false) => Drawn::Nothing,
    })
}

/// A line such as `412: (46,160,96) #2EA060 srgb(46,160,96)`.
fn read(line: &str) -> Option<(u32, [u32; 3])> {
    let (count, rest) = line.trim().split_once(": (")?;
    let (channels, _) = rest.split_once(')')?;
    let mut channels = channels.split(',').map(|one| one.trim().parse().ok());
    let colour = [channels.next()??, channels.next()??, channels.next()??];
    Some((count.parse().ok()?, colour))
}

fn until_drawn(desktop: &Desktop, wanted: Drawn) -> TestResult {
    wait::until(&format!("{wanted:?} in the panel"), LIMIT, || {
        (drawn(desktop).ok()? == wanted).then_some(())
    })
}

#[tokio::test]
async fn the_icon_is_drawn_as_things_stand_and_is_drawn_again_by_a_panel_that_crashed() -> TestResult
{
    let desktop = Desktop::start(Parts::NoPanel)?;
    let mut panel: Owned = desktop.start_lxqt_panel()?;
    let scene = Scene::on(desktop).await?;
    until_drawn(&scene.desktop, Drawn::Green)?;
    scene.add(JANA, &[BAKERY]).await?;
    scene.lose(JANA, BAKERY).await?;
    until_drawn(&scene.desktop, Drawn::Red)?;

    panel.kill();
    until_drawn(&scene.desktop, Drawn::Nothing)?;
    let _panel = scene.desktop.start_lxqt_panel()?;
    until_drawn(&scene.desktop, Drawn::Red)?;

    let bakery = scene.location(BAKERY).await?["id"].clone();
    let connect = json!({ "ask": "connect", "location": bakery });
    scene.window.ask(connect).await?;
    scene.reconnect(BAKERY, JANA).await?;
    until_drawn(&scene.desktop, Drawn::Green)?;
    scene.window.end().await
}

#[tokio::test]
async fn a_panel_that_comes_long_after_the_app_draws_its_icon() -> TestResult {
    let scene = Scene::on(Desktop::start(Parts::NoPanel)?).await?;
    assert_eq!(drawn(&scene.desktop)?, Drawn::Nothing);
    let _panel = scene.desktop.start_lxqt_panel()?;
    until_drawn(&scene.desktop, Drawn::Green)?;
    scene.window.end().await
}
