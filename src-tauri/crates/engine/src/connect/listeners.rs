//! The listeners that are open, by their ports.
//!
//! Two sign-ins whose network leads back to one port share its listener, since each answer names its
//! own sign-in. After a sign-in its listener stays for a while, so that a page that is loaded again
//! shows what became of it, and no error.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use protocol::TakenPort;
use tokio::sync::oneshot;
use url::Url;

use super::loopback::Loopback;
use super::loopback_page::Heard;

/// How long a listener stays after its sign-in.
const LINGERS: Duration = Duration::from_secs(120);

/// The listeners of one engine; they close with it.
#[derive(Clone, Default)]
pub(crate) struct Listeners(Arc<Mutex<Known>>);

#[derive(Default)]
struct Known {
    by_port: BTreeMap<u16, Weak<Loopback>>,
    lingering: Vec<Arc<Loopback>>,
}

/// A listener for as long as a sign-in needs it, and a while longer.
pub(crate) struct Listening {
    open: Arc<Loopback>,
    known: Weak<Mutex<Known>>,
}

impl Listeners {
    /// The listener at a registered place.
    pub async fn at(
        &self,
        place: (&str, u16),
        path: &str,
        arrived: impl Fn(String) -> oneshot::Receiver<Heard> + Send + Sync + 'static,
    ) -> Result<Listening, TakenPort> {
        if let Some(open) = self.find(place, path) {
            return Ok(open);
        }
        match Loopback::open_at(place, path, arrived).await {
            Ok(opened) => Ok(self.hold(opened)),
            // Two at once: the one that came first has the port.
            Err(taken) => self.find(place, path).ok_or(taken),
        }
    }

    /// A listener on a port that is known already, or on a free one where it is taken.
    pub async fn somewhere(
        &self,
        known: Option<u16>,
        path: &str,
        arrived: impl Fn(String) -> oneshot::Receiver<Heard> + Clone + Send + Sync + 'static,
    ) -> Result<Listening, TakenPort> {
        if let Some(port) = known
            && let Ok(open) = self.at(("127.0.0.1", port), path, arrived.clone()).await
        {
            return Ok(open);
        }
        Loopback::open(path, arrived)
            .await
            .map(|opened| self.hold(opened))
    }

    fn find(&self, (host, port): (&str, u16), path: &str) -> Option<Listening> {
        let open = lock(&self.0).by_port.get(&port).and_then(Weak::upgrade)?;
        let same = open.redirect_uri().as_str() == format!("http://{host}:{port}{path}");
        same.then(|| self.listening(open))
    }

    fn hold(&self, opened: Loopback) -> Listening {
        let opened = Arc::new(opened);
        if let Some(port) = opened.redirect_uri().port() {
            let mut known = lock(&self.0);
            known.by_port.insert(port, Arc::downgrade(&opened));
        }
        self.listening(opened)
    }

    fn listening(&self, open: Arc<Loopback>) -> Listening {
        Listening {
            open,
            known: Arc::downgrade(&self.0),
        }
    }
}

impl Listening {
    /// The address to give to the network.
    pub fn redirect_uri(&self) -> &Url {
        self.open.redirect_uri()
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        let runtime = tokio::runtime::Handle::try_current();
        let (Ok(runtime), Some(known)) = (runtime, self.known.upgrade()) else {
            return;
        };
        lock(&known).lingering.push(self.open.clone());
        let (open, known) = (Arc::downgrade(&self.open), self.known.clone());
        runtime.spawn(async move {
            tokio::time::sleep(LINGERS).await;
            let Some(known) = known.upgrade() else { return };
            let mut known = lock(&known);
            let of_this = |one: &Arc<Loopback>| Weak::as_ptr(&open) == Arc::as_ptr(one);
            if let Some(place) = known.lingering.iter().position(of_this) {
                known.lingering.swap_remove(place);
            }
        });
    }
}

fn lock(known: &Mutex<Known>) -> MutexGuard<'_, Known> {
    known.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::net::TcpStream;

    use super::*;

    fn unheard(_: String) -> oneshot::Receiver<Heard> {
        oneshot::channel().1
    }

    fn answers(port: u16) -> bool {
        TcpStream::connect(("127.0.0.1", port)).is_ok()
    }

    async fn closed(port: u16) {
        while answers(port) {
            tokio::task::yield_now().await;
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_port_answers_for_a_while_after_its_sign_in_and_then_closes() {
        let listeners = Listeners::default();
        let open = listeners.somewhere(None, "/callback/x", unheard).await;
        let open = open.unwrap();
        let port = open.redirect_uri().port().unwrap();
        drop(open);
        tokio::time::sleep(LINGERS / 2).await;
        assert!(answers(port));
        // Another sign-in takes the one that is there.
        let again = listeners
            .somewhere(Some(port), "/callback/x", unheard)
            .await;
        let again = again.unwrap();
        assert_eq!(again.redirect_uri().port(), Some(port));
        tokio::time::sleep(LINGERS).await;
        assert!(answers(port), "a sign-in still needs it");
        drop(again);
        tokio::time::sleep(2 * LINGERS).await;
        closed(port).await;
    }

    #[tokio::test]
    async fn the_listeners_of_an_engine_close_with_it() {
        let listeners = Listeners::default();
        let open = listeners.somewhere(None, "/callback/x", unheard).await;
        let open = open.unwrap();
        let port = open.redirect_uri().port().unwrap();
        drop(open);
        assert!(answers(port));
        drop(listeners);
        closed(port).await;
    }

    #[tokio::test]
    async fn one_port_is_shared_by_sign_ins_of_one_network_alone() {
        let listeners = Listeners::default();
        let one = listeners.somewhere(None, "/callback/x", unheard).await;
        let one = one.unwrap();
        let port = one.redirect_uri().port();
        let same = listeners.somewhere(port, "/callback/x", unheard).await;
        assert_eq!(same.unwrap().redirect_uri(), one.redirect_uri());
        let other = listeners.somewhere(port, "/callback/y", unheard).await;
        assert_ne!(other.unwrap().redirect_uri().port(), port);
    }
}
