//! The disk fills up or breaks at the n-th write of a sign-in, of a renewal, of an alert and of a
//! disconnect, for every n: for that write only, or for good. Then the app ends without a farewell
//! that could be written, the disk is well again, and another start sees what is left.
//!
//! Nothing that was told as done is lost, no token is spent whose successor has no place, and what
//! did not come about is named.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use domain::{AttemptId, Cause, Icon};
use engine::NoticeAbout;
use journeys::Trouble;
use journeys::bad_disk::Fault;
use journeys::stage::{Person, Scene, Stage, TestResult, network_named};
use protocol::{
    LocationReply, LocationRequest, Reply, SignInRequest, Snapshot, StageView, StateCode,
};
use serde_json::json;
use year::Dice;

use crate::Outcome;
use crate::words::number;

const SHORT: usize = 40;
/// The sign-in that is renewed: each refresh token is taken once.
const X: &str = "@harbourlane";
const RENEWALS: &str = "x POST /2/oauth2/token";
const BAKERY: &str = "Harbour Lane Bakery";
/// Less than the five minutes before the end of two hours in which X's tokens are renewed.
const NEARLY_OVER: i64 = 7_000;
/// More writes than any of these makes.
const MOST: u64 = 200;

/// So many parts of a minute something may take to come about or to be named.
const PATIENCE: usize = 12;

const FAULTS: [Fault; 3] = [Fault::Full, Fault::FullThroughout, Fault::Broken];
const DEEDS: [Deed; 4] = [Deed::SignIn, Deed::Renewal, Deed::Alert, Deed::Disconnect];

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Deed {
    SignIn,
    Renewal,
    Alert,
    Disconnect,
}

/// One write that fails.
#[derive(Clone, Copy, Debug)]
struct Case {
    deed: Deed,
    fault: Fault,
    nth: u64,
    once: bool,
}

/// What is wrong after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Wrong {
    /// It was told as done, and is not there.
    Lost,
    /// A token was spent, and its successor is nowhere, although the disk only filled up.
    Spent,
    /// It did not come about, and nobody was told what is in the way.
    Unnamed,
    /// It was told as the network's doing.
    Blamed,
    /// Half of it is there.
    Half,
    /// It was told twice.
    Twice,
}

#[derive(Default)]
struct Tally {
    cases: usize,
    writes: u64,
    failed: u64,
    at_risk: usize,
    wrong: BTreeMap<Wrong, Vec<Case>>,
}

/// So many of all cases, drawn from a seed; all of them where there are no more.
pub async fn prove(words: &[String]) -> Result<Outcome, Trouble> {
    let rounds = number(words, "--rounds")?.map(usize::try_from);
    let rounds = rounds.transpose().map_err(Trouble::because)?;
    let seed = number(words, "--seed")?.unwrap_or(1);
    let mut dice = Dice(seed);
    let mut all = cases().await?;
    let of = all.len();
    let mut tally = Tally::default();
    for _ in 0..rounds.unwrap_or(SHORT).min(of) {
        let drawn = dice.below(u64::try_from(all.len()).unwrap_or(1));
        let case = all.swap_remove(usize::try_from(drawn).unwrap_or(0));
        tally.play(case).await?;
    }
    Ok(Outcome {
        figure: format!("of {of} cases {tally}"),
        ok: tally.wrong.is_empty() && tally.failed > 0,
        seed,
    })
}

/// Every write of every deed, counted on a disk that is well.
async fn cases() -> TestResult<Vec<Case>> {
    let mut all = vec![];
    for deed in DEEDS {
        for fault in FAULTS {
            let mut stage = set(deed).await?;
            let disk = stage.disk();
            disk.fails_from(fault, u64::MAX, false);
            carry_out(deed, &mut stage).await?;
            let (_, met) = disk.recovers();
            for nth in 0..met.min(MOST) {
                for once in [true, false] {
                    all.push(Case {
                        deed,
                        fault,
                        nth,
                        once,
                    });
                }
            }
        }
    }
    Ok(all)
}

/// All that stands before the deed.
async fn set(deed: Deed) -> TestResult<Stage> {
    let mut stage = Stage::with(Scene {
        bad_disk: true,
        in_memory: true,
        ..Scene::default()
    })
    .await?;
    match deed {
        Deed::SignIn => {}
        Deed::Renewal => {
            stage.add("x", None, &mut jana(), &[]).await?;
            stage.pass(NEARLY_OVER).await?;
        }
        Deed::Alert => stage.add_pages(&mut jana(), &[BAKERY]).await?,
        Deed::Disconnect => stage.add("x", None, &mut jana(), &[]).await?,
    }
    Ok(stage)
}

fn jana() -> Person {
    Person::named("Jana Weiss")
}

/// How it ended, as a person saw it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// It was told as done.
    Done,
    /// It did not come about, and what is in the way was named.
    Named,
    /// What a renewal brought is in memory only, and a person was told so.
    AtRisk,
    /// It did not come about.
    Silent,
}

