//! What stands on the screen: which notice is about which locations, and when it is taken off.

use std::collections::BTreeSet;

use domain::LocationId;

use super::NO_NOTICE;
use crate::Notice;
use crate::alerts::Alerts;
use crate::alerts::Shown;
use crate::alerts::notice::Kind;
use crate::book::LocationRecord;
use crate::context::Context;

impl Alerts {
    /// Shows a notice, in place of those that said a part of it.
    pub(super) fn call(
        &mut self,
        cx: &mut Context,
        key: String,
        kind: Kind,
        mut about: BTreeSet<LocationId>,
    ) {
        if let Kind::Lost(whose) = &kind {
            let rests = &cx.book.rests;
            let all = cx.book.locations.values();
            let of_it =
                |held: &&LocationRecord| held.judged.as_ref().is_some_and(|j| j.whose == *whose);
            let lost = all.filter(of_it).map(|held| held.location.id);
            about.extend(lost.filter(|id| !rests.contains_key(id)));
        }
        let others: Vec<String> = self.shown.keys().cloned().collect();
        for other in others.into_iter().filter(|other| *other != key) {
            self.take_off(cx, &other, |id| about.contains(id));
        }
        self.show(cx, key, kind, about, true);
    }

    /// A notice that stands there is about more.
    pub(super) fn join(&mut self, cx: &mut Context, key: &str, more: BTreeSet<LocationId>) {
        if let Some(mut shown) = self.shown.remove(key) {
            shown.about.extend(more);
            self.show(cx, key.to_owned(), shown.kind, shown.about, false);
        }
    }

    fn show(
        &mut self,
        cx: &mut Context,
        key: String,
        kind: Kind,
        about: BTreeSet<LocationId>,
        is_news: bool,
    ) {
        let Some(said) = cx.about(&kind, &about) else {
            return cx.shell.withdraw_notice(&key);
        };
        let notice = Notice {
            key: key.clone(),
            about: said,
            is_news,
        };
        cx.shell.show_notice(notice, cx.receipt(&key));
        let shown = Shown { kind, about };
        self.shown.insert(key, shown);
    }

    /// Takes locations out of a notice; one that is about nothing any more is withdrawn.
    pub(super) fn take_off(
        &mut self,
        cx: &mut Context,
        key: &str,
        is_over: impl Fn(&LocationId) -> bool,
    ) {
        let Some(mut shown) = self.shown.remove(key) else {
            return;
        };
        let before = shown.about.len();
        shown.about.retain(|id| !is_over(id));
        if shown.about.is_empty() {
            cx.shell.withdraw_notice(key);
        } else if shown.about.len() < before {
            self.show(cx, key.to_owned(), shown.kind, shown.about, false);
        } else {
            self.shown.insert(key.to_owned(), shown);
        }
    }

    /// Which locations of a notice are no concern any more, or were silenced.
    pub(super) fn over(&self, cx: &Context, key: &str) -> BTreeSet<LocationId> {
        let alerts = &self;
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
            of_kind && !cx.book.rests.contains_key(id)
        };
        let over = |id: &&LocationId| !stands(id);
        shown.about.iter().filter(over).copied().collect()
    }
}
