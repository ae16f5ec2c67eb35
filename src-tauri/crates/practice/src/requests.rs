//! What was asked of the practice networks: method and path only, never a query, header or body,
//! so that the log can be shown and searched without becoming a place where secrets lie.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Mutex;

use serde::Serialize;

use crate::state_file::locked;

const REMEMBERED: usize = 2_000;
const LONGEST_PIECE: usize = 40;

/// Marks a response that asks for another nonce in the request's proof (RFC 9449 section 8).
#[derive(Clone)]
pub(crate) struct NonceAsked;

#[derive(Clone, Serialize)]
pub(crate) struct Entry {
    pub(crate) at: i64,
    pub(crate) network: &'static str,
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) status: u16,
    /// Whether nothing was carried out, for want of a nonce alone.
    pub(crate) nonce_asked: bool,
}

#[derive(Clone, Default, Serialize)]
pub(crate) struct LoggedRequests {
    /// The newest last; older ones are counted and forgotten.
    pub(crate) log: VecDeque<Entry>,
    /// How often, by `network METHOD path`.
    pub(crate) counts: BTreeMap<String, u64>,
    pub(crate) total: u64,
}

#[derive(Default)]
pub(crate) struct RequestLog(Mutex<LoggedRequests>);

impl RequestLog {
    pub(crate) fn record(&self, mut entry: Entry) {
        entry.path = without_long_pieces(&entry.path);
        let mut seen = locked(&self.0);
        let key = format!("{} {} {}", entry.network, entry.method, entry.path);
        *seen.counts.entry(key).or_default() += 1;
        seen.total += 1;
        if seen.log.len() == REMEMBERED {
            seen.log.pop_front();
        }
        seen.log.push_back(entry);
    }

    pub(crate) fn seen(&self) -> LoggedRequests {
        locked(&self.0).clone()
    }
}

/// Somebody's mistake may put a token into the path; ids and words are shorter than that.
fn without_long_pieces(path: &str) -> String {
    let short = |piece| {
        if str::len(piece) > LONGEST_PIECE {
            "…"
        } else {
            piece
        }
    };
    path.split('/').map(short).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_in_the_path_is_not_kept() {
        assert_eq!(
            without_long_pieces(&format!("/v25.0/{}/x", "E".repeat(180))),
            "/v25.0/…/x"
        );
        let usual = "/.well-known/oauth-authorization-server";
        assert_eq!(without_long_pieces(usual), usual);
    }
}
