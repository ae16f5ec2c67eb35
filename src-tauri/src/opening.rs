//! Opens the store and starts what runs behind the windows. Where that fails, the app goes on
//! without a watch and says so, and each way out ends with opening it again.

use std::time::Duration;

use protocol::{ClosedStore, ExportedFile, Failure, HostReply, Reply, WayOutCode};
use tauri::async_runtime::spawn_blocking;
use tauri::{AppHandle, Manager};
use tokio::sync::Mutex;
use vault::Vault;

use crate::data_dir::{DataDir, Kind};
use crate::notices::Notices;
use crate::running::{EngineSlot, Start};
use crate::windows::MAIN;
use crate::words::not_watching;
use crate::{composition, events, keychain, platform, sample};

/// How often what may pass by itself is tried again.
const PACE: Duration = Duration::from_secs(20);

/// Lets one at a time open the store.
pub struct Opening {
    pub kind: Kind,
    turn: Mutex<()>,
}

impl Opening {
    pub fn new(kind: Kind) -> Opening {
        Opening {
            kind,
            turn: Mutex::new(()),
        }
    }
}

/// Opens the store as the app starts. Where no window says that it did not open, a notice does.
pub async fn at_start(app: AppHandle) {
    if let Err(closed) = in_turn(&app).await {
        if app.get_webview_window(MAIN).is_none() {
            let said = not_watching::notice(closed.problem);
            app.state::<Notices>().say(not_watching::NOTICE, said);
        }
        try_again_later(&app, closed).await;
    }
}

/// A disk that is full now has room later, a backup is put back, rights are changed: nobody may be
/// there to press a button. Where the file itself is in the way, an empty place is not taken: a
/// person may be about to put another there.
async fn try_again_later(app: &AppHandle, mut closed: ClosedStore) {
    loop {
        tokio::time::sleep(PACE).await;
        if app.state::<EngineSlot>().runs() {
            return;
        }
        let passes = closed.problem.way_out() == WayOutCode::TryAgain;
        if passes || app.state::<DataDir>().database().exists() {
            match in_turn(app).await {
                Ok(()) => return,
                Err(still) => closed = still,
            }
        }
    }
}

/// Goes a way out of a store that did not open.
pub async fn try_way_out(
    app: &AppHandle,
    closed: ClosedStore,
    way_out: WayOutCode,
) -> Result<Reply, Failure> {
    let path = app.state::<DataDir>().database();
    if way_out == WayOutCode::MendRights && closed.problem.way_out() == way_out {
        let mended = spawn_blocking(move || Vault::mend_rights(&path)).await;
        // What is still in the way, the opening says.
        if let Ok(Err(problem)) = mended {
            tracing::warn!(%problem, "the rights could not be mended");
        }
    }
    match in_turn(app).await {
        Ok(()) => Ok(Reply::DONE),
        // Looked at anew: what has mended itself in the meantime is not set aside.
        Err(closed) if way_out == WayOutCode::SetAside && closed.problem.way_out() == way_out => {
            set_aside(app).await
        }
        Err(closed) => Err(closed.into()),
    }
}

/// Puts the store aside and begins with an empty list.
async fn set_aside(app: &AppHandle) -> Result<Reply, Failure> {
    let path = app.state::<DataDir>().database();
    let moved = spawn_blocking(move || Vault::set_aside(&path, &platform::today())).await;
    let aside = match moved {
        Ok(Ok(aside)) => aside,
        Ok(Err(problem)) => {
            tracing::error!(%problem, "the store could not be set aside");
            return Err(Failure::NotStored);
        }
        Err(problem) => {
            tracing::error!(%problem, "the store could not be set aside");
            return Err(Failure::Internal);
        }
    };
    tracing::warn!("a store that could not be opened is set aside; the list begins anew");
    in_turn(app).await?;
    Ok(Reply::Host(HostReply::SetAside(ExportedFile {
        path: aside.display().to_string(),
    })))
}

/// Opens the store, unless somebody else was faster.
async fn in_turn(app: &AppHandle) -> Result<(), ClosedStore> {
    let opening = app.state::<Opening>();
    let slot = app.state::<EngineSlot>();
    let _turn = opening.turn.lock().await;
    if slot.runs() {
        return Ok(());
    }
    slot.tell(Start::Pending);
    match composition::start(app, opening.kind).await {
        Ok(engine) => {
            tauri::async_runtime::spawn(events::forward(app.clone(), engine.events()));
            let follow = keychain::follow(app.clone(), engine.clone());
            tauri::async_runtime::spawn(follow);
            if opening.kind == Kind::Sample {
                sample::make_room(app, &engine).await;
                tauri::async_runtime::spawn(sample::make(app.clone(), engine.clone()));
            }
            slot.tell(Start::Running(engine));
            app.state::<Notices>().withdraw(not_watching::NOTICE);
            Ok(())
        }
        Err(problem) => {
            tracing::error!(%problem, "nothing is watched");
            let problem = problem.code();
            let closed = ClosedStore {
                problem,
                folder: app.state::<DataDir>().folder().display().to_string(),
                kept: match problem.is_of_writing() {
                    true => kept(app).await,
                    false => Vec::new(),
                },
            };
            slot.tell(Start::Closed(closed.clone()));
            Err(closed)
        }
    }
}

/// What a store holds into which nothing can be written, as far as it can be read.
async fn kept(app: &AppHandle) -> Vec<String> {
    let path = app.state::<DataDir>().database();
    let locations = match spawn_blocking(move || Vault::peek(&path)).await {
        Ok(Ok(locations)) => locations,
        Ok(Err(problem)) => {
            tracing::info!(%problem, "the store cannot be read either");
            return Vec::new();
        }
        Err(problem) => {
            tracing::error!(%problem, "the store was not read");
            return Vec::new();
        }
    };
    let networks = networks::Registry::real();
    let line = |stored: vault::StoredLocation| {
        let network = networks.get(&stored.location.network)?.about().name;
        Some(format!("{} ({network})", stored.location.account?.name))
    };
    locations.into_iter().filter_map(line).collect()
}
