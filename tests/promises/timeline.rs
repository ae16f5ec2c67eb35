//! What needs a person, and when: known from the day of the approval on, gone with the connection,
//! and given out as files.

use std::collections::BTreeMap;

use domain::ExpiryKind;
use journeys::stage::{Person, Stage, TestResult};
use protocol::{
    ExportedFile, Failure, GeneralReply, GeneralRequest, LocationRequest, LocationView, Reply,
};

use crate::networks::ports;
use crate::people::{BAKERY, NORTHWIND, STUDIO, jana, red};

const DAY: i64 = 86_400_000;

/// Days from the approval to the date on which it needs a person, rounded.
fn days(location: &LocationView) -> Option<i64> {
    let from = location.connected_at?;
    let until = location.needs_human_by?;
    Some((until - from + DAY / 2) / DAY)
}

async fn exported(stage: &Stage, request: GeneralRequest) -> TestResult<(ExportedFile, String)> {
    let Reply::General(GeneralReply::Exported(file)) = stage.ask(request).await? else {
        panic!("a saved file was expected");
    };
    let (name, text) = stage.shell.files().pop().expect("a file was saved");
    assert!(file.path.ends_with(&name), "{file:?}");
    Ok((file, String::from_utf8(text).expect("text")))
}

/// The content lines of a calendar file, unfolded.
fn lines(calendar: &str) -> Vec<String> {
    let unfolded = calendar.replace("\r\n ", "");
    unfolded
        .split_terminator("\r\n")
        .map(str::to_owned)
        .collect()
}

fn of<'a>(lines: &'a [String], property: &str) -> Vec<&'a str> {
    let value = |line: &'a String| line.strip_prefix(property)?.strip_prefix(':');
    lines.iter().filter_map(value).collect()
}

#[tokio::test]
async fn an_approval_of_sixty_days_stands_there_with_its_date_and_goes_with_the_connection()
-> TestResult {
    let _ports = ports().await;
    let mut stage = Stage::set().await?;
    let mut person = Person::named("Jana Weiss");
    stage.add("linkedin", None, &mut person, &[BAKERY]).await?;
    let bakery = stage.location(BAKERY).await?;
    assert_eq!(days(&bakery), Some(60));
    assert_eq!(bakery.because, Some(ExpiryKind::SignInEnds));
    assert_eq!(bakery.health.until, bakery.needs_human_by);

    let (file, calendar) = exported(&stage, GeneralRequest::ExportCalendar).await?;
    assert!(file.path.ends_with(".ics"), "{file:?}");
    let calendar = lines(&calendar);
    let summary = format!("Reconnect {BAKERY} (LinkedIn)");
    assert_eq!(of(&calendar, "SUMMARY"), [summary]);
    assert_eq!(of(&calendar, "TRIGGER"), ["-P7D", "-P1D"]);
    let (file, table) = exported(&stage, GeneralRequest::ExportCsv).await?;
    assert!(file.path.ends_with(".csv"), "{file:?}");
    let line = table.lines().nth(1).expect("a line below the heads");
    assert!(
        line.contains(&format!("\"{BAKERY}\",\"LinkedIn\",\"Sign-in ends\"")),
        "{line}"
    );

    let location = bakery.id;
    stage.ask(LocationRequest::Disconnect { location }).await?;
    let gone = stage.until_location(BAKERY, |one| red(&one.health)).await?;
    assert_eq!((gone.needs_human_by, gone.because), (None, None));
    assert_eq!(
        stage.refusal(GeneralRequest::ExportCalendar).await?,
        Failure::Gone
    );
    Ok(())
}

#[tokio::test]
async fn the_end_of_the_data_access_is_called_by_its_name() -> TestResult {
    let mut stage = Stage::set().await?;
    stage.add_pages(&mut jana(), &[BAKERY]).await?;
    let bakery = stage.location(BAKERY).await?;
    assert_eq!(days(&bakery), Some(90));
    assert_eq!(bakery.because, Some(ExpiryKind::DataAccessEnds));
    Ok(())
}

#[tokio::test]
async fn pages_that_one_sign_in_heals_are_one_entry_of_a_calendar_and_a_line_each_of_a_table()
-> TestResult {
    let mut stage = Stage::set().await?;
    stage.add_pages(&mut jana(), &[BAKERY, NORTHWIND]).await?;
    stage
        .add_pages(&mut Person::named("Tom Reyes"), &[STUDIO])
        .await?;
    let (_, calendar) = exported(&stage, GeneralRequest::ExportCalendar).await?;
    let calendar = lines(&calendar);
    let mut summaries = of(&calendar, "SUMMARY");
    summaries.sort_unstable();
    assert_eq!(summaries.len(), 2, "{summaries:?}");
    assert!(summaries[0].contains("and 1 more"), "{summaries:?}");
    let (_, table) = exported(&stage, GeneralRequest::ExportCsv).await?;
    for name in [BAKERY, NORTHWIND, STUDIO] {
        assert!(table.contains(&format!("\"{name}\"")), "{table}");
    }
    assert_eq!(table.lines().count(), 4);
    Ok(())
}

#[tokio::test]
async fn a_reconnect_moves_the_entry_and_makes_no_second_one() -> TestResult {
    let mut stage = Stage::set().await?;
    stage.add_pages(&mut jana(), &[BAKERY]).await?;
    let entry = |calendar: &str| -> BTreeMap<String, String> {
        let lines = lines(calendar);
        let (identities, starts) = (of(&lines, "UID"), of(&lines, "DTSTART"));
        let pairs = identities.into_iter().zip(starts);
        pairs
            .map(|(id, at)| (id.to_owned(), at.to_owned()))
            .collect()
    };
    let first = entry(&exported(&stage, GeneralRequest::ExportCalendar).await?.1);
    assert_eq!(
        entry(&exported(&stage, GeneralRequest::ExportCalendar).await?.1),
        first
    );

    stage.pass(30 * 86_400).await?;
    let before = stage.location(BAKERY).await?;
    let card = stage.begin_connecting(&before.id).await?;
    stage.approve(&card, &mut jana()).await?;
    stage
        .until_location(BAKERY, |one| one.needs_human_by > before.needs_human_by)
        .await?;
    let moved = entry(&exported(&stage, GeneralRequest::ExportCalendar).await?.1);
    assert!(moved.keys().eq(first.keys()), "{moved:?}");
    assert!(moved.values().gt(first.values()), "{moved:?}");
    Ok(())
}

#[tokio::test]
async fn a_file_that_cannot_be_saved_is_said() -> TestResult {
    let mut stage = Stage::set().await?;
    stage.add_pages(&mut jana(), &[BAKERY]).await?;
    stage.shell.break_down();
    assert_eq!(
        stage.refusal(GeneralRequest::ExportCsv).await?,
        Failure::NotSaved
    );
    Ok(())
}

#[tokio::test]
async fn no_file_holds_what_opens_anything() -> TestResult {
    let mut stage = Stage::set().await?;
    stage.add_pages(&mut jana(), &[BAKERY, NORTHWIND]).await?;
    for request in [GeneralRequest::ExportCalendar, GeneralRequest::ExportCsv] {
        let (_, text) = exported(&stage, request).await?;
        let (id, secret) = stage.facebook_app();
        assert!(!text.contains(&id) && !text.contains(&secret), "{text}");
        // Our own identity of a location is the longest word there is; a token is longer.
        let mut words = text.split(|c: char| !c.is_ascii_alphanumeric());
        assert!(words.all(|word| word.len() <= 32), "{text}");
    }
    Ok(())
}
