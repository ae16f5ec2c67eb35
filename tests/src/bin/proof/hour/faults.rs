//! The faults of a computer: how each begins and ends.

use std::time::Duration;

use journeys::{Desktop, Trouble, process, wait};
use rusqlite::Connection;
use serde_json::{Value, json};
use year::Dice;

use super::cast::{NetworkEvent, ROTATES};
use super::house::House;
use super::onlooker;
use super::pick;

const DAY: i64 = 86_400;
/// As the system cuts the name of WebKit's process.
const WEB_PROCESS: &str = "WebKitWebProces";
/// As long as programs believe what they last read of a clock that was moved.
const CLOCK_IS_READ: Duration = Duration::from_millis(2_500);
/// How long a network lets the app wait for the answer that finds no room.
const TAKES_ITS_TIME: Duration = Duration::from_secs(4);

/// What a fault is of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    KeyRing,
    Notices,
    Panel,
    WebProcess,
    Network,
    Disk,
    Clock,
    Suspend,
}

impl Kind {
    pub const ALL: [Kind; 8] = [
        Kind::KeyRing,
        Kind::Notices,
        Kind::Panel,
        Kind::WebProcess,
        Kind::Network,
        Kind::Disk,
        Kind::Clock,
        Kind::Suspend,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Kind::KeyRing => "key-ring",
            Kind::Notices => "notices",
            Kind::Panel => "panel",
            Kind::WebProcess => "web-process",
            Kind::Network => "network",
            Kind::Disk => "disk",
            Kind::Clock => "clock",
            Kind::Suspend => "suspend",
        }
    }
}

#[derive(Clone, Copy, Debug)]
pub enum Fault {
    /// Locked, and unlocked by a person.
    KeyRingLocked,
    /// Gone, and back.
    KeyRingGone,
    /// It comes back locked.
    KeyRingComesBackLocked,
    /// The app crashes, and starts before anybody has unlocked it.
    StartsBeforeKeyRing,
    NoticesGone,
    PanelGone,
    /// All that draw pages of the app are killed.
    WebProcessKilled,
    /// Every network answers in this way.
    Network(&'static str),
    DiskFull,
    /// It fills while the answer to a renewal is on its way.
    DiskFillsMidway,
    /// By so many days, while the networks' clocks are right.
    ClockOff(i64),
    /// For so many minutes by the clock, all of which the networks lived through.
    Suspended(i64),
}

/// A fault that has begun.
pub struct Under {
    fault: Fault,
    stopped: Vec<u32>,
}

impl Fault {
    pub fn draw(kind: Kind, dice: &mut Dice) -> Fault {
        match kind {
            Kind::KeyRing => match dice.below(4) {
                0 => Fault::KeyRingLocked,
                1 => Fault::KeyRingGone,
                2 => Fault::KeyRingComesBackLocked,
                _ => Fault::StartsBeforeKeyRing,
            },
            Kind::Notices => Fault::NoticesGone,
            Kind::Panel => Fault::PanelGone,
            Kind::WebProcess => Fault::WebProcessKilled,
            Kind::Network => {
                let ways = ["gone", "outage", "captive_portal", "slow"];
                Fault::Network(ways[pick(dice, ways.len())])
            }
            Kind::Disk => match dice.below(2) {
                0 => Fault::DiskFull,
                _ => Fault::DiskFillsMidway,
            },
            Kind::Clock => {
                let days = [-40, -3, 3, 59];
                Fault::ClockOff(days[pick(dice, days.len())])
            }
            Kind::Suspend => {
                let minutes = 1 + dice.below(10 * 60);
                Fault::Suspended(i64::try_from(minutes).unwrap_or(1))
            }
        }
    }

    /// The same where it can come together with an event: what was ended cannot be ended again.
    pub fn beside(self, event: Option<NetworkEvent>) -> Fault {
        match (self, event) {
            (Fault::DiskFillsMidway, Some(event)) if event.concerns(&ROTATES) => Fault::DiskFull,
            _ => self,
        }
    }

    /// Whether the practice networks, which live in the app, cannot be reached meanwhile.
    pub fn cuts_off(self) -> bool {
        matches!(self, Fault::StartsBeforeKeyRing | Fault::Suspended(_))
    }

