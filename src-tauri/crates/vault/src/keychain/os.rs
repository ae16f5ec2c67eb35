//! The operating system's keychain, asked with a deadline.
//!
//! It may hang, and it blocks for as long as a question to the person stands, so every call runs
//! on a thread of its own.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc};
use std::thread;
use std::time::Duration;

use super::native::{NAME, Native};
use super::{Keychain, KeychainProblem};
use crate::Kek;

const USER: &str = "key";
/// How long it may take to answer.
const DEADLINE: Duration = Duration::from_secs(20);
/// How long a person is waited for who types a password.
const PATIENCE: Duration = Duration::from_secs(180);

/// Secret Service, Keychain or Credential Manager.
pub struct OsKeychain {
    service: String,
    deadline: Duration,
    patience: Duration,
    /// Whether it is being asked.
    asking: Arc<AtomicBool>,
    /// Whether a person is being asked.
    question: Arc<AtomicBool>,
    /// Kept between calls: what a person allowed may count for this connection only.
    native: Arc<Mutex<Option<Native>>>,
}

impl OsKeychain {
    /// The entry of this service name; real and practice data use different names.
    pub fn new(service: &str) -> Self {
        Self {
            service: service.to_owned(),
            deadline: DEADLINE,
            patience: PATIENCE,
            asking: Arc::default(),
            question: Arc::default(),
            native: Arc::default(),
        }
    }

    /// Waits for an answer, the person's too, as long as this and no longer.
    pub fn with_deadline(self, deadline: Duration) -> Self {
        Self {
            deadline,
            patience: deadline,
            ..self
        }
    }

    fn ask<T: Send + 'static>(
        &self,
        ask: impl Fn(&Native, &str) -> Answer<T> + Send + 'static,
    ) -> Answer<T> {
        let (service, native) = (self.service.clone(), Arc::clone(&self.native));
        let ask = move || with(&native, |native| ask(native, &service));
        spawn_within(&self.asking, self.deadline, ask).unwrap_or(Err(KeychainProblem::Locked))
    }

    /// What is read once is not asked for again: nothing is kept for that.
    fn hang_up(&self) {
        *kept(&self.native) = None;
    }
}

type Answer<T> = Result<T, KeychainProblem>;

/// Runs something on its own thread; `None` when it takes longer than the patience. While it runs,
/// also after that, nothing more is begun under the same flag.
fn spawn_within<T: Send + 'static>(
    busy: &Arc<AtomicBool>,
    patience: Duration,
    work: impl FnOnce() -> Answer<T> + Send + 'static,
) -> Option<Answer<T>> {
    if busy.swap(true, Ordering::AcqRel) {
        return None;
    }
    let (answer, answered) = mpsc::sync_channel(1);
    let done = Done(Arc::clone(busy));
    let thread = thread::Builder::new().name("keychain".to_owned());
    let started = thread.spawn(move || {
        let result = work();
        drop(done);
        // Nobody listens any more when the patience is over.
        let _ = answer.send(result);
    });
    if started.is_err() {
        return Some(Err(KeychainProblem::NoBackend));
    }
    match answered.recv_timeout(patience) {
        Ok(result) => Some(result),
        Err(mpsc::RecvTimeoutError::Timeout) => None,
        Err(mpsc::RecvTimeoutError::Disconnected) => Some(Err(KeychainProblem::NoBackend)),
    }
}

fn kept(native: &Mutex<Option<Native>>) -> MutexGuard<'_, Option<Native>> {
    native.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Asks over the connection that is there. The service may have ended and another begun, so that
/// what fails is asked once more over a new one.
fn with<T>(native: &Mutex<Option<Native>>, ask: impl Fn(&Native) -> Answer<T>) -> Answer<T> {
    let mut kept = kept(native);
    if let Some(native) = kept.as_ref() {
        match ask(native) {
            Err(KeychainProblem::NoBackend) => *kept = None,
            answer => return answer,
        }
    }
    let native = Native::connect()?;
    let answer = ask(&native);
    if !matches!(answer, Err(KeychainProblem::NoBackend)) {
        *kept = Some(native);
    }
    answer
}

/// Tells, also after a panic, that the question no longer stands.
struct Done(Arc<AtomicBool>);

impl Drop for Done {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Release);
    }
}

impl Keychain for OsKeychain {
    fn read(&self) -> Answer<Option<Kek>> {
        let text = self.ask(|native, service| native.read(service, USER))?;
        let Some(text) = text else {
            return Ok(None);
        };
        self.hang_up();
        let kek = Kek::from_text(&text).map_err(|_| KeychainProblem::Malformed)?;
        Ok(Some(kek))
    }

    fn write(&self, kek: &Kek) -> Answer<()> {
        let text = kek.to_text();
        self.ask(move |native, service| native.write(service, USER, text.as_bytes()))
    }

    fn delete(&self) -> Answer<()> {
        self.ask(|native, service| native.delete(service, USER))
    }

    fn open(&self) -> Answer<()> {
        let (service, shared) = (self.service.clone(), Arc::clone(&self.native));
        // Beside the connection that all others use: they need not wait for the person.
        let open = move || {
            let native = Native::connect()?;
            native.open(&service, USER)?;
            *kept(&shared) = Some(native);
            Ok(())
        };
        match spawn_within(&self.question, self.patience, open) {
            Some(answer) => answer,
            None => {
                // A question that was lost with whoever asked it never ends.
                self.question.store(false, Ordering::Release);
                Err(KeychainProblem::Locked)
            }
        }
    }

    fn name(&self) -> &'static str {
        NAME
    }
}
