//! The key: asked for and made as for the store in SQLite, and closing what it would seal.

use super::MemoryStore;
use super::tables::{Bound, Tables};
use crate::seal::key::KeyId;
use crate::unlock::{proven, to_start_over_with, without_first_key};
use crate::{Kek, KeyState, KeychainProblem, OsEntropy, StartOverProblem, StoreProblem};

impl MemoryStore {
    pub(super) fn state(&self) -> KeyState {
        self.key.err().unwrap_or(KeyState::Open)
    }

    pub(super) fn ask_for_key(&mut self) -> Result<KeyState, StoreProblem> {
        if self.key.is_ok() {
            return Ok(KeyState::Open);
        }
        if !self.read(Tables::was_sealed) {
            self.key = self.first_key()?;
            return Ok(self.state());
        }
        let answer = self.keychain.read();
        Ok(self.try_key(answer))
    }

    pub(super) fn try_key(&mut self, answer: Result<Option<Kek>, KeychainProblem>) -> KeyState {
        if self.key.is_err() {
            self.key = match (answer, self.read(|tables| tables.kek)) {
                (Ok(Some(kek)), Some(ours)) if *kek.id() == ours => Ok(()),
                (Ok(Some(_)), Some(_)) => Err(KeyState::WrongKey),
                (Ok(Some(_)), None) => Err(KeyState::Damaged),
                (Ok(None), _) => Err(KeyState::NoKey),
                (Err(problem), _) => Err(problem.into()),
            };
        }
        self.state()
    }

    fn first_key(&self) -> Result<Result<(), KeyState>, StoreProblem> {
        let found = match self.keychain.read() {
            Ok(found) => found,
            Err(problem) => return Ok(Err(problem.into())),
        };
        match proven(self.keychain.as_ref(), found, &mut OsEntropy) {
            Ok(kek) => self.write(|tables| {
                tables.kek = Some(*kek.id());
                Ok(Ok(()))
            }),
            Err(problem) => without_first_key(problem).map(Err),
        }
    }

    pub(super) fn give_up_key(&mut self) -> Result<(), StartOverProblem> {
        if self.ask_for_key()? == KeyState::Open {
            return Err(StartOverProblem::NotNeeded);
        }
        let found = to_start_over_with(self.keychain.as_ref())?;
        let kek = proven(self.keychain.as_ref(), found, &mut OsEntropy)?;
        self.write(|tables| {
            tables.start_over(*kek.id());
            Ok::<_, StartOverProblem>(())
        })?;
        self.key = Ok(());
        Ok(())
    }
}

impl Tables {
    /// What is in clear stays as it stands and is bound so; nothing that was sealed opens any more.
    fn start_over(&mut self, kek: KeyId) {
        self.kek = Some(kek);
        self.tokens.clear();
        self.jars.clear();
        self.intents
            .values_mut()
            .for_each(|intent| intent.answer = None);
        self.apps.iter_mut().for_each(|(_, secret)| *secret = None);
        let all = self.locations.iter().map(|one| &one.location);
        self.bound = all.map(|one| (one.id, Bound::of(one))).collect();
    }
}