    pub async fn begins(self, house: &mut House) -> Result<Under, Trouble> {
        let desktop = &mut house.scene.desktop;
        let mut stopped = vec![];
        match self {
            Fault::KeyRingLocked => desktop.lock_keyring()?,
            Fault::KeyRingGone => desktop.stop_keyring(),
            Fault::KeyRingComesBackLocked => desktop.restart_keyring_locked()?,
            Fault::StartsBeforeKeyRing => {
                house.starts_anew(Desktop::restart_keyring_locked).await?;
            }
            Fault::NoticesGone => desktop.stop_notices(),
            Fault::PanelGone => desktop.stop_panel(),
            Fault::WebProcessKilled => {
                for pid in desktop.processes(WEB_PROCESS) {
                    process::signal("KILL", pid);
                }
            }
            Fault::Network(way) => every_network(house, way, json!({ "seconds": 20 })).await?,
            Fault::DiskFull => {
                empty_journal(desktop)?;
                house.disk.fill()?;
            }
            Fault::DiskFillsMidway => {
                until_a_renewal_waits(house).await?;
                empty_journal(&house.scene.desktop)?;
                house.disk.fill()?;
            }
            Fault::ClockOff(days) => {
                let seconds = days * DAY;
                house.clock.set(house.clock.ahead() + seconds)?;
                tokio::time::sleep(CLOCK_IS_READ).await;
                // The networks live in the app, and their clocks are right all the same.
                house.scene.control.pass(-seconds).await?;
                every_network(house, "lying_clock", json!({ "seconds": -seconds })).await?;
            }
            Fault::Suspended(minutes) => {
                stopped = house.scene.window.app_processes();
                for pid in &stopped {
                    process::signal("STOP", *pid);
                }
                house.clock.set(house.clock.ahead() + minutes * 60)?;
            }
        }
        Ok(Under {
            fault: self,
            stopped,
        })
    }
}

impl Under {
    pub async fn ends(self, house: &mut House) -> Result<(), Trouble> {
        let desktop = &mut house.scene.desktop;
        match self.fault {
            Fault::KeyRingLocked | Fault::KeyRingGone | Fault::KeyRingComesBackLocked => {
                desktop.unlock_keyring()
            }
            Fault::StartsBeforeKeyRing => {
                desktop.unlock_keyring()?;
                house.finds_control().await
            }
            Fault::NoticesGone => desktop.restart_notices(),
            Fault::PanelGone => desktop.start_panel(),
            Fault::WebProcessKilled => {
                onlooker::sees_a_living_page(house).await?;
                // The driver knows the page that died alone.
                house.starts_anew(|_| Ok(())).await?;
                house.finds_control().await
            }
            Fault::Network(_) => house.scene.control.calm().await,
            Fault::DiskFull | Fault::DiskFillsMidway => house.disk.free(),
            Fault::ClockOff(days) => {
                house.clock.set(house.clock.ahead() - days * DAY)?;
                tokio::time::sleep(CLOCK_IS_READ).await;
                house.scene.control.pass(days * DAY).await?;
                house.scene.control.calm().await
            }
            Fault::Suspended(_) => {
                for pid in self.stopped {
                    process::signal("CONT", pid);
                }
                Ok(())
            }
        }
    }
}

async fn every_network(house: &House, kind: &str, aim: Value) -> Result<(), Trouble> {
    let control = &house.scene.control;
    let seen = control.get("api/state").await?;
    for network in seen["networks"].as_object().into_iter().flatten() {
        control.trouble(network.0, kind, aim.clone()).await?;
    }
    Ok(())
}

/// Has tokens renewed at a network that takes its time, and comes back while it does.
async fn until_a_renewal_waits(house: &House) -> Result<(), Trouble> {
    let control = &house.scene.control;
    let asked = async || {
        let seen = control.get("api/requests").await?;
        let log = seen["log"].as_array().into_iter().flatten();
        let log = log.filter(|one| one["network"] == ROTATES.network);
        Ok::<usize, Trouble>(log.count())
    };
    let before = asked().await?;
    NetworkEvent::Renewal.happens(control).await?;
    let slow = json!({ "seconds": TAKES_ITS_TIME.as_secs() });
    control.trouble(ROTATES.network, "slow", slow).await?;
    house.check_now().await;
    // First comes the look that finds the access ended; what waits for its answer is in no list.
    wait::until_async(
        "a look that is refused",
        10 * TAKES_ITS_TIME,
        async || match asked().await? > before {
            true => Ok(()),
            false => Err(Trouble::unexpected("none came")),
        },
    )
    .await?;
    tokio::time::sleep(TAKES_ITS_TIME / 2).await;
    control.calm_at(ROTATES.network).await
}

/// Writes what the journal of the store holds into the store: the next write needs room of its own,
/// and not what an earlier one left behind.
fn empty_journal(desktop: &Desktop) -> Result<(), Trouble> {
    let store = desktop.app_folder().join("greentick.db");
    let store = Connection::open(store).map_err(Trouble::because)?;
    let emptied = store.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
    emptied.map_err(Trouble::because)
}
