//! What the window asks: the engine does it, but for what is the program's own.

use std::path::Path;

use protocol::{
    AboutView, Failure, GeneralRequest, HostReply, HostRequest, LocationRequest, Reply, Request,
    WayOutCode,
};
use tauri::{AppHandle, Manager};

use crate::data_dir::DataDir;
use crate::not_shown::NotShownBefore;
use crate::opening::Opening;
use crate::running::EngineSlot;
use crate::sample::Plays;
use crate::saved::Saved;
use crate::{guide_pages, opening, sample, windows};

/// Carries a request out.
pub async fn ask(app: &AppHandle, request: Request) -> Result<Reply, Failure> {
    let saved = app.state::<Saved>();
    // The sample's people sign in where the person would: one after the other.
    if !only_looks(&request) {
        app.state::<Plays>().over().await;
    }
    let reply = if let Request::Host(request) = request {
        of_host(app, request).await
    } else {
        match app.state::<EngineSlot>().running().await {
            Ok(engine) => engine.ask(request).await,
            Err(closed) => Err(closed.into()),
        }
    };
    reply.inspect(|reply| saved.hear(reply))
}

/// Whether it changes and opens nothing, and so need not wait.
fn only_looks(request: &Request) -> bool {
    matches!(
        request,
        Request::Host(_)
            | Request::General(
                GeneralRequest::Snapshot
                    | GeneralRequest::CatchUp { .. }
                    | GeneralRequest::Holders
                    | GeneralRequest::Timeline { .. }
            )
            | Request::Location(LocationRequest::History { .. } | LocationRequest::PlanFix { .. })
    )
}

async fn of_host(app: &AppHandle, request: HostRequest) -> Result<Reply, Failure> {
    match request {
        HostRequest::Shown => {
            tracing::info!("the window can be used");
            Ok(Reply::DONE)
        }
        HostRequest::NotShown(what) => {
            app.state::<NotShownBefore>().tell(what);
            Ok(Reply::DONE)
        }
        HostRequest::ShowInFolder { path } => app.state::<Saved>().show(&path).await,
        HostRequest::OpenGuidePage { address } => guide_pages::open(address).await,
        HostRequest::Zoom { percent } => windows::zoom(app, percent).await,
        HostRequest::TryOut => sample::start(app.state::<Opening>().kind),
        HostRequest::SampleMade => {
            app.state::<Plays>().over().await;
            Ok(Reply::DONE)
        }
        HostRequest::Teach { lesson } => sample::teach(app, lesson).await,
        HostRequest::About => Ok(about(app.state::<DataDir>().folder())),
        HostRequest::RetryOpen => go(app, WayOutCode::TryAgain).await,
        HostRequest::MendRights => go(app, WayOutCode::MendRights).await,
        HostRequest::SetAsideStore => go(app, WayOutCode::SetAside).await,
        HostRequest::Quit => {
            may_quit(app.state::<EngineSlot>().running().await.is_ok())?;
            app.exit(0);
            Ok(Reply::DONE)
        }
    }
}

fn about(folder: &Path) -> Reply {
    Reply::Host(HostReply::About(AboutView {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        folder: folder.display().to_string(),
    }))
}

/// A window that shows the list has no such button.
fn may_quit(runs: bool) -> Result<(), Failure> {
    match runs {
        true => Err(Failure::Gone),
        false => Ok(()),
    }
}

async fn go(app: &AppHandle, way_out: WayOutCode) -> Result<Reply, Failure> {
    match app.state::<EngineSlot>().running().await {
        Err(closed) => opening::try_way_out(app, closed, way_out).await,
        Ok(_) => where_it_is_open(way_out),
    }
}

/// A store that is open is neither set aside nor opened again.
fn where_it_is_open(way_out: WayOutCode) -> Result<Reply, Failure> {
    match way_out {
        WayOutCode::TryAgain => Ok(Reply::DONE),
        WayOutCode::SetAside | WayOutCode::MendRights | WayOutCode::Update => Err(Failure::Gone),
    }
}

#[cfg(test)]
mod tests {
    use protocol::GeneralReply;

    use super::*;

    #[test]
    fn a_person_is_told_the_version_and_the_folder() {
        let Reply::Host(HostReply::About(about)) = about(Path::new("Jana's data")) else {
            panic!("another reply");
        };
        assert_eq!(about.version, env!("CARGO_PKG_VERSION"));
        assert_eq!(about.folder, "Jana's data");
    }

    #[test]
    fn a_store_that_is_open_is_neither_set_aside_nor_opened_again_nor_left() {
        let tried = where_it_is_open(WayOutCode::TryAgain);
        assert!(matches!(tried, Ok(Reply::General(GeneralReply::Done))));
        for way_out in [WayOutCode::SetAside, WayOutCode::MendRights] {
            assert_eq!(where_it_is_open(way_out).err(), Some(Failure::Gone));
        }
        assert_eq!(may_quit(true), Err(Failure::Gone));
        assert_eq!(may_quit(false), Ok(()));
    }
}
