//! What a store must do, done to the rows in memory.

use std::collections::HashSet;
use std::sync::Arc;

use domain::{Grant, GrantId, Host, LocationId, Network, Secret, Span, Timestamp, TokenSet};
use serde_json::Value;
use zeroize::Zeroizing;

use super::MemoryStore;
use super::tables::Tables;
use crate::{
    Activity, AppCredentials, Audience, Change, Interrupted, Kek, KeyState, Keychain,
    KeychainProblem, Known, Lease, NotLeased, Renewal, SignIn, Snapshot, StartOverProblem, Storage,
    StoreProblem, Unreadable, Vouched, WriteProblem,
};

impl Storage for MemoryStore {
    fn load(&self) -> Result<Snapshot, StoreProblem> {
        Ok(self.read(Tables::load))
    }

    fn setting(&self, key: &str) -> Result<Option<Value>, StoreProblem> {
        Ok(self.read(|tables| tables.settings.get(key).cloned()))
    }

    fn activity(
        &self,
        location: Option<LocationId>,
        limit: usize,
    ) -> Result<Vec<Activity>, StoreProblem> {
        let newest = |tables: &Tables| {
            let lines = tables.lines(location).into_iter();
            lines.take(limit).cloned().collect()
        };
        Ok(self.read(newest))
    }

    fn commit(&mut self, changes: &[Change]) -> Result<(), WriteProblem> {
        if changes.is_empty() {
            return Ok(());
        }
        let key = self.key;
        self.write(|tables| {
            let mut changes = changes.iter();
            changes.try_for_each(|change| tables.apply(change, key))
        })
    }

    fn tidy(&mut self, now: Timestamp, keep: Span) -> Result<(), StoreProblem> {
        self.write(|tables| {
            tables.tidy(now, keep);
            Ok(())
        })
    }

    fn link(&mut self, sign_in: &SignIn) -> Result<Vec<Grant>, WriteProblem> {
        self.key.map_err(WriteProblem::KeyUnavailable)?;
        self.write(|tables| tables.link(sign_in))
    }

    fn tokens(&self, grant: GrantId, audience: &Audience) -> Result<TokenSet, Unreadable> {
        self.open(|tables| tables.tokens(grant, audience))
    }

    fn access_tokens(
        &self,
        grants: &[(GrantId, Audience)],
    ) -> Result<Vec<Result<TokenSet, Unreadable>>, Unreadable> {
        let read = |tables: &Tables| {
            let all = grants.iter();
            let read = all.map(|(grant, audience)| tables.access_tokens(*grant, audience));
            Ok(read.collect())
        };
        self.open(read)
    }

    fn grant(&self, id: GrantId) -> Result<Option<Grant>, Unreadable> {
        self.open(|tables| Ok(tables.grant(id).cloned()))
    }

    fn app(
        &self,
        network: &Network,
        host: Option<&Host>,
    ) -> Result<Option<AppCredentials>, Unreadable> {
        self.open(|tables| tables.app(network, host))
    }

    fn jar(&self, name: &str) -> Result<Option<Secret>, Unreadable> {
        self.open(|tables| tables.jar(name))
    }

    fn lease(
        &mut self,
        grant: GrantId,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Lease, NotLeased> {
        self.write(|tables| tables.lease(grant, (now, until), &self.alive))
    }

    fn record_sent(&mut self, lease: &Lease, now: Timestamp) -> Result<(), NotLeased> {
        self.write(|tables| tables.record_sent(lease, now))
    }

    fn save_answer(&mut self, lease: &Lease, answer: Vec<u8>) -> Result<(), WriteProblem> {
        let answer = Zeroizing::new(answer);
        self.key.map_err(WriteProblem::KeyUnavailable)?;
        self.write(|tables| tables.save_answer(lease, answer))
    }

    fn answer(&self, lease: &Lease) -> Result<Option<Zeroizing<Vec<u8>>>, Unreadable> {
        self.open(|tables| Ok(tables.answer(lease)))
    }

    fn drop_answer(&mut self, lease: &Lease) -> Result<(), StoreProblem> {
        self.write(|tables| {
            tables.drop_answer(lease);
            Ok(())
        })
    }

    fn renew(
        &mut self,
        grant: GrantId,
        renewal: &Renewal,
        expected_generation: u64,
    ) -> Result<Grant, WriteProblem> {
        self.key.map_err(WriteProblem::KeyUnavailable)?;
        self.write(|tables| tables.renew(grant, renewal, expected_generation))
    }

    fn release(&mut self, lease: &Lease) -> Result<(), StoreProblem> {
        self.write(|tables| {
            tables.release(lease);
            Ok(())
        })
    }

    fn step_back(&mut self, lease: &Lease) -> Result<(), StoreProblem> {
        self.write(|tables| {
            tables.step_back(lease);
            Ok(())
        })
    }

    fn interrupted_renewals(&self) -> Result<Vec<Interrupted>, StoreProblem> {
        Ok(self.read(Tables::interrupted_renewals))
    }

    fn key_state(&self) -> KeyState {
        self.state()
    }

    fn keychain(&self) -> Arc<dyn Keychain> {
        Arc::clone(&self.keychain)
    }

    fn was_sealed(&self) -> Result<bool, StoreProblem> {
        Ok(self.read(Tables::was_sealed))
    }

    fn unlock(&mut self) -> Result<KeyState, StoreProblem> {
        self.ask_for_key()
    }

    fn unlock_with(
        &mut self,
        answer: Result<Option<Kek>, KeychainProblem>,
    ) -> Result<KeyState, StoreProblem> {
        Ok(self.try_key(answer))
    }

    fn start_over(&mut self, _: Timestamp) -> Result<(), StartOverProblem> {
        self.give_up_key()
    }

    fn readable(&self) -> Result<HashSet<GrantId>, Unreadable> {
        self.open(|tables| Ok(tables.readable()))
    }

    fn vouch(&self, known: &Known) -> Result<Vouched, Unreadable> {
        self.open(|tables| Ok(tables.vouch(known)))
    }

    fn secure_room(&mut self) -> Result<(), StoreProblem> {
        self.write(|_| Ok(()))
    }
}