async fn carry_out(deed: Deed, stage: &mut Stage) -> TestResult<End> {
    match deed {
        Deed::SignIn => sign_in(stage).await,
        Deed::Renewal => renewal(stage).await,
        Deed::Alert => alert(stage).await,
        Deed::Disconnect => disconnect(stage).await,
    }
}

async fn sign_in(stage: &mut Stage) -> TestResult<End> {
    let add = SignInRequest::AddLocation {
        network: network_named("x"),
        host: None,
        client: None,
    };
    if let Err(failure) = stage.handle.ask(add).await {
        let named = matches!(
            failure,
            protocol::Failure::DiskFull | protocol::Failure::NotStored
        );
        return Ok(if named { End::Named } else { End::Silent });
    }
    let card = stage.card_of_new("x").await?;
    stage.approve(&card, &mut jana()).await?;
    stage
        .until("the end of a sign-in", |seen| ended(seen, &card.attempt))
        .await
}

fn ended(seen: &Snapshot, attempt: &AttemptId) -> Option<End> {
    let Some(one) = seen.attempts.iter().find(|one| one.id == *attempt) else {
        return Some(End::Done);
    };
    let StageView::Failed { trouble, .. } = &one.stage else {
        return None;
    };
    Some(match trouble {
        Some(_) => End::Named,
        None => End::Silent,
    })
}

async fn renewal(stage: &mut Stage) -> TestResult<End> {
    let before = stage.location(X).await?.checked_at;
    stage
        .ask(LocationRequest::Check { locations: vec![] })
        .await?;
    let seen = stage
        .until_location(X, |one| {
            one.checked_at > before || one.health.trouble.is_some()
        })
        .await?;
    Ok(match seen.health.trouble {
        None => End::Done,
        Some(domain::Trouble::NotKeptYet) => End::AtRisk,
        Some(_) => End::Named,
    })
}

async fn alert(stage: &mut Stage) -> TestResult<End> {
    let aim = json!({ "page": BAKERY });
    stage.control.trouble("facebook", "expired", aim).await?;
    stage.look().await?;
    settle(stage).await?;
    let in_the_way = |stage: &Stage| {
        let mut notices = stage.shell.notices().into_iter();
        notices.any(|notice| notice.about == NoticeAbout::CannotWrite)
    };
    for _ in 0..PATIENCE {
        if told(stage) > 0 || in_the_way(stage) {
            break;
        }
        leap(stage).await?;
    }
    let in_the_way = in_the_way(stage);
    Ok(match (told(stage) > 0, in_the_way) {
        (true, _) => End::Done,
        (false, true) => End::Named,
        (false, false) => End::Silent,
    })
}

async fn disconnect(stage: &mut Stage) -> TestResult<End> {
    let location = stage.location(X).await?.id;
    match stage
        .handle
        .ask(LocationRequest::Disconnect { location })
        .await
    {
        Err(protocol::Failure::DiskFull | protocol::Failure::NotStored) => return Ok(End::Named),
        Err(_) => return Ok(End::Silent),
        Ok(_) => {}
    }
    for _ in 0..PATIENCE {
        if is_off(stage).await? {
            return Ok(End::Done);
        }
        leap(stage).await?;
    }
    let standing = stage.shell.standing();
    Ok(match standing.contains_key("disk") {
        true => End::Named,
        false => End::Silent,
    })
}

async fn is_off(stage: &Stage) -> TestResult<bool> {
    Ok(stage.location(X).await?.health.state == StateCode::NotConnected)
}

fn told(stage: &Stage) -> usize {
    let notices = stage.shell.notices().into_iter();
    notices
        .filter(|notice| matches!(notice.about, NoticeAbout::StoppedWorking { .. }))
        .count()
}

/// Lets the timers go on by a part of a minute, and what is due by then be done.
async fn leap(stage: &Stage) -> TestResult {
    tokio::time::sleep(Duration::from_millis(40)).await;
    stage.snapshot().await?;
    tokio::time::pause();
    tokio::time::advance(Duration::from_secs(21)).await;
    tokio::time::resume();
    tokio::time::sleep(Duration::from_millis(40)).await;
    stage.snapshot().await.map(drop)
}

async fn settle(stage: &Stage) -> TestResult {
    for _ in 0..6 {
        leap(stage).await?;
    }
    Ok(())
}

