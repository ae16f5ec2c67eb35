//! Who renews a grant now, and what was sent and came back.

use std::sync::Arc;

use domain::{Grant, GrantId, Secret, Timestamp};

use super::tables::{Intent, Record, Tables, to_seal};
use crate::seal::record;
use crate::sqlite::renewals::CLOCKS_DIFFER;
use crate::{Interrupted, Lease, NotLeased, Renewal, WriteProblem};

impl Intent {
    fn is_under(&self, lease: &Lease) -> bool {
        self.lease == lease.id
    }

    /// Until when somebody who lives holds it. What would last much longer than a lease taken now was
    /// dated by a clock that was ahead.
    fn held(&self, now: Timestamp, latest: Timestamp) -> Option<Timestamp> {
        let until = self.until.filter(|until| *until > now && *until <= latest);
        until.filter(|_| self.holder.strong_count() > 0)
    }
}

impl Tables {
    pub fn lease(
        &mut self,
        grant: GrantId,
        (now, until): (Timestamp, Timestamp),
        holder: &Arc<()>,
    ) -> Result<Lease, NotLeased> {
        let generation = self.grant(grant).ok_or(NotLeased::Gone)?.generation;
        let before = self.intents.remove(&grant);
        let latest = until.plus(CLOCKS_DIFFER);
        if let Some(until) = before.as_ref().and_then(|intent| intent.held(now, latest)) {
            return Err(NotLeased::Taken { until });
        }
        self.leases += 1;
        let id = self.leases.to_be_bytes();
        let (interrupted, answer) = before.map_or((None, None), |one| (one.sent_at, one.answer));
        let intent = Intent {
            lease: id,
            holder: Arc::downgrade(holder),
            generation,
            until: Some(until),
            sent_at: interrupted,
            answer,
        };
        self.intents.insert(grant, intent);
        Ok(Lease {
            grant,
            generation,
            interrupted,
            id,
        })
    }

    fn under(&mut self, lease: &Lease) -> Option<&mut Intent> {
        let intent = self.intents.get_mut(&lease.grant);
        intent.filter(|intent| intent.is_under(lease))
    }

    pub fn record_sent(&mut self, lease: &Lease, now: Timestamp) -> Result<(), NotLeased> {
        self.under(lease).ok_or(NotLeased::Gone)?.sent_at = Some(now);
        Ok(())
    }

    pub fn save_answer(&mut self, lease: &Lease, answer: Record) -> Result<(), WriteProblem> {
        self.grant(lease.grant).ok_or(WriteProblem::Gone)?;
        let answer = to_seal(answer)?;
        let intent = self.under(lease);
        let intent = intent.filter(|intent| intent.generation == lease.generation);
        intent.ok_or(WriteProblem::Gone)?.answer = Some((lease.generation, answer));
        Ok(())
    }

    pub fn answer(&self, lease: &Lease) -> Option<Record> {
        let (generation, answer) = self.intents.get(&lease.grant)?.answer.as_ref()?;
        (*generation == lease.generation).then(|| answer.clone())
    }

    pub fn drop_answer(&mut self, lease: &Lease) {
        if let Some(intent) = self.intents.get_mut(&lease.grant) {
            intent.answer = None;
        }
    }

    pub fn release(&mut self, lease: &Lease) {
        if self.under(lease).is_some() {
            self.intents.remove(&lease.grant);
        }
    }

    pub fn step_back(&mut self, lease: &Lease) {
        if let Some(intent) = self.under(lease) {
            intent.until = None;
        }
    }

    pub fn interrupted_renewals(&self) -> Vec<Interrupted> {
        let sent = self.intents.iter().filter_map(|(grant, intent)| {
            Some(Interrupted {
                grant: *grant,
                sent_at: intent.sent_at?,
                answered: intent.answer.is_some(),
            })
        });
        sent.collect()
    }

    pub fn renew(
        &mut self,
        grant: GrantId,
        renewal: &Renewal,
        expected_generation: u64,
    ) -> Result<Grant, WriteProblem> {
        let stored = self.grant(grant).ok_or(WriteProblem::Gone)?.clone();
        if stored.generation != expected_generation {
            let generation = stored.generation;
            return Err(WriteProblem::Moved { generation });
        }
        let mut tokens = renewal.tokens.clone();
        if tokens.refresh.as_ref().is_none_or(Secret::is_empty) {
            let old = self.tokens.get(&grant).map(|old| record::to_tokens(old));
            let old = old.transpose().map_err(|_| WriteProblem::Damaged)?;
            tokens.refresh = old.and_then(|old| old.refresh);
        }
        let renewed = Grant {
            generation: stored.generation + 1,
            dates: renewal.dates,
            scopes: renewal.scopes.clone().unwrap_or(stored.scopes),
            ..stored
        };
        self.put_tokens(&renewed, &tokens)?;
        self.intents.remove(&grant);
        Ok(renewed)
    }
}
