//! A running network of the kit, and its state.

use std::collections::BTreeMap;
use std::io;
use std::sync::Mutex;

use axum::response::Response;

use super::ask::Ask;
use super::state::{Person, State};
use super::{Network, NoEntry};
use crate::call::Call;
use crate::dialect::Stage;
use crate::ledger::{StateFile, locked};

pub(crate) struct Provider<N: Network> {
    pub(crate) network: N,
    pub(crate) stage: Stage,
    pub(crate) ledger: StateFile<State<N::More>>,
    /// Requests for approval that are open in some window; they do not survive a restart.
    pub(super) asks: Mutex<BTreeMap<String, Ask>>,
    calls: Mutex<BTreeMap<String, (i64, u64)>>,
}

impl<N: Network> Provider<N> {
    pub(super) fn open(stage: Stage, network: N) -> io::Result<Provider<N>> {
        let ledger = StateFile::open(&stage.shelf, network.rules().name, || {
            let (people, more) = network.fresh();
            State::fresh(network.rules(), people, more)
        })?;
        Ok(Provider {
            network,
            stage,
            ledger,
            asks: Mutex::default(),
            calls: Mutex::default(),
        })
    }

    pub(crate) fn now(&self) -> i64 {
        self.stage.clock.now()
    }

    /// How many calls `key` made in the running window, this one included.
    pub(crate) fn count(&self, key: &str, window: i64) -> u64 {
        let nth = self.now() / window;
        let mut calls = locked(&self.calls);
        let (seen, count) = calls.entry(key.to_owned()).or_default();
        if *seen != nth {
            (*seen, *count) = (nth, 0);
        }
        *count += 1;
        *count
    }

    pub(super) fn cookie(&self) -> String {
        format!("practice_{}_session", self.network.rules().name)
    }

    pub(super) fn signed_in(&self, state: &State<N::More>, call: &Call) -> Option<Person> {
        let cookie = self.cookie();
        let id = state.sessions.person(call.cookie(&cookie))?;
        state.person(id).cloned()
    }

    /// The request that a form belongs to, with its ticket.
    pub(super) fn find(&self, call: &Call) -> Result<(String, Ask), Box<Response>> {
        let ticket = call.param("ticket").unwrap_or_default();
        let ask = locked(&self.asks).get(ticket).cloned();
        ask.map(|ask| (ticket.to_owned(), ask))
            .ok_or_else(|| Box::new(self.network.no_entry(NoEntry::Over)))
    }
}
