//! What we hold for a location, and the one function that changes it.
//!
//! The diagram in `docs/connection.md` is held to [`step`] by a test below.

use serde::{Deserialize, Serialize};

use crate::{AttemptId, Cause};

/// What we hold for a location. Health, which the icon shows, is judged from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Connection {
    /// At rest.
    At(LinkState),
    /// A person is on the way to the network and back. Ends where it came from unless it succeeds.
    Authorizing {
        /// The run of the sign-in that counts; answers to any other change nothing.
        attempt: AttemptId,
        /// What holds until then.
        came_from: LinkState,
    },
}

/// A connection at rest: what survives a restart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "at", content = "cause")]
pub enum LinkState {
    /// Nothing is held.
    Unlinked,
    /// Approved at the network, but no page was picked yet.
    Unfinished,
    /// A proven token is held.
    Linked,
    /// A token is held that the network no longer accepts.
    NeedsYou(Cause),
}

/// What can happen to a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// A person asked to connect or reconnect.
    SignInAsked(AttemptId),
    /// A sign-in was cancelled, closed, refused, failed or ran out of time.
    SignInEnded(AttemptId),
    /// A sign-in was approved, and a page is still to be picked.
    Approved(AttemptId),
    /// A sign-in brought a token that passed a probe.
    Verified(AttemptId),
    /// A page was picked and its token passed a probe.
    Picked,
    /// The network accepted the token.
    ProbedYes,
    /// The network refused the token, and the refusal was recognised.
    ProbedNo(Cause),
    /// A person confirmed to disconnect.
    Disconnected,
}

/// What follows from a step; the caller carries it out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Bring the person to the network.
    OpenSignIn(AttemptId),
    /// Close what belongs to a sign-in that no longer counts.
    EndSignIn(AttemptId),
    /// The tokens of this location are no longer wanted.
    EraseTokens,
    /// A working connection stopped working: a person wants to know.
    Tell(Cause),
}

impl Connection {
    /// What holds now, whatever sign-in is under way.
    pub fn link_state(&self) -> LinkState {
        match *self {
            Connection::At(link_state) => link_state,
            Connection::Authorizing { came_from, .. } => came_from,
        }
    }

    /// The run of the sign-in that is under way.
    pub fn attempt(&self) -> Option<AttemptId> {
        match *self {
            Connection::At(_) => None,
            Connection::Authorizing { attempt, .. } => Some(attempt),
        }
    }

    fn with(self, link_state: LinkState) -> Connection {
        match self {
            Connection::At(_) => Connection::At(link_state),
            Connection::Authorizing { attempt, .. } => Connection::Authorizing {
                attempt,
                came_from: link_state,
            },
        }
    }
}