impl Tally {
    async fn play(&mut self, case: Case) -> TestResult {
        self.cases += 1;
        let mut stage = set(case.deed).await?;
        let sent = stage.control.asked(RENEWALS).await?;
        let disk = stage.disk();
        disk.fails_from(case.fault, case.nth, case.once);
        let end = carry_out(case.deed, &mut stage).await?;
        let told_before = told(&stage);
        let spent = stage.control.asked(RENEWALS).await? - sent;
        // It ends while the disk is as it is.
        let set = stage.leave().await?;
        let (failed, met) = disk.recovers();
        self.writes += met;
        self.failed += failed;
        self.at_risk += usize::from(end == End::AtRisk);
        let mut stage = set.enter().await?;
        let wrong = match case.deed {
            Deed::SignIn => after_sign_in(&mut stage, end).await?,
            Deed::Renewal => after_renewal(&mut stage, case, end, spent).await?,
            Deed::Alert => after_alert(&mut stage, case, end, told_before).await?,
            Deed::Disconnect => after_disconnect(&stage, end).await?,
        };
        if let Some(wrong) = wrong {
            self.wrong.entry(wrong).or_default().push(case);
        }
        Ok(())
    }
}

fn unnamed(end: End) -> Option<Wrong> {
    (end == End::Silent).then_some(Wrong::Unnamed)
}

async fn after_sign_in(stage: &mut Stage, end: End) -> TestResult<Option<Wrong>> {
    let there = stage.snapshot().await?.locations.len();
    if there == 0 {
        return Ok(match end {
            End::Done => Some(Wrong::Lost),
            End::Named | End::AtRisk | End::Silent => unnamed(end),
        });
    }
    stage.look().await?;
    let green = stage.location(X).await?.health.icon == Icon::Tick;
    Ok(match end {
        End::Done if !green => Some(Wrong::Lost),
        // A disk that only failed to flush may have it all the same: then it is whole.
        End::Named | End::AtRisk | End::Silent if !green => Some(Wrong::Half),
        End::Done | End::Named | End::AtRisk | End::Silent => unnamed(end),
    })
}

async fn after_renewal(
    stage: &mut Stage,
    case: Case,
    end: End,
    spent: u64,
) -> TestResult<Option<Wrong>> {
    stage.look().await?;
    // What an earlier start left is read before the network is asked again.
    let settled = |icon| matches!(icon, Icon::Tick | Icon::BrokenLink);
    let seen = stage.until_location(X, |one| settled(one.health.icon));
    let health = seen.await?.health;
    if health.icon == Icon::Tick {
        return Ok(unnamed(end));
    }
    Ok(match (end, spent, health.cause) {
        (End::Done, ..) => Some(Wrong::Lost),
        (End::Silent, ..) => Some(Wrong::Unnamed),
        (_, 0, _) => Some(Wrong::Lost),
        // Room was secured: a disk that only fills up takes nothing.
        _ if case.fault == Fault::Full || case.once => Some(Wrong::Spent),
        (_, _, Some(Cause::NotKept)) => None,
        _ => Some(Wrong::Blamed),
    })
}

async fn after_alert(
    stage: &mut Stage,
    case: Case,
    end: End,
    before: usize,
) -> TestResult<Option<Wrong>> {
    stage.look().await?;
    settle(stage).await?;
    let times = before + told(stage);
    if times == 0 {
        return Ok(Some(Wrong::Lost));
    }
    // That it was seen is written after it was: where the disk took no write any more until the app
    // ended, it is said once more, and not never.
    if times > if case.once { 1 } else { 2 } {
        return Ok(Some(Wrong::Twice));
    }
    let location = stage.location(BAKERY).await?;
    let lost = location.health.icon == Icon::BrokenLink;
    let id = location.id;
    let lines = stage.ask(LocationRequest::History { location: id }).await?;
    let Reply::Location(LocationReply::History(lines)) = lines else {
        return Err(Trouble::unexpected("another reply than a history"));
    };
    let stopped = protocol::HistoryKind::StoppedWorking;
    if !lost || !lines.iter().any(|line| line.what == stopped) {
        return Ok(Some(Wrong::Lost));
    }
    Ok(unnamed(end))
}

async fn after_disconnect(stage: &Stage, end: End) -> TestResult<Option<Wrong>> {
    let off = is_off(stage).await?;
    if !off && matches!(end, End::Done) {
        return Ok(Some(Wrong::Lost));
    }
    Ok(unnamed(end))
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Tally {
            cases,
            writes,
            failed,
            at_risk,
            wrong,
        } = self;
        write!(
            f,
            "{cases} were played: {failed} of {writes} writes failed, {at_risk} renewals were held in \
             memory and named"
        )?;
        let all = [
            (Wrong::Lost, "told as done and lost"),
            (
                Wrong::Spent,
                "tokens spent without a place for their successors",
            ),
            (Wrong::Unnamed, "without a name"),
            (Wrong::Blamed, "told as the network's doing"),
            (Wrong::Half, "half done"),
            (Wrong::Twice, "told twice"),
        ];
        for (kind, said) in all {
            let cases = wrong.get(&kind).map(Vec::as_slice).unwrap_or_default();
            write!(f, ", {} {said}", cases.len())?;
            for case in cases {
                write!(f, " ({case:?})")?;
            }
        }
        Ok(())
    }
}
