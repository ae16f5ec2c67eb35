//! A server that has gone while others answer: it is named, and told when that has lasted, and
//! nobody says that this computer is offline.

use domain::{Icon, Unavailable, Unheard};
use engine::NoticeAbout;
use journeys::stage::{Stage, TestResult};

use crate::people::{ALICE, BAKERY, INSTANCE, alice, green, jana, settle};

const HALF_A_DAY: i64 = 43_200;

/// What was told of silence: of which server, for how long, and why.
fn told(stage: &Stage) -> Vec<(Option<String>, Unheard, Option<Unavailable>)> {
    let silence = |notice: engine::Notice| {
        let NoticeAbout::Unheard {
            host,
            unheard,
            hiccup,
            ..
        } = notice.about
        else {
            return None;
        };
        Some((host, unheard, hiccup))
    };
    stage
        .shell
        .notices()
        .into_iter()
        .filter_map(silence)
        .collect()
}

#[tokio::test]
async fn one_dead_server_among_others_is_named_and_told_after_two_and_fourteen_days() -> TestResult
{
    for (kept_from, is_told, code) in [
        // A name that leads nowhere looks just as a missing way does.
        (
            Unavailable::Offline,
            Unavailable::Unreachable,
            Unavailable::Unreachable,
        ),
        (
            Unavailable::Unreachable,
            Unavailable::Unreachable,
            Unavailable::Unreachable,
        ),
        (
            Unavailable::BadCertificate,
            Unavailable::BadCertificate,
            Unavailable::BadCertificate,
        ),
    ] {
        let mut stage = Stage::set().await?;
        stage.add_account(&mut alice()).await?;
        stage.add_pages(&mut jana(), &[BAKERY]).await?;
        stage.line.nothing("/verify_credentials", kept_from);
        let expected = |unheard| (Some(INSTANCE.to_owned()), unheard, Some(is_told));
        for half_days in 1..=30 {
            stage.pass(HALF_A_DAY).await?;
            stage.look().await?;
            settle(&stage).await?;
            let health = stage.location(ALICE).await?.health;
            assert_eq!(health.icon, Icon::Cloud, "{half_days}: {health:?}");
            assert_eq!(health.hiccup, Some(code), "{half_days}");
            assert!(green(&stage.location(BAKERY).await?.health));
            assert!(!stage.snapshot().await?.reach.offline, "{half_days}");
            match half_days {
                ..4 => assert_eq!(told(&stage), []),
                6 => {
                    assert_eq!(health.unheard, Some(Unheard::Days));
                    assert_eq!(told(&stage), [expected(Unheard::Days)]);
                }
                _ => {}
            }
        }
        let health = stage.location(ALICE).await?.health;
        assert_eq!(health.unheard, Some(Unheard::Weeks));
        let all = [Unheard::Days, Unheard::Weeks].map(expected);
        assert_eq!(told(&stage), all);
    }
    Ok(())
}
