//! What stands on the screen: which notice is about which locations, and when it is taken off.

use std::collections::BTreeSet;

use domain::LocationId;

use super::NO_NOTICE;
use crate::Notice;
use crate::alerts::Shown;
use crate::alerts::notice::Kind;
use crate::book::Held;
use crate::task::Task;

impl Task {
    /// Shows a notice, in place of those that said a part of it.
    pub(super) fn call(&mut self, key: String, kind: Kind, mut about: BTreeSet<LocationId>) {
        if let Kind::Lost(whose) = &kind {
            let rests = &self.state.alerts.rests;
            let all = self.state.locations.values();
            let of_it = |held: &&Held| held.judged.as_ref().is_some_and(|j| j.whose == *whose);
            let lost = all.filter(of_it).map(|held| held.location.id);
            about.extend(lost.filter(|id| !rests.contains_key(id)));
        }
        let others: Vec<String> = self.state.alerts.shown.keys().cloned().collect();
        for other in others.into_iter().filter(|other| *other != key) {
            self.take_off(&other, |id| about.contains(id));
        }
        self.show(key, kind, about, true);
    }

    /// A notice that stands there is about more.
    pub(super) fn join(&mut self, key: &str, more: BTreeSet<LocationId>) {
        if let Some(mut shown) = self.state.alerts.shown.remove(key) {
            shown.about.extend(more);
            self.show(key.to_owned(), shown.kind, shown.about, false);
        }
    }

    fn show(&mut self, key: String, kind: Kind, about: BTreeSet<LocationId>, is_news: bool) {
        let Some(said) = self.about(&kind, &about) else {
            return self.shell.withdraw_notice(&key);
        };
        let notice = Notice {
            key: key.clone(),
            about: said,
            is_news,
        };
        self.shell.show_notice(notice, self.receipt(&key));
        let shown = Shown { kind, about };
        self.state.alerts.shown.insert(key, shown);
    }

    /// Takes locations out of a notice; one that is about nothing any more is withdrawn.
    pub(super) fn take_off(&mut self, key: &str, is_over: impl Fn(&LocationId) -> bool) {
        let Some(mut shown) = self.state.alerts.shown.remove(key) else {
            return;
        };
        let before = shown.about.len();
        shown.about.retain(|id| !is_over(id));
        if shown.about.is_empty() {
            self.shell.withdraw_notice(key);
        } else if shown.about.len() < before {
            self.show(key.to_owned(), shown.kind, shown.about, false);
        } else {
            self.state.alerts.shown.insert(key.to_owned(), shown);
        }
    }

    /// Which locations of a notice are no concern any more, or were silenced.
    pub(super) fn over(&self, key: &str) -> BTreeSet<LocationId> {
        let alerts = &self.state.alerts;
        let Some(shown) = alerts.shown.get(key) else {
            return BTreeSet::new();
        };
        let stands = |id: &LocationId| {
            let told = alerts.told.get(id);
            let lost = told.and_then(|told| told.lost.as_ref());
            let ends = told.is_some_and(|told| told.ends.is_some());
            let of_kind = match shown.kind {
                Kind::Lost(_) => lost.is_some(),
                // The end that was told stands for the loss that follows.
                Kind::Ends => ends && lost.is_none_or(|lost| lost.key == NO_NOTICE),
                Kind::Unheard => told.is_some_and(|told| told.unheard.is_some()),
            };
            of_kind && !alerts.rests.contains_key(id)
        };
        let over = |id: &&LocationId| !stands(id);
        shown.about.iter().filter(over).copied().collect()
    }
}
