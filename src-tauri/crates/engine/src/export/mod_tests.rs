use std::path::Path;

use domain::{Connection, LinkState, Span};
use tokio::sync::oneshot;

use super::*;
use crate::rig::{Asked, NOW, Rig, grant_id};

async fn save(rig: &Rig, kind: FileKind) -> Result<Reply, Failure> {
    let (asker, hears) = oneshot::channel();
    export(&rig.cx, kind, asker);
    hears.await.expect("an answer")
}

/// A page whose approval ends after so many days, and cannot be renewed by the app.
fn ending(rig: &mut Rig, number: u8, days: i64) -> LocationId {
    let page = rig.linked(number);
    let grant = rig.cx.book.grants.get_mut(&grant_id(number));
    let dates = &mut grant.expect("a grant").dates;
    dates.renewable = false;
    dates.access_ends = Some(NOW.plus(Span::from_days(days)));
    page
}

#[tokio::test]
async fn where_no_date_needs_a_person_there_is_no_file() {
    let mut rig = Rig::new().await;
    rig.linked(1);
    for kind in [FileKind::Calendar, FileKind::Csv] {
        assert_eq!(save(&rig, kind).await.err(), Some(Failure::Gone));
    }
    assert!(rig.desktop.asked().is_empty());
}

#[tokio::test]
async fn a_file_is_named_by_its_day_and_whoever_asked_hears_where_it_is() {
    let mut rig = Rig::new().await;
    ending(&mut rig, 1, 10);
    for (kind, name) in [
        (FileKind::Calendar, "greentick-2027-01-15.ics"),
        (FileKind::Csv, "greentick-2027-01-15.csv"),
    ] {
        let Ok(Reply::General(GeneralReply::Exported(file))) = save(&rig, kind).await else {
            panic!("nothing was saved");
        };
        let there = Path::new("/downloads").join(name);
        assert_eq!(file.path, there.display().to_string());
        assert_eq!(rig.desktop.asked(), [Asked::Saved(name.to_owned())]);
    }
    rig.desktop.refuse();
    let refused = save(&rig, FileKind::Csv).await;
    assert_eq!(refused.err(), Some(Failure::NotSaved));
}

#[tokio::test]
async fn the_soonest_date_stands_first_and_each_names_whom_it_hangs_on() {
    let mut rig = Rig::new().await;
    let (late, soon) = (ending(&mut rig, 1, 30), ending(&mut rig, 2, 3));
    rig.linked(3);
    let client = rig.with_client(9, "Acme\r\nBEGIN:VEVENT");
    let held = rig.cx.book.locations.get_mut(&soon).unwrap();
    held.location.client = Some(client);
    let due = due(&rig.cx.book, &rig.cx.networks);
    let ids: Vec<_> = due.iter().map(|due| due.location).collect();
    assert_eq!(ids, [soon, late]);
    assert_eq!(due[0].client.as_deref(), Some("Acme BEGIN:VEVENT"));
    assert_eq!(due[0].person.as_deref(), Some("Person 2"));
    assert_eq!((due[1].network, due[1].client.as_deref()), ("X", None));
}

#[tokio::test]
async fn what_no_calendar_knows_and_what_is_not_connected_is_left_out() {
    let mut rig = Rig::new().await;
    let never = ending(&mut rig, 1, 10);
    let gone = ending(&mut rig, 2, 10);
    let grant = rig.cx.book.grants.get_mut(&grant_id(1)).unwrap();
    grant.dates.access_ends = Some(Timestamp::from_millis(i64::MAX));
    let held = rig.cx.book.locations.get_mut(&gone).unwrap();
    held.connection = Connection::At(LinkState::Unlinked);
    held.location.grant = None;
    assert!(due(&rig.cx.book, &rig.cx.networks).is_empty());
    let grant = rig.cx.book.grants.get_mut(&grant_id(1)).unwrap();
    grant.dates.access_ends = Some(NOW.plus(Span::from_days(1)));
    let due = due(&rig.cx.book, &rig.cx.networks);
    assert_eq!(due[0].location, never);
    assert_eq!(due.len(), 1);
}
