//! Probes of locations: those that are due, those that a person asks for, and what their answers change.

mod batch;
pub(crate) mod check;
mod dirty_probes;
mod timer;

use domain::{GrantId, LocationId, Timestamp, Verdict};
use networks::{ProbeResult, ProviderError};
use protocol::{BetweenView, Failure, Reply};
use tokio::task::AbortHandle;

use crate::context::Context;
use crate::mailbox::Sender;
use crate::news::News;
use crate::store::ProbeInputs;
use batch::OutgoingProbe;

/// What comes back to this room.
pub(crate) enum Message {
    /// A probe has ended.
    Probed(
        LocationId,
        GrantId,
        u64,
        Box<Result<ProbeResult, ProviderError>>,
    ),
    /// The timer rang.
    Woke,
    /// The probes that gathered are to go out.
    SendProbes,
    /// The times of probes that changed nothing are to be written.
    WriteProbes,
}

/// The watch.
pub(crate) struct Watch {
    mail: Sender<Message>,
    /// Whether something happened after which others may be probed.
    due: bool,
    /// Probes that gather to go out together.
    outgoing: Vec<(ProbeInputs, OutgoingProbe)>,
    /// What wakes it next.
    timer: Option<AbortHandle>,
    /// When that is, by the wall clock.
    expected: Option<Timestamp>,
}

impl Watch {
    pub fn new(mail: Sender<Message>) -> Watch {
        Watch {
            mail,
            due: false,
            outgoing: vec![],
            timer: None,
            expected: None,
        }
    }

    pub async fn receive(&mut self, cx: &mut Context, message: Message) {
        match message {
            Message::Probed(location, grant, generation, result) => {
                self.probed(cx, location, grant, generation, *result).await;
            }
            Message::Woke => self.woke(cx),
            Message::SendProbes => self.send_probes(cx),
            Message::WriteProbes => self.write_probes(cx).await,
        }
    }

    /// Something happened after which others may be probed.
    pub fn stir(&mut self) {
        self.due = true;
    }

    /// Has a grant renewed for a location, which stands in no line meanwhile.
    fn renew(&mut self, cx: &mut Context, grant: GrantId, location: LocationId) {
        cx.agenda.left(location);
        cx.report(News::Renew(grant, location));
    }

    /// Checks what a person named.
    pub fn check_asked(
        &mut self,
        cx: &mut Context,
        locations: Vec<LocationId>,
    ) -> Result<Reply, Failure> {
        let known = |id: &LocationId| cx.book.locations.contains_key(id);
        if !locations.iter().all(known) {
            return Err(Failure::Gone);
        }
        self.check(cx, locations);
        Ok(Reply::DONE)
    }
}

/// What stands between this computer and its networks, by what was found last.
pub(crate) fn between(cx: &Context) -> Option<BetweenView> {
    let probes = cx.book.locations.values().filter_map(|held| held.probe);
    let hiccup = probes.filter_map(|probe| match probe.verdict {
        Verdict::NoAnswer(hiccup) if hiccup.is_on_the_way() => Some((probe.at, hiccup)),
        Verdict::NoAnswer(_) | Verdict::Yes | Verdict::No(_) | Verdict::Here(_) => None,
    });
    let (_, hiccup) = hiccup.max()?;
    let by = cx.between(hiccup);
    Some(BetweenView { hiccup, by })
}

#[cfg(test)]
#[path = "between_tests.rs"]
mod tests;