/// The one function that changes a connection. An event that makes no sense changes nothing.
pub fn step(connection: Connection, event: Event) -> (Connection, Vec<Effect>) {
    use LinkState::{Linked, NeedsYou, Unfinished, Unlinked};

    let link_state = connection.link_state();
    let under_way = connection.attempt();
    match event {
        Event::SignInAsked(attempt) if under_way != Some(attempt) => (
            Connection::Authorizing {
                attempt,
                came_from: link_state,
            },
            under_way
                .map(Effect::EndSignIn)
                .into_iter()
                .chain([Effect::OpenSignIn(attempt)])
                .collect(),
        ),
        Event::SignInEnded(attempt) if under_way == Some(attempt) => {
            (Connection::At(link_state), vec![Effect::EndSignIn(attempt)])
        }
        Event::Approved(attempt)
            if under_way == Some(attempt) && matches!(link_state, Unlinked | Unfinished) =>
        {
            (Connection::At(Unfinished), vec![Effect::EndSignIn(attempt)])
        }
        Event::Verified(attempt) if under_way == Some(attempt) => {
            (Connection::At(Linked), vec![Effect::EndSignIn(attempt)])
        }
        Event::Picked if link_state == Unfinished => (connection.with(Linked), vec![]),
        Event::ProbedYes if matches!(link_state, NeedsYou(_)) => (connection.with(Linked), vec![]),
        Event::ProbedNo(cause) if link_state == Linked => {
            (connection.with(NeedsYou(cause)), vec![Effect::Tell(cause)])
        }
        Event::ProbedNo(cause) if matches!(link_state, NeedsYou(known) if known != cause) => {
            (connection.with(NeedsYou(cause)), vec![])
        }
        Event::Disconnected if connection != Connection::At(Unlinked) => (
            Connection::At(Unlinked),
            under_way
                .map(Effect::EndSignIn)
                .into_iter()
                .chain([Effect::EraseTokens])
                .collect(),
        ),
        Event::SignInAsked(_)
        | Event::SignInEnded(_)
        | Event::Approved(_)
        | Event::Verified(_)
        | Event::Picked
        | Event::ProbedYes
        | Event::ProbedNo(_)
        | Event::Disconnected => (connection, vec![]),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    const OURS: AttemptId = AttemptId::from_bytes([1; 16]);
    const FOREIGN: AttemptId = AttemptId::from_bytes([2; 16]);
    const CAUSE: Cause = Cause::PasswordChanged;

    fn link_state() -> impl Strategy<Value = LinkState> {
        prop_oneof![
            Just(LinkState::Unlinked),
            Just(LinkState::Unfinished),
            Just(LinkState::Linked),
            proptest::sample::select(&Cause::ALL[..]).prop_map(LinkState::NeedsYou),
        ]
    }

    fn connection() -> impl Strategy<Value = Connection> {
        (link_state(), any::<bool>()).prop_map(|(link_state, away)| {
            if away {
                Connection::Authorizing {
                    attempt: OURS,
                    came_from: link_state,
                }
            } else {
                Connection::At(link_state)
            }
        })
    }

    /// Everything that can go wrong, and everything that belongs to somebody else's sign-in.
    fn mishap() -> impl Strategy<Value = Event> {
        prop_oneof![
            Just(Event::SignInAsked(OURS)),
            Just(Event::SignInEnded(OURS)),
            Just(Event::SignInEnded(FOREIGN)),
            Just(Event::Approved(FOREIGN)),
            Just(Event::Verified(FOREIGN)),
        ]
    }

    proptest! {
        #[test]
        fn no_mishap_changes_what_is_held(
            start in connection(), mishaps in proptest::collection::vec(mishap(), 0..40)
        ) {
            let end = mishaps.into_iter().fold(start, |now, event| step(now, event).0);
            prop_assert_eq!(end.link_state(), start.link_state());
        }

        #[test]
        fn a_foreign_attempt_changes_nothing_at_all(start in connection()) {
            for event in [
                Event::SignInEnded(FOREIGN), Event::Approved(FOREIGN), Event::Verified(FOREIGN),
            ] {
                prop_assert_eq!(step(start, event), (start, vec![]));
            }
        }

        #[test]
        fn only_a_refusal_or_a_disconnect_ends_a_working_connection(
            away: bool, event in prop_oneof![
                mishap(), Just(Event::Approved(OURS)), Just(Event::Verified(OURS)),
                Just(Event::Picked), Just(Event::ProbedYes),
            ]
        ) {
            let start = if away {
                Connection::Authorizing { attempt: OURS, came_from: LinkState::Linked }
            } else {
                Connection::At(LinkState::Linked)
            };
            prop_assert_eq!(step(start, event).0.link_state(), LinkState::Linked);
        }

        #[test]
        fn a_newer_attempt_ends_the_older_one(start in link_state()) {
            let waiting = Connection::Authorizing { attempt: OURS, came_from: start };
            let (next, effects) = step(waiting, Event::SignInAsked(FOREIGN));
            prop_assert_eq!(next, Connection::Authorizing { attempt: FOREIGN, came_from: start });
            prop_assert_eq!(effects, vec![Effect::EndSignIn(OURS), Effect::OpenSignIn(FOREIGN)]);
        }

        #[test]
        fn disconnect_is_possible_from_anywhere(start in connection()) {
            prop_assert_eq!(
                step(start, Event::Disconnected).0, Connection::At(LinkState::Unlinked)
            );
        }
    }

    #[test]
    fn a_loss_is_told_once() {
        let (red, effects) = step(Connection::At(LinkState::Linked), Event::ProbedNo(CAUSE));
        assert_eq!(effects, vec![Effect::Tell(CAUSE)]);
        assert_eq!(step(red, Event::ProbedNo(CAUSE)), (red, vec![]));
    }

    fn name(link_state: LinkState) -> &'static str {
        match link_state {
            LinkState::Unlinked => "Unlinked",
            LinkState::Unfinished => "Unfinished",
            LinkState::Linked => "Linked",
            LinkState::NeedsYou(_) => "NeedsYou",
        }
    }

    /// Each change of what is held, as a line of the diagram.
    fn arrows() -> BTreeSet<String> {
        let rests = [
            LinkState::Unlinked,
            LinkState::Unfinished,
            LinkState::Linked,
            LinkState::NeedsYou(CAUSE),
        ];
        let events = [
            ("SignInAsked", Event::SignInAsked(OURS)),
            ("SignInEnded", Event::SignInEnded(OURS)),
            ("Approved", Event::Approved(OURS)),
            ("Verified", Event::Verified(OURS)),
            ("Picked", Event::Picked),
            ("ProbedYes", Event::ProbedYes),
            ("ProbedNo", Event::ProbedNo(CAUSE)),
            ("Disconnected", Event::Disconnected),
        ];
        let mut arrows = BTreeSet::new();
        for rest in rests {
            for (event_name, event) in events {
                for (suffix, start) in [
                    ("", Connection::At(rest)),
                    (
                        "Authorizing",
                        Connection::Authorizing {
                            attempt: OURS,
                            came_from: rest,
                        },
                    ),
                ] {
                    let (end, _) = step(start, event);
                    if end == start {
                        continue;
                    }
                    let to = match end {
                        Connection::At(link_state) => name(link_state).to_owned(),
                        Connection::Authorizing { came_from, .. } => {
                            format!("Authorizing_from_{}", name(came_from))
                        }
                    };
                    let from = if suffix.is_empty() {
                        name(rest).to_owned()
                    } else {
                        format!("Authorizing_from_{}", name(rest))
                    };
                    arrows.insert(format!("{from} --> {to}: {event_name}"));
                }
            }
        }
        arrows
    }

    #[test]
    fn the_diagram_shows_just_what_step_does() {
        let page = include_str!("../../../../docs/connection.md");
        let drawn: BTreeSet<String> = page
            .lines()
            .filter(|l| l.contains("-->"))
            .map(|l| l.trim().to_owned())
            .collect();
        let done = arrows();
        let missing: Vec<_> = done.difference(&drawn).collect();
        let extra: Vec<_> = drawn.difference(&done).collect();
        assert!(
            missing.is_empty() && extra.is_empty(),
            "docs/connection.md\nlacks {missing:#?}\nshows what cannot happen {extra:#?}"
        );
    }
}
