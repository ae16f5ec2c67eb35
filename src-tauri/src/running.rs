//! The engine, once it runs. Windows exist before that: whoever needs the engine waits for it here.

use std::sync::Arc;

use engine::Handle;
use protocol::{ClosedStore, Request};
use tokio::sync::watch;

/// Longer than the engine waits for networks then: a disk that hangs keeps no app from ending.
const FAREWELL: std::time::Duration = std::time::Duration::from_secs(5);

/// How far the start is. A store that did not open may open yet.
#[derive(Clone, Default)]
pub enum Start {
    /// Under way.
    #[default]
    Pending,
    /// The store did not open: nothing is watched.
    Closed(ClosedStore),
    /// The engine runs.
    Running(Handle),
}

/// Where the start is told, and waited for.
#[derive(Clone, Default)]
pub struct EngineSlot(Arc<watch::Sender<Start>>);

impl EngineSlot {
    /// Tells how far the start is. An engine that runs is never taken away again.
    pub fn tell(&self, start: Start) {
        self.0.send_if_modified(|known| {
            let runs = matches!(known, Start::Running(_));
            if !runs {
                *known = start;
            }
            !runs
        });
    }

    /// What runs, or why nothing does, as soon as that is known.
    pub async fn running(&self) -> Result<Handle, ClosedStore> {
        let mut starts = self.0.subscribe();
        loop {
            match &*starts.borrow_and_update() {
                Start::Running(engine) => return Ok(engine.clone()),
                Start::Closed(closed) => return Err(closed.clone()),
                Start::Pending => {}
            }
            // The sender lives as long as this.
            let _ = starts.changed().await;
        }
    }

    /// What runs now.
    pub fn engine(&self) -> Option<Handle> {
        match &*self.0.borrow() {
            Start::Running(engine) => Some(engine.clone()),
            Start::Pending | Start::Closed(_) => None,
        }
    }

    /// Whether the engine runs now.
    pub fn runs(&self) -> bool {
        self.engine().is_some()
    }

    /// Waits until what a person asked for and is not done yet is done: a removal that can still be
    /// taken back, a disconnect of which the network is being told.
    pub fn take_leave(&self) {
        let Some(engine) = self.engine() else {
            return;
        };
        let done = engine.take_leave();
        let done = async { tokio::time::timeout(FAREWELL, done).await };
        if tauri::async_runtime::block_on(done).is_err() {
            tracing::warn!("the end did not wait for what was still under way");
        }
    }

    /// Whether the engine runs and has the key without which it watches nothing, as soon as that is
    /// known.
    pub async fn watches(&self) -> bool {
        let Ok(engine) = self.running().await else {
            return false;
        };
        let mut summary = engine.summary();
        let answered = summary.wait_for(|summary| summary.key.is_some()).await;
        answered.is_ok_and(|summary| summary.key == Some(engine::KeyState::Open))
    }

    /// How far the start is, and every change of that.
    pub fn follow(&self) -> watch::Receiver<Start> {
        self.0.subscribe()
    }

    /// Does something with what runs, as soon as it does.
    pub fn then(&self, deed: impl FnOnce(&Handle) + Send + 'static) {
        let slot = self.clone();
        tauri::async_runtime::spawn(async move {
            if let Ok(engine) = slot.running().await {
                deed(&engine);
            }
        });
    }

    /// Asks the engine for something on behalf of the tray or a notice.
    pub fn ask(&self, request: impl Into<Request>) {
        let request = request.into();
        let slot = self.clone();
        tauri::async_runtime::spawn(async move {
            if let Ok(engine) = slot.running().await
                && let Err(failure) = engine.ask(request).await
            {
                tracing::warn!(?failure, "what the tray or a notice asked for was not done");
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use protocol::StoreProblemCode;

    use super::*;

    fn closed(problem: StoreProblemCode) -> Start {
        Start::Closed(ClosedStore {
            problem,
            folder: String::new(),
            kept: Vec::new(),
        })
    }

    #[tokio::test]
    async fn whoever_waits_hears_why_nothing_runs_and_the_next_one_of_the_next_try() {
        let slot = EngineSlot::default();
        let waits = tokio::spawn({
            let slot = slot.clone();
            async move { slot.running().await.err() }
        });
        slot.tell(closed(StoreProblemCode::Damaged));
        let heard = waits.await.unwrap().map(|closed| closed.problem);
        assert_eq!(heard, Some(StoreProblemCode::Damaged));
        slot.tell(Start::Pending);
        slot.tell(closed(StoreProblemCode::Full));
        let heard = slot.running().await.err().map(|closed| closed.problem);
        assert_eq!(heard, Some(StoreProblemCode::Full));
        assert!(!slot.runs());
    }
}
