//! What a person asks for that is no room's: all there is, files, pages and settings.

use domain::LocationId;
use domain::timeline::Days;
use protocol::{
    AttemptView, EventKind, Failure, GeneralReply, GeneralRequest, LocationReply, OutageView,
    RedirectPreference, Reply, SettingRequest, Snapshot, Theme,
};
use url::Url;

use crate::context::{Context, not_done};
use crate::export::{self, FileKind};
use crate::mailbox::{ReplySender, answer};
use crate::storage;
use crate::store::not_stored;

/// What only rooms know of all there is.
pub(crate) type OfRooms = (Vec<AttemptView>, Vec<OutageView>);

pub(crate) async fn asked(
    cx: &mut Context,
    request: GeneralRequest,
    of_rooms: OfRooms,
    asker: ReplySender,
) {
    let reply = match request {
        GeneralRequest::CatchUp { sequence } if sequence == cx.book.sequence => Ok(Reply::DONE),
        GeneralRequest::Snapshot | GeneralRequest::CatchUp { .. } => Ok(Reply::General(
            GeneralReply::Snapshot(Box::new(snapshot(cx, of_rooms))),
        )),
        GeneralRequest::Holders => Ok(Reply::General(GeneralReply::Holders(
            cx.book.holders(&cx.networks, cx.now()),
        ))),
        GeneralRequest::Timeline { days, into_week } => Days::new(days, into_week)
            .map(|days| Reply::General(GeneralReply::Timeline(cx.book.timeline(&days))))
            .map_err(|_| Failure::Malformed),
        GeneralRequest::ExportCalendar => return export::export(cx, FileKind::Calendar, asker),
        GeneralRequest::ExportCsv => return export::export(cx, FileKind::Csv, asker),
        GeneralRequest::SaveCopy => storage::save_copy(cx).await,
        GeneralRequest::OpenPracticeControl => {
            let practice = cx.practice.as_ref();
            let page = practice.map(|practice| practice.control.clone());
            return browse(cx, page.ok_or(Failure::Malformed), asker);
        }
    };
    cx.reply(asker, reply);
}

fn snapshot(cx: &Context, (attempts, outages): OfRooms) -> Snapshot {
    let keychain = cx.store.keychain();
    let practice = cx.practice.is_some();
    let (networks, now) = (&cx.networks, cx.now());
    let book = &cx.book;
    book.snapshot(networks, now, keychain, practice, attempts, outages)
}

/// Opens the page at which a location's network shows what was approved.
pub(crate) fn open_permissions(cx: &Context, location: LocationId, asker: ReplySender) {
    browse(cx, permissions_page(cx, location), asker);
}

fn permissions_page(cx: &Context, location: LocationId) -> Result<Url, Failure> {
    let held = cx.book.locations.get(&location).ok_or(Failure::Gone)?;
    if cx.book.changed.contains(&location) {
        return Err(Failure::EntryChanged);
    }
    let dialect = cx.networks.get(&held.location.network);
    let dialect = dialect.ok_or(Failure::Internal)?;
    Ok(dialect.permissions_page(held.location.host.as_ref()))
}

/// Opens a page, and answers once it is known whether a browser has it.
fn browse(cx: &Context, page: Result<Url, Failure>, asker: ReplySender) {
    let opening = page.and_then(|page| match cx.shell.open_in_browser(&page) {
        Ok(opening) => Ok((page, opening)),
        Err(problem) => Err(not_done(&problem)),
    });
    let (page, opening) = match opening {
        Ok(opening) => opening,
        Err(refused) => return answer(asker, Err(refused)),
    };
    tokio::spawn(async move {
        let opened = opening.await.map_err(|problem| {
            tracing::warn!(%problem, "no browser opened");
            Failure::NoBrowser {
                address: page.into(),
            }
        });
        answer(asker, opened.map(|()| Reply::DONE));
    });
}

/// What happened with a location.
pub(crate) async fn history(cx: &Context, location: LocationId) -> Result<Reply, Failure> {
    if !cx.book.locations.contains_key(&location) {
        return Err(Failure::Gone);
    }
    let history = cx.store.history(location).await;
    let reply = |lines| Reply::Location(LocationReply::History(lines));
    history.map(reply).map_err(|problem| {
        tracing::error!(%problem, "the history could not be read");
        not_stored(problem)
    })
}

/// Keeps what a person chose.
pub(crate) async fn set(cx: &mut Context, request: SettingRequest) -> Result<Reply, Failure> {
    match request {
        SettingRequest::SetTheme { theme } => set_theme(cx, theme).await,
        SettingRequest::SetReturnBy { return_by } => set_return_by(cx, return_by).await,
        SettingRequest::DismissWelcome => dismiss_welcome(cx).await,
    }
}

async fn set_theme(cx: &mut Context, theme: Theme) -> Result<Reply, Failure> {
    cx.store.set_theme(theme).await.map_err(not_stored)?;
    cx.book.theme = theme;
    cx.emit(EventKind::ThemeChanged(theme));
    Ok(Reply::DONE)
}

async fn set_return_by(cx: &mut Context, by: RedirectPreference) -> Result<Reply, Failure> {
    cx.store.set_return_by(by).await.map_err(not_stored)?;
    cx.book.return_by = by;
    cx.emit(EventKind::ReturnByChanged(by));
    Ok(Reply::DONE)
}

async fn dismiss_welcome(cx: &mut Context) -> Result<Reply, Failure> {
    cx.store.set_welcomed().await.map_err(not_stored)?;
    cx.book.welcomed = true;
    cx.emit(EventKind::WelcomeDismissed);
    Ok(Reply::DONE)
}

#[cfg(test)]
#[path = "general_tests.rs"]
mod tests;
