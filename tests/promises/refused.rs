//! 2: a sign-in that fails says why, with the same cause that a look would name.

use domain::{Cause, Unavailable};
use journeys::stage::{Failed, Person, Stage, TestResult, connect, network_named};
use protocol::{Failure, ServerProblem, SignInFailureCode, SignInRequest};

use crate::networks::ports;
use crate::people::{BAKERY, jana};

const HANDLE: &str = "@jana.practice";

/// A failure that names nothing beside itself.
fn plain(failure: SignInFailureCode) -> Failed {
    Failed {
        failure,
        cause: None,
        hiccup: None,
        trouble: None,
        number: None,
        taken: None,
    }
}

fn refused(cause: Cause) -> Failed {
    Failed {
        cause: Some(cause),
        ..plain(SignInFailureCode::Refused)
    }
}

/// A network that approves, and then answers so.
struct Case {
    network: &'static str,
    person: &'static str,
    path: &'static str,
    came: (u16, &'static str),
    failed: Failed,
}

#[tokio::test]
async fn what_a_network_says_after_it_approved_is_told_by_its_cause() -> TestResult {
    let cases = [
        Case {
            network: "youtube",
            person: BAKERY,
            path: "/youtube/v3/channels",
            came: (
                403,
                r#"{"error":{"code":403,"message":"Request had insufficient authentication scopes.","errors":[{"message":"Insufficient Permission","domain":"global","reason":"insufficientPermissions"}],"status":"PERMISSION_DENIED","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"ACCESS_TOKEN_SCOPE_INSUFFICIENT","domain":"googleapis.com"}]}}"#,
            ),
            failed: refused(Cause::PermissionMissing),
        },
        Case {
            network: "x",
            person: "Jana Weiss",
            path: "/2/users/me",
            came: (
                403,
                r#"{"detail":"The user used for authentication is suspended","title":"Forbidden","status":403,"type":"https://api.twitter.com/2/problems/user-suspended"}"#,
            ),
            failed: refused(Cause::Suspended),
        },
        Case {
            network: "facebook",
            person: BAKERY,
            path: "/me",
            came: (
                400,
                r#"{"error":{"message":"API access blocked.","type":"OAuthException","code":200}}"#,
            ),
            failed: plain(SignInFailureCode::AppRefused),
        },
        Case {
            network: "linkedin",
            person: "Jana Weiss",
            path: "/v2/userinfo",
            came: (
                401,
                r#"{"status":401,"serviceErrorCode":65608,"code":"RESTRICTED_MEMBER","message":"Member is restricted"}"#,
            ),
            failed: refused(Cause::AttentionNeeded),
        },
        Case {
            network: "pinterest",
            person: "Jana Weiss",
            path: "/v5/user_account",
            came: (503, ""),
            failed: Failed {
                hiccup: Some(Unavailable::Down),
                ..plain(SignInFailureCode::NoAnswer)
            },
        },
    ];
    for case in cases {
        let _ports = ports().await;
        let mut stage = Stage::set().await?;
        let (status, body) = case.came;
        stage.line.instead(case.path, status, &[], body);
        let card = stage.begin_adding(case.network, None).await?;
        let mut person = match case.network {
            "facebook" => jana(),
            _ => Person::named("Jana Weiss").choosing(case.person),
        };
        stage.approve(&card, &mut person).await?;
        let failed = stage.failure_in_full(&card).await?;
        assert_eq!(failed, case.failed, "{}", case.network);
        assert!(stage.snapshot().await?.locations.is_empty());
    }
    Ok(())
}

/// Where there is no developer app, nobody is sent to one.
#[tokio::test]
async fn a_server_that_is_too_old_says_so() -> TestResult {
    for body in [
        r#"{"error":"invalid_client_metadata","error_description":"Unsupported scope \"repo:app.bsky.feed.post?action=create\""}"#,
        r#"{"error":"invalid_scope","error_description":"Malformed scope: repo:app.bsky.feed.post?action=create"}"#,
    ] {
        let mut stage = Stage::set().await?;
        stage.line.instead("/oauth/par", 400, &[], body);
        let add = SignInRequest::AddLocation {
            network: network_named("bluesky"),
            host: Some(HANDLE.into()),
            client: None,
        };
        let too_old = Failure::from(ServerProblem::TooOld);
        assert_eq!(stage.refusal(add).await?, too_old);

        stage.line.plain();
        let mut person = Person::named("Jana Weiss").choosing(HANDLE);
        stage.add("bluesky", Some(HANDLE), &mut person, &[]).await?;
        stage.line.instead("/oauth/par", 400, &[], body);
        let id = stage.location(HANDLE).await?.id;
        assert_eq!(stage.refusal(connect(&id)).await?, too_old);
        let failed = stage.first_failure().await?;
        assert_eq!(failed, SignInFailureCode::ScopeRefused);
    }
    Ok(())
}
