//! A server from which nothing comes while others answer: told as that server, once, however many
//! accounts live there and whenever each of them was asked.

use domain::{Unavailable, Unheard};
use engine::NoticeAbout;
use journeys::stage::{Stage, TestResult};

use crate::people::{ALICE, BAKERY, BOB, alice, bob, jana, settle};

const LOOKS: &str = "/api/v1/accounts/verify_credentials";
const HOURS: i64 = 3_600;

/// Alice and Bob at an instance that goes, and a page at a network that stays.
async fn gone() -> TestResult<Stage> {
    let mut stage = Stage::set().await?;
    stage.add_pages(&mut jana(), &[BAKERY]).await?;
    stage.add_account(&mut alice()).await?;
    stage.add_account(&mut bob()).await?;
    stage.line.nothing(LOOKS, Unavailable::Offline);
    // The page answers first, then the instance does not.
    for name in [BAKERY, ALICE, BOB] {
        check(&mut stage, name).await?;
    }
    Ok(stage)
}

async fn check(stage: &mut Stage, name: &str) -> TestResult {
    let location = stage.location(name).await?.id;
    stage.look_at(vec![location]).await
}

fn told(stage: &Stage) -> Vec<(usize, Unheard)> {
    let notices = stage.shell.notices().into_iter();
    let about = notices.map(|notice| notice.about);
    about
        .filter_map(|about| match about {
            NoticeAbout::Unheard {
                locations, unheard, ..
            } => Some((locations.len(), unheard)),
            NoticeAbout::StoppedWorking { .. }
            | NoticeAbout::ManyStoppedWorking { .. }
            | NoticeAbout::SignInEnds { .. }
            | NoticeAbout::NotKeptYet { .. }
            | NoticeAbout::CannotWrite
            | NoticeAbout::WrongClock { .. }
            | NoticeAbout::KeychainClosed { .. }
            | NoticeAbout::StoreMoved
            | NoticeAbout::ManySignInsEnd { .. } => None,
        })
        .collect()
}

#[tokio::test]
async fn all_that_live_at_a_silent_server_are_told_at_once() -> TestResult {
    let mut stage = gone().await?;
    for _ in 0..5 {
        stage.pass(11 * HOURS).await?;
        check(&mut stage, ALICE).await?;
    }
    settle(&stage).await?;
    assert_eq!(told(&stage), [(2, Unheard::Days)]);
    check(&mut stage, BOB).await?;
    settle(&stage).await?;
    assert_eq!(told(&stage).len(), 1);
    Ok(())
}
