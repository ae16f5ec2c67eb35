//! Jars of sign-in cookies: lent to one window after the other, sealed in between.
//!
//! A jar that cannot be read or kept never stops a sign-in: the person signs in once more.

use domain::{AttemptId, ClientId, Secret};
use protocol::{Failure, Reply};

use super::Connect;
use crate::context::{Context, not_done};
use crate::store::not_stored;
use crate::{CannotOpen, Jar};

impl Connect {
    /// What is in a jar, for the window of an attempt, which gives it back when it ends.
    pub(crate) async fn lend_jar(
        &mut self,
        cx: &mut Context,
        attempt: AttemptId,
        jar: &Jar,
    ) -> Option<Secret> {
        self.lent.insert(attempt, jar.clone());
        cx.store.jar(jar).await.unwrap_or_else(|problem| {
            tracing::warn!(%problem, "a jar of sign-ins cannot be read; it counts as empty");
            None
        })
    }

    /// A window has ended. Without cookies the jar is as it was. A jar that was forgotten in the
    /// meantime stays empty.
    pub(crate) async fn jar_returned(
        &mut self,
        cx: &mut Context,
        attempt: AttemptId,
        cookies: Option<Secret>,
    ) {
        if let (Some(jar), Some(cookies)) = (self.lent.remove(&attempt), cookies)
            && let Err(problem) = cx.store.put_jar(&jar, cookies).await
        {
            tracing::warn!(%problem, "a jar of sign-ins cannot be kept");
        }
    }

    pub(crate) async fn forget_sign_ins(
        &mut self,
        cx: &mut Context,
        client: Option<ClientId>,
    ) -> Result<Reply, Failure> {
        let jar = Jar::of(client);
        let closed = self.take_back(cx, &jar);
        cx.store.forget_jar(&jar).await.map_err(|problem| {
            tracing::error!(%problem, "a jar of sign-ins could not be erased");
            not_stored(problem)
        })?;
        closed
            .map(|()| Reply::DONE)
            .map_err(|problem| not_done(&problem))
    }

    /// Closes the windows that have a jar, and lets none of them bring it back.
    pub(crate) fn take_back(&mut self, cx: &mut Context, jar: &Jar) -> Result<(), CannotOpen> {
        self.lent.retain(|_, lent| lent != jar);
        cx.shell.forget_sign_ins(jar)
    }
}

#[cfg(test)]
#[path = "jars_tests.rs"]
mod tests;
