//! What happened with a location, line by line, and what its history says of a loss.

use domain::pattern::Loss;
use domain::{Cause, LinkState, LocationId, Timestamp};
use protocol::{HistoryEntryView, HistoryKind};
use serde_json::json;
use vault::{Activity, Storage, StoreProblem};

use super::Store;
use crate::book::LocationRecord;

/// What lines of the journal are about.
const LOCATION: &str = "location";
/// How many lines of a location's history are shown.
const HISTORY: usize = 50;
/// How many of them are searched for a loss: more attempts than that nobody makes in vain.
const RECENT: usize = 20;

impl Store {
    pub async fn history(
        &self,
        location: LocationId,
    ) -> Result<Vec<HistoryEntryView>, StoreProblem> {
        let lines = self
            .run(move |vault| vault.activity(Some(location), HISTORY))
            .await?;
        Ok(lines.into_iter().filter_map(entry).collect())
    }
}

/// A line of a location's history.
pub(crate) fn line(
    at: Timestamp,
    location: LocationId,
    what: HistoryKind,
    cause: Option<Cause>,
    who: Option<String>,
) -> Activity {
    Activity {
        at,
        location: Some(location),
        kind: LOCATION.to_owned(),
        detail: json!({ "what": what, "cause": cause, "who": who }),
    }
}

fn entry(line: Activity) -> Option<HistoryEntryView> {
    Some(HistoryEntryView {
        at: line.at.as_millis(),
        what: serde_json::from_value(line.detail["what"].clone()).ok()?,
        cause: serde_json::from_value(line.detail["cause"].clone()).ok(),
        who: line.detail["who"].as_str().map(str::to_owned),
    })
}

/// When what is lost was lost, as its history tells: the last probe of it may be much younger, and
/// looks of one round would make old losses seem to have come together.
pub(super) fn recall_losses(
    vault: &dyn Storage,
    locations: &mut [LocationRecord],
) -> Result<(), StoreProblem> {
    let is_lost =
        |held: &LocationRecord| matches!(held.connection.link_state(), LinkState::NeedsYou(_));
    // Where nothing is lost there is nothing to be judged, and a start need not read any history.
    if !locations.iter().any(is_lost) {
        return Ok(());
    }
    for held in locations {
        let lines = vault.activity(Some(held.location.id), RECENT)?;
        let lines = lines.into_iter().filter_map(entry);
        let last = lines
            .take_while(|line| line.what != HistoryKind::WorksAgain)
            .find(|line| line.what == HistoryKind::StoppedWorking);
        held.loss = last.map(|line| Loss {
            since: Timestamp::from_millis(line.at),
            said: line.cause.unwrap_or(Cause::Unknown),
        });
    }
    Ok(())
}
