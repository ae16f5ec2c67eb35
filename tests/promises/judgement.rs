//! 8: a no is believed when it was said twice and told when it was said three times, own trouble is
//! never the network's, and no grey lasts in silence.

use domain::{Cause, Icon, NextStep, Trouble, Unavailable, Unheard};
use engine::NoticeAbout;
use journeys::stage::{Person, Scene, Stage, TestResult};
use networks::Registry;
use protocol::{
    HistoryKind, LocationReply, LocationRequest, LocationView, SignInFailureCode, StateCode,
};
use rusqlite::Connection;
use serde_json::json;

use crate::networks::ports;
use crate::people::{ALICE, BAKERY, INSTANCE, NORTHWIND, alice, green, jana, later, lost, settle};

const DAY: i64 = 86_400;

/// A network whose tokens no renewal doubts, and what it says of a token that is over.
struct Case {
    network: &'static str,
    typed: Option<&'static str>,
    place: &'static str,
    picks: bool,
    path: &'static str,
    no: (u16, &'static str),
}

const CASES: [Case; 6] = [
    Case {
        network: "facebook",
        typed: None,
        place: BAKERY,
        picks: true,
        path: "/me",
        no: (
            400,
            r#"{"error":{"message":"Error validating access token: The session has been invalidated because the user changed their password or Facebook has changed the session for security reasons.","type":"OAuthException","code":190,"error_subcode":460}}"#,
        ),
    },
    Case {
        network: "instagram",
        typed: None,
        place: "@harbourlane",
        picks: false,
        path: "/me",
        no: (
            400,
            r#"{"error":{"message":"Invalid OAuth access token - Cannot parse access token","type":"OAuthException","code":190}}"#,
        ),
    },
    Case {
        network: "threads",
        typed: None,
        place: "@harbourlane",
        picks: false,
        path: "/me",
        no: (
            400,
            r#"{"error":{"message":"Error validating access token","type":"OAuthException","code":190}}"#,
        ),
    },
    Case {
        network: "linkedin",
        typed: None,
        place: "Jana Weiss",
        picks: true,
        path: "/v2/userinfo",
        no: (
            401,
            r#"{"serviceErrorCode":65601,"code":"REVOKED_ACCESS_TOKEN","message":"The token used in the request has been revoked by the user","status":401}"#,
        ),
    },
    Case {
        network: "pinterest",
        typed: None,
        place: "@janaweiss",
        picks: false,
        path: "/v5/user_account",
        no: (401, r#"{"code":2,"message":"Authentication failed."}"#),
    },
    Case {
        network: "mastodon",
        typed: Some(networks::PRACTICE_INSTANCE),
        place: ALICE,
        picks: false,
        path: "/verify_credentials",
        no: (401, r#"{"error":"The access token is invalid"}"#),
    },
];

async fn connected(case: &Case) -> TestResult<(Stage, LocationView)> {
    let mut stage = Stage::set().await?;
    let person = match case.network {
        "mastodon" => alice(),
        _ => jana(),
    };
    let pick: &[&str] = if case.picks { &[case.place] } else { &[] };
    let mut person = match case.picks || case.network == "mastodon" {
        true => person,
        false => person.choosing(case.place),
    };
    stage
        .add(case.network, case.typed, &mut person, pick)
        .await?;
    // A token of this moment is not believed to be revoked.
    stage.pass(DAY).await?;
    let all = stage.snapshot().await?.locations;
    let [one] = &all[..] else {
        panic!("{}: one location was expected: {all:?}", case.network);
    };
    Ok((stage, one.clone()))
}

/// The practice networks at addresses where nobody listens.
fn nowhere() -> Registry {
    Registry::practice(|_| "http://127.0.0.1:1/".parse().expect("an address"))
}

async fn only(stage: &Stage) -> TestResult<LocationView> {
    Ok(stage.snapshot().await?.locations.remove(0))
}

#[tokio::test]
async fn one_no_by_mistake_changes_nothing_and_is_told_to_nobody() -> TestResult {
    for case in &CASES {
        let _ports = ports().await;
        let (mut stage, before) = connected(case).await?;
        let (status, body) = case.no;
        stage.line.instead_for(1, case.path, status, &[], body);
        stage.look_once().await?;
        let asked = only(&stage).await?;
        assert!(green(&asked.health), "{}: {:?}", case.network, asked.health);
        let renews = asked.health.renews;
        assert!(asked.asks_again || renews, "{}", case.network);

        later(&stage, 40).await?;
        let after = only(&stage).await?;
        assert!(
            green(&after.health) && !after.asks_again,
            "{}",
            case.network
        );
        assert!(after.checked_at > before.checked_at, "{}", case.network);
        settle(&stage).await?;
        assert!(stage.shell.notices().is_empty(), "{}", case.network);
        let reply = stage
            .ask(LocationRequest::History { location: after.id })
            .await?;
        let protocol::Reply::Location(LocationReply::History(lines)) = reply else {
            panic!("a history was expected");
        };
        let bad = |code| matches!(code, HistoryKind::StoppedWorking | HistoryKind::WorksAgain);
        assert!(!lines.iter().any(|line| bad(line.what)), "{}", case.network);
    }
    Ok(())
}

#[tokio::test]
async fn a_no_is_red_with_the_second_and_told_with_the_third() -> TestResult {
    let mut stage = Stage::set().await?;
    stage.add_account(&mut alice()).await?;
    let gone = json!({ "person": "alice" });
    stage
        .control
        .trouble("mastodon", "token_revoked", gone)
        .await?;
    stage.look_once().await?;
    let first = stage.location(ALICE).await?;
    assert!(green(&first.health) && first.asks_again);

    later(&stage, 40).await?;
    let second = stage.location(ALICE).await?;
    assert!(lost(&second.health, Cause::PermissionRemoved));
    assert!(second.asks_again);
    settle(&stage).await?;
    assert!(stage.shell.notices().is_empty(), "nothing confirmed it yet");

    later(&stage, 320).await?;
    let third = stage.location(ALICE).await?;
    assert!(lost(&third.health, Cause::PermissionRemoved) && !third.asks_again);
    settle(&stage).await?;
    let [notice] = &stage.shell.notices()[..] else {
        panic!("one notice was expected: {:?}", stage.shell.notices());
    };
    assert!(matches!(
        notice.about,
        NoticeAbout::StoppedWorking {
            cause: Cause::PermissionRemoved,
            ..
        }
    ));
    Ok(())
}

/// A network that refused two looks, and would allow a third.
async fn refused_twice() -> TestResult<Stage> {
    let mut stage = Stage::set().await?;
    stage.add_pages(&mut jana(), &[BAKERY]).await?;
    let (status, body) = CASES[0].no;
    stage.line.instead_for(2, "/me", status, &[], body);
    stage.look_once().await?;
    later(&stage, 40).await?;
    Ok(stage)
}

#[tokio::test]
async fn two_noes_by_mistake_are_red_for_minutes_and_told_to_nobody() -> TestResult {
    let stage = refused_twice().await?;
    let red = stage.location(BAKERY).await?;
    assert!(lost(&red.health, Cause::PasswordChanged) && red.asks_again);
    later(&stage, 320).await?;
    settle(&stage).await?;
    let after = stage.location(BAKERY).await?;
    assert!(green(&after.health) && !after.asks_again);
    assert!(stage.shell.notices().is_empty());
    Ok(())
}

#[tokio::test]
async fn a_red_that_nothing_confirmed_is_looked_at_within_the_hour_and_told_all_the_same()
-> TestResult {
    let stage = refused_twice().await?;
    assert!(stage.location(BAKERY).await?.asks_again);
    stage.line.nothing("/me", Unavailable::Silent);
    for _ in 0..7 {
        later(&stage, 320).await?;
    }
    settle(&stage).await?;
    assert_eq!(stage.shell.notices().len(), 1, "a person wants to know");
    stage.line.plain();
    later(&stage, 3_600).await?;
    let after = stage.location(BAKERY).await?;
    assert!(green(&after.health), "{:?}", after.health);
    Ok(())
}

/// What a network says that nobody has heard of.
const UNKNOWN: (u16, &str) = (401, r#"{"code":9931,"message":"Zugriff verweigert."}"#);

#[tokio::test]
async fn a_refusal_in_unknown_words_is_told_as_probable_after_days_and_never_red() -> TestResult {
    let _ports = ports().await;
    let (mut stage, _) = connected(&CASES[4]).await?;
    let (status, body) = UNKNOWN;
    stage.line.instead("/v5/user_account", status, &[], body);
    let mut named_after = None;
    for nth in 0..24 {
        stage.pass(4 * 3_600).await?;
        stage.look_once().await?;
        let one = only(&stage).await?;
        assert_ne!(one.health.icon, Icon::BrokenLink);
        if one.health.state == StateCode::ProbablyRefused {
            named_after.get_or_insert(nth * 4);
        }
    }
    let hours = named_after.expect("it is named");
    assert!((24..=48).contains(&hours), "after {hours} hours");
    let one = only(&stage).await?;
    let shown = (one.health.icon, one.health.next);
    assert_eq!(shown, (Icon::Clock, NextStep::Reconnect));
    settle(&stage).await?;
    let notices = stage.shell.notices();
    let [notice] = &notices[..] else {
        panic!("one notice was expected: {notices:?}");
    };
    assert!(matches!(
        notice.about,
        NoticeAbout::Unheard {
            unheard: Unheard::Refused,
            ..
        }
    ));

    // An answer ends it.
    stage.line.plain();
    stage.look().await?;
    assert!(green(&only(&stage).await?.health));
    settle(&stage).await?;
    assert!(stage.shell.standing().is_empty());
    Ok(())
}

/// A computer that is switched off every evening comes to say it too.
#[tokio::test]
async fn what_was_not_heard_of_counts_over_restarts_and_is_told_once() -> TestResult {
    let mut stage = Stage::set().await?;
    stage.add_pages(&mut jana(), &[BAKERY]).await?;
    let mut told = 0;
    for _ in 0..6 {
        stage.line.nothing("/me", Unavailable::Unreachable);
        for _ in 0..2 {
            stage.pass(DAY / 4).await?;
            stage.look_once().await?;
        }
        settle(&stage).await?;
        told += stage.shell.notices().len();
        let database = stage.database();
        let set = stage.leave().await?;
        let vault = Connection::open(&database).expect("the vault");
        // The next run begins where nothing is due, as one does that starts in the morning.
        let kept: String = vault
            .query_row("SELECT unanswered FROM locations", [], |row| row.get(0))
            .expect("a row without an answer");
        assert!(kept.contains("lasted"));
        drop(vault);
        let scene = Scene {
            networks: Some(nowhere()),
            ..set.scene()
        };
        stage = set.enter_as(scene).await?;
        stage.look_once().await?;
    }
    settle(&stage).await?;
    told += stage.shell.notices().len();
    assert_eq!(told, 1);
    Ok(())
}

#[tokio::test]
async fn nothing_stays_grey_for_two_weeks_without_a_word() -> TestResult {
    let cases = [
        (Unavailable::Unreachable, None, Unavailable::Unreachable),
        (Unavailable::Down, Some((503, "")), Unavailable::Down),
        (
            Unavailable::OutOfCredits,
            Some((402, "{}")),
            Unavailable::OutOfCredits,
        ),
    ];
    for (shown, answer, hiccup) in cases {
        let mut stage = Stage::set().await?;
        stage.add_pages(&mut jana(), &[BAKERY]).await?;
        match answer {
            Some((status, body)) => stage.line.instead("/me", status, &[], body),
            None => stage.line.nothing("/me", hiccup),
        }
        let mut told = vec![];
        for nth in 1..=30 {
            stage.pass(DAY / 2).await?;
            stage.look_once().await?;
            if [4, 5, 28, 29, 30].contains(&nth) {
                settle(&stage).await?;
            }
            let seen = stage.location(BAKERY).await?.health;
            assert_eq!(seen.icon, Icon::Cloud);
            assert_eq!(seen.hiccup, Some(shown));
            if stage.shell.notices().len() > told.len() {
                told.push(nth);
            }
        }
        // Half days: of two days and of fourteen, once each.
        assert_eq!(told, [5, 29], "{shown:?}");
        stage.line.plain();
        stage.look().await?;
        settle(&stage).await?;
        assert!(stage.shell.standing().is_empty(), "{shown:?}");
    }
    Ok(())
}

#[tokio::test]
async fn a_missing_app_is_own_trouble_and_no_outage_of_the_network() -> TestResult {
    let mut stage = Stage::set().await?;
    stage.add_pages(&mut jana(), &[BAKERY, NORTHWIND]).await?;
    let database = stage.database();
    let set = stage.leave().await?;
    let vault = Connection::open(&database).expect("the vault");
    let gone = vault.execute("DELETE FROM apps WHERE network = 'facebook'", []);
    assert_eq!(gone.expect("the app is removed"), 1);
    drop(vault);
    let scene = Scene {
        app_entered: false,
        ..set.scene()
    };
    let mut stage = set.enter_as(scene).await?;
    stage.look_once().await?;
    for name in [BAKERY, NORTHWIND] {
        let seen = stage.location(name).await?.health;
        assert_eq!(seen.state, StateCode::CannotAsk, "{name}");
        assert_eq!(seen.trouble, Some(Trouble::NoApp), "{name}");
        assert_eq!(seen.next, NextStep::FixApp, "{name}");
        assert_eq!(seen.icon, Icon::Cloud, "{name}");
    }
    let reach = stage.snapshot().await?.reach;
    assert!(reach.outages.is_empty() && !reach.offline);
    Ok(())
}

#[tokio::test]
async fn tokens_that_nobody_can_read_are_kept_and_asked_for_only_once() -> TestResult {
    let _ports = ports().await;
    let mut stage = Stage::set().await?;
    let mut person = Person::named("Jana Weiss").choosing("Jana Weiss");
    stage.add("x", None, &mut person, &[]).await?;
    stage.pass(3 * 3_600).await?;
    stage
        .line
        .reword("/2/oauth2/token", "\"token_type\"", "]\"token_type\"");
    stage.look_once().await?;
    let odd = only(&stage).await?.health;
    assert_eq!(odd.icon, Icon::Cloud);
    assert_eq!(odd.hiccup, Some(Unavailable::Unrecognised));

    // To ask anew would spend a refresh token that X has replaced, and cost the connection.
    stage.line.plain();
    for _ in 0..3 {
        later(&stage, 4 * 3_600).await?;
        stage.look_once().await?;
        let still = only(&stage).await?.health;
        assert_eq!(still.icon, Icon::Cloud, "{still:?}");
    }
    Ok(())
}

const OF_ALICE: &str = r#"{"id":"7","username":"alice"}"#;
const OF_MALLORY: &str = r#"{"id":"8","username":"mallory"}"#;

/// Whoever a sign-in says has signed in, the new token is tried and must speak for the same account.
#[tokio::test]
async fn a_new_token_that_speaks_for_another_account_when_it_is_tried_connects_nothing()
-> TestResult {
    let mut stage = Stage::set().await?;
    let path = "/verify_credentials";
    stage.line.instead(path, 200, &[], OF_MALLORY);
    stage.line.instead_for(1, path, 200, &[], OF_ALICE);
    let card = stage.begin_adding("mastodon", Some(INSTANCE)).await?;
    stage.approve(&card, &mut alice()).await?;
    assert_eq!(stage.failure(&card).await?, SignInFailureCode::NotProven);
    let all = stage.snapshot().await?.locations;
    assert!(all.iter().all(|one| !green(&one.health)), "{all:?}");

    // So it is where one was connected before.
    stage.line.plain();
    stage.line.instead(path, 200, &[], OF_ALICE);
    stage.add_account(&mut alice()).await?;
    let before = stage.location(ALICE).await?;
    stage.line.instead(path, 200, &[], OF_MALLORY);
    stage.line.instead_for(1, path, 200, &[], OF_ALICE);
    let card = stage.begin_connecting(&before.id).await?;
    stage.approve(&card, &mut alice()).await?;
    assert_eq!(stage.failure(&card).await?, SignInFailureCode::NotProven);
    assert_eq!(
        stage.location(ALICE).await?.connected_at,
        before.connected_at
    );
    Ok(())
}

#[tokio::test]
async fn a_token_that_comes_to_speak_for_another_account_is_a_no_for_this_one() -> TestResult {
    let mut stage = Stage::set().await?;
    stage
        .line
        .instead("/verify_credentials", 200, &[], OF_ALICE);
    stage.add_account(&mut alice()).await?;
    assert!(green(&stage.location(ALICE).await?.health));
    stage
        .line
        .instead("/verify_credentials", 200, &[], OF_MALLORY);
    stage.look().await?;
    let gone = only(&stage).await?;
    assert!(lost(&gone.health, Cause::AccessLost), "{gone:?}");
    // Nobody else's name is written into the row.
    assert_eq!(gone.handle.as_deref(), Some(ALICE));
    Ok(())
}

#[tokio::test]
async fn a_changed_handle_reaches_the_row_and_the_history_says_so() -> TestResult {
    let mut stage = Stage::set().await?;
    stage.add_account(&mut alice()).await?;
    stage.line.reword(
        "/verify_credentials",
        "\"username\":\"alice\"",
        "\"username\":\"alicia\"",
    );
    stage.look().await?;
    let now = only(&stage).await?;
    assert_eq!(now.handle.as_deref(), Some("@alicia@mastodon.practice"));
    let latest = stage.history("@alicia@mastodon.practice").await?.remove(0);
    assert_eq!(latest.what, HistoryKind::Renamed);
    assert_eq!(latest.who.as_deref(), Some(ALICE));

    let stage = stage.restart().await?;
    let now = only(&stage).await?;
    assert_eq!(now.handle.as_deref(), Some("@alicia@mastodon.practice"));
    Ok(())
}
