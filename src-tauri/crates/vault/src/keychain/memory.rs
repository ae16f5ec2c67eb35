//! A keychain in memory, for runs that leave nothing, and for tests and proofs: with every trouble a
//! real one has.

use std::sync::{Mutex, MutexGuard, PoisonError};

use super::{Keychain, KeychainProblem};
use crate::Kek;

/// Forgets everything when it is dropped.
#[derive(Default)]
pub struct MemoryKeychain(Mutex<Inner>);

#[derive(Default)]
struct Inner {
    kek: Option<Kek>,
    trouble: Option<KeychainProblem>,
    reads: usize,
    questions: usize,
    person_opens: bool,
    opens_slowly: usize,
    still_locked: usize,
}

impl MemoryKeychain {
    /// An empty keychain that works.
    pub fn new() -> Self {
        Self::default()
    }

    /// From now on every call fails like this; `None` makes it work again.
    pub fn set_trouble(&self, trouble: Option<KeychainProblem>) {
        self.inner().trouble = trouble;
    }

    /// How often a person was asked to open it.
    pub fn questions(&self) -> usize {
        self.inner().questions
    }

    /// Whether the person does what they are asked for, from now on. At first they do not.
    pub fn set_person_opens(&self, opens: bool) {
        self.inner().person_opens = opens;
    }

    /// How many reads still find it locked after a person opened it, from now on.
    pub fn set_opens_slowly(&self, reads: usize) {
        self.inner().opens_slowly = reads;
    }

    /// Puts another key in, or takes the key away, as a person with a keychain editor could.
    pub fn replace(&self, kek: Option<Kek>) {
        self.inner().kek = kek;
    }

    /// How often the key was asked for.
    pub fn reads(&self) -> usize {
        self.inner().reads
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Keychain for MemoryKeychain {
    fn read(&self) -> Result<Option<Kek>, KeychainProblem> {
        let mut inner = self.inner();
        inner.reads += 1;
        if inner.still_locked > 0 {
            inner.still_locked -= 1;
            return Err(KeychainProblem::Locked);
        }
        inner.trouble.map_or_else(|| Ok(inner.kek.clone()), Err)
    }

    fn write(&self, kek: &Kek) -> Result<(), KeychainProblem> {
        let mut inner = self.inner();
        match inner.trouble {
            // A write replaces what cannot be read as a key.
            None | Some(KeychainProblem::Malformed) => {
                inner.trouble = None;
                inner.kek = Some(kek.clone());
                Ok(())
            }
            Some(trouble) => Err(trouble),
        }
    }

    fn delete(&self) -> Result<(), KeychainProblem> {
        let mut inner = self.inner();
        inner.trouble.map_or(Ok(()), Err)?;
        inner.kek = None;
        Ok(())
    }

    fn open(&self) -> Result<(), KeychainProblem> {
        let mut inner = self.inner();
        let Some(trouble) = inner.trouble else {
            return Ok(());
        };
        match trouble {
            KeychainProblem::Locked | KeychainProblem::NotSetUp | KeychainProblem::Declined => {
                inner.questions += 1;
            }
            KeychainProblem::NoBackend
            | KeychainProblem::Ambiguous
            | KeychainProblem::Malformed => return Err(trouble),
        }
        match (inner.person_opens, trouble) {
            (true, _) => {
                inner.trouble = None;
                inner.still_locked = inner.opens_slowly;
            }
            (false, KeychainProblem::Locked) => return Err(trouble),
            (false, _) => return Err(KeychainProblem::Declined),
        }
        Ok(())
    }

    fn name(&self) -> &'static str {
        "memory"
    }
}
