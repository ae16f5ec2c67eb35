//! What everybody is told: facts with their numbers, and notices that are about no location.

use domain::pattern::DeveloperApp;
use domain::{LocationId, Unavailable};
use protocol::{Event, EventKind};

use super::Context;
use crate::book::LocationRecord;
use crate::news::News;
use crate::{CannotOpen, Notice, NoticeAbout, Receipt};

impl Context {
    /// Numbers a fact and tells it to everybody, once what it speaks of is written.
    pub(crate) fn emit(&mut self, fact: EventKind) {
        self.book.sequence += 1;
        self.told.push(Event {
            sequence: self.book.sequence,
            fact,
        });
    }

    pub(crate) fn emit_location(&mut self, id: LocationId) {
        if let Some(held) = self.book.locations.get(&id) {
            let view = self.book.view(held, &self.networks, self.now());
            self.emit(EventKind::LocationChanged(Box::new(view)));
        }
    }

    pub(crate) fn emit_vault(&mut self) {
        let vault = self.book.vault(self.store.keychain());
        self.emit(EventKind::VaultChanged(vault));
    }

    /// Calls a person for something that is no location's.
    pub(crate) fn announce(&self, key: &str, about: NoticeAbout) {
        let notice = Notice {
            key: key.to_owned(),
            about,
            is_news: true,
        };
        self.shell.show_notice(notice, self.receipt(key));
    }

    pub(crate) fn receipt(&self, key: &str) -> Receipt {
        Receipt::new(key, self.receipts.clone())
    }

    /// The name of what stands in the way.
    pub(crate) fn between(&self, hiccup: Unavailable) -> Option<String> {
        self.transport.between(hiccup)
    }

    /// What people call a location's network.
    pub(crate) fn network_name(&self, held: &LocationRecord) -> Option<String> {
        let dialect = self.networks.get(&held.location.network)?;
        Some(dialect.about().name.to_owned())
    }

    /// The developer app that a location's calls count for.
    pub(crate) fn app_behind(&self, held: &LocationRecord) -> DeveloperApp {
        let network = self.kept_as(held).parse();
        DeveloperApp {
            network: network.unwrap_or_else(|_| held.location.network.clone()),
            host: held.location.host.clone(),
        }
    }

    pub(crate) fn kept_as<'a>(&self, held: &'a LocationRecord) -> &'a str {
        let dialect = self.networks.get(&held.location.network);
        dialect.map_or(held.location.network.as_str(), |dialect| {
            dialect.about().app_kept_as()
        })
    }

    /// Tells when the store's file went away, and when it is back.
    pub(crate) fn see_store(&mut self) {
        let moved = self.store.moved();
        if moved == self.book.store_moved {
            return;
        }
        self.book.store_moved = moved;
        match moved {
            true => tracing::error!("the store was removed or replaced: nothing new is kept"),
            false => tracing::warn!("the store is where it was again"),
        }
        self.emit(EventKind::StoreMoved(moved));
        self.say_disk();
        if !moved {
            self.ask_what_could_not_be_asked();
        }
    }

    /// Whoever could not be asked for want of room is asked now, and not at the next round.
    pub(crate) fn ask_what_could_not_be_asked(&mut self) {
        let waiting: Vec<LocationId> = self.book.waiting_for_room().collect();
        for id in waiting {
            if let Some(held) = self.book.locations.get_mut(&id) {
                held.rhythm.last = None;
            }
            self.report(News::WatchOn);
        }
    }
}

/// The log says what the desktop did not do; whoever asked hears that it was not done.
pub(crate) fn not_done(problem: &CannotOpen) -> protocol::Failure {
    tracing::warn!(%problem, "the desktop did not do it");
    protocol::Failure::Internal
}
