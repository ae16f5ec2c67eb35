//! The people's sign-ins.

use std::time::Duration;

use domain::{AccountId, AttemptId, LocationId};
use journeys::Trouble;
use journeys::stage::{Person, Stage, connect, network_named};
use protocol::{
    Failure, GeneralReply, Reply, SignInFailureCode, SignInRequest, Snapshot, StageView,
};

use super::cast::Login;

/// Tries of a sign-in whose port somebody else listens on at the moment.
const TRIES: usize = 40;
const MOMENT: Duration = Duration::from_millis(250);

/// What a sign-in came to.
enum End {
    Well,
    /// The accounts that were granted, with their names.
    Picking(AttemptId, Vec<(AccountId, String)>),
    Failed(SignInFailureCode),
    Otherwise(String),
}

fn void(login: &Login, what: &str) -> Trouble {
    Trouble::unexpected(format!("{} {}: {what}", login.network, login.person))
}

fn person(login: &Login) -> Person {
    let person = Person::named(login.person);
    match login.chooses {
        Some(name) => person.choosing(name),
        None => person,
    }
}

/// Connects what a sign-in brings; gives the locations.
pub async fn add(stage: &mut Stage, login: &Login) -> Result<Vec<LocationId>, Trouble> {
    let before: Vec<LocationId> = ids(&stage.snapshot().await?);
    for _ in 0..TRIES {
        let asked = SignInRequest::AddLocation {
            network: network_named(login.network),
            host: login.typed.map(str::to_owned),
            client: None,
        };
        if !begins(stage, asked).await? {
            continue;
        }
        let card = stage.card_of_new(login.network).await?;
        stage.approve(&card, &mut person(login)).await?;
        let mut end = ended(stage, &card.attempt).await?;
        if let End::Picking(attempt, granted) = end {
            let wanted = granted.into_iter().filter(|(_, name)| {
                let is_page = |page| name == page;
                login.page.is_none_or(is_page)
            });
            let accounts = wanted.map(|(id, _)| id).take(login.picks).collect();
            stage.ask(SignInRequest::Pick { attempt, accounts }).await?;
            end = ended(stage, &card.attempt).await?;
        }
        match end {
            End::Well => {
                let mut now = ids(&stage.snapshot().await?);
                now.retain(|id| !before.contains(id));
                return Ok(now);
            }
            End::Failed(failure) => return Err(void(login, &format!("{failure:?}"))),
            End::Picking(..) => return Err(void(login, "two pickers")),
            End::Otherwise(stage) => return Err(void(login, &stage)),
        }
    }
    Err(void(login, "the port stays taken"))
}

/// Signs a person in anew.
pub async fn reconnect(stage: &mut Stage, login: &Login, id: &LocationId) -> Result<(), Trouble> {
    for _ in 0..TRIES {
        if !begins(stage, connect(id)).await? {
            continue;
        }
        let card = stage.card_of(id).await?;
        stage.approve(&card, &mut person(login)).await?;
        return match ended(stage, &card.attempt).await? {
            End::Well => Ok(()),
            End::Failed(failure) => Err(void(login, &format!("{failure:?}"))),
            End::Picking(..) => Err(void(login, "a picker")),
            End::Otherwise(stage) => Err(void(login, &stage)),
        };
    }
    Err(void(login, "the port stays taken"))
}

/// Whether a sign-in begins; not where somebody else listens on its port at this moment.
async fn begins(stage: &Stage, asked: SignInRequest) -> Result<bool, Trouble> {
    match stage.handle.ask(asked).await {
        Ok(_) => Ok(true),
        Err(Failure::PortTaken { .. }) => {
            tokio::time::sleep(MOMENT).await;
            Ok(false)
        }
        Err(failure) => Err(Trouble::unexpected(format!("refused: {failure:?}"))),
    }
}

/// Waits until a sign-in wants something of the person or is over.
async fn ended(stage: &mut Stage, attempt: &AttemptId) -> Result<End, Trouble> {
    let (end, stays) = stage
        .until("the sign-in's end", |seen| {
            let mut attempts = seen.attempts.iter();
            let Some(one) = attempts.find(|one| one.id == *attempt) else {
                return Some((End::Well, false));
            };
            match &one.stage {
                StageView::Preparing | StageView::Waiting | StageView::Finishing => None,
                StageView::Picking { offer } => {
                    let granted = offer.granted.iter();
                    let granted = granted.map(|one| (one.account.clone(), one.name.clone()));
                    Some((End::Picking(one.id, granted.collect()), false))
                }
                StageView::Failed { failure, .. } => Some((End::Failed(*failure), true)),
                StageView::Succeeded { .. } => Some((End::Well, true)),
                other @ (StageView::WrongAccount { .. } | StageView::Tried { .. }) => {
                    Some((End::Otherwise(format!("{other:?}")), false))
                }
            }
        })
        .await?;
    if stays {
        let attempt = *attempt;
        let Reply::General(GeneralReply::Done) =
            stage.ask(SignInRequest::CancelSignIn { attempt }).await?
        else {
            return Err(Trouble::unexpected(
                "an ended sign-in could not be put away",
            ));
        };
    }
    Ok(end)
}

fn ids(seen: &Snapshot) -> Vec<LocationId> {
    seen.locations.iter().map(|one| one.id).collect()
}
