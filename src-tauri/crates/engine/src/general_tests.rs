use protocol::HistoryKind;
use tokio::sync::oneshot;
use vault::{Change, Storage};

use super::*;
use crate::rig::{Asked, NOW, Rig, location_id};
use crate::store::line;

async fn ask(rig: &mut Rig, request: GeneralRequest, of_rooms: OfRooms) -> Result<Reply, Failure> {
    let (asker, hears) = oneshot::channel();
    asked(&mut rig.cx, request, of_rooms, asker).await;
    rig.cx.deliver();
    hears.await.expect("an answer")
}

async fn snapshot(rig: &mut Rig, of_rooms: OfRooms) -> Snapshot {
    let Ok(Reply::General(GeneralReply::Snapshot(all))) =
        ask(rig, GeneralRequest::Snapshot, of_rooms).await
    else {
        panic!("nothing to see");
    };
    *all
}

async fn permissions(rig: &Rig, id: LocationId) -> Result<(), Failure> {
    let (asker, hears) = oneshot::channel();
    open_permissions(&rig.cx, id, asker);
    hears.await.expect("an answer").map(drop)
}

#[tokio::test]
async fn a_window_that_opens_sees_all_there_is_and_misses_no_fact_after_it() {
    let mut rig = Rig::new().await;
    let page = rig.linked(1);
    rig.with_client(9, "Acme");
    rig.cx.emit(EventKind::ThemeChanged(Theme::Dark));
    let all = snapshot(&mut rig, (vec![], vec![])).await;
    let ids: Vec<_> = all.locations.iter().map(|view| view.id).collect();
    assert_eq!((ids, all.clients.len()), (vec![page], 1));
    assert_eq!(all.networks.len(), rig.cx.networks.iter().count());
    // The next fact has the next number.
    assert_eq!(all.sequence, rig.cx.book.sequence);
    assert!(all.attempts.is_empty());
}

#[tokio::test]
async fn a_choice_holds_after_a_restart_or_is_told_to_nobody() {
    let mut rig = Rig::new().await;
    let dark = || SettingRequest::SetTheme { theme: Theme::Dark };
    let link = || SettingRequest::SetReturnBy {
        return_by: RedirectPreference::DeepLink,
    };
    let before = (rig.cx.book.theme, rig.cx.book.return_by);
    assert_ne!(before, (Theme::Dark, RedirectPreference::DeepLink));
    for request in [dark(), link()] {
        rig.rows.fail_next_writes(1);
        let refused = set(&mut rig.cx, request).await;
        assert_eq!(refused.err(), Some(Failure::DiskFull));
    }
    assert_eq!((rig.cx.book.theme, rig.cx.book.return_by), before);
    assert!(rig.facts().is_empty());
    for request in [dark(), link()] {
        assert!(set(&mut rig.cx, request).await.is_ok());
    }
    let facts = rig.facts();
    assert!(matches!(
        facts[..],
        [
            EventKind::ThemeChanged(Theme::Dark),
            EventKind::ReturnByChanged(RedirectPreference::DeepLink)
        ]
    ));
    let book = Rig::over(rig.rows).await.cx.book;
    assert_eq!(
        (book.theme, book.return_by),
        (Theme::Dark, RedirectPreference::DeepLink)
    );
}

#[tokio::test]
async fn a_history_is_of_its_own_location_and_the_newest_stands_first() {
    let mut rig = Rig::new().await;
    let (page, other) = (rig.linked(1), rig.linked(2));
    let later = NOW.plus(domain::Span::from_minutes(1));
    let lines = [
        line(NOW, page, HistoryKind::Connected, None, None),
        line(NOW, other, HistoryKind::Moved, None, None),
        line(later, page, HistoryKind::Renamed, None, None),
    ];
    rig.rows.commit(&lines.map(Change::Line)).unwrap();
    let Ok(Reply::Location(LocationReply::History(all))) = history(&rig.cx, page).await else {
        panic!("no history");
    };
    let what: Vec<_> = all.iter().map(|entry| (entry.at, entry.what)).collect();
    let (first, last) = (later.as_millis(), NOW.as_millis());
    assert_eq!(
        what,
        [
            (first, HistoryKind::Renamed),
            (last, HistoryKind::Connected)
        ]
    );
    let gone = history(&rig.cx, location_id(9)).await;
    assert_eq!(gone.err(), Some(Failure::Gone));
}

#[tokio::test]
async fn the_page_of_permissions_is_the_networks_own_or_none() {
    let mut rig = Rig::new().await;
    let page = rig.linked(1);
    assert_eq!(permissions(&rig, page).await, Ok(()));
    let own = "https://x.com/settings/connected_apps".to_owned();
    assert_eq!(rig.desktop.asked(), [Asked::Browser(own)]);
    // Nobody is led where somebody else pointed it.
    rig.cx.book.changed.insert(page);
    assert_eq!(permissions(&rig, page).await, Err(Failure::EntryChanged));
    let gone = permissions(&rig, location_id(9)).await;
    assert_eq!(gone, Err(Failure::Gone));
    assert!(rig.desktop.asked().is_empty());
    rig.cx.book.changed.clear();
    rig.desktop.refuse();
    assert_eq!(permissions(&rig, page).await, Err(Failure::Internal));
}

#[tokio::test]
async fn only_practice_has_a_page_that_causes_trouble() {
    let mut rig = Rig::new().await;
    let control = || GeneralRequest::OpenPracticeControl;
    let refused = ask(&mut rig, control(), (vec![], vec![])).await;
    assert_eq!(refused.err(), Some(Failure::Malformed));
    assert!(rig.desktop.asked().is_empty());
    rig.cx.practice = Some(crate::Practice {
        control: Url::parse("http://127.0.0.1:1/").unwrap(),
        apps: vec![],
    });
    assert!(ask(&mut rig, control(), (vec![], vec![])).await.is_ok());
    let page = "http://127.0.0.1:1/".to_owned();
    assert_eq!(rig.desktop.asked(), [Asked::Browser(page)]);
}
