//! For which pages the app may speak.

use super::state::{Page, State};

/// Pages the person ticked and still works on; those of a portfolio need a permission more.
pub(super) fn visible<'a>(state: &'a State, person: &'a str) -> impl Iterator<Item = &'a Page> {
    let pages = state.pages_of(person);
    pages.filter(move |page| granted(state, person, page))
}

/// A portfolio also shows pages for which this is not so; there is no token for those.
pub(crate) fn acts_for(state: &State, person: &str, page: &Page) -> bool {
    let role = state.role(person, &page.id);
    let works = role.is_some_and(|role| role.lost.is_none());
    works && !page.deleted && granted(state, person, page)
}

fn granted(state: &State, person: &str, page: &Page) -> bool {
    state.grants.get(person).is_some_and(|grant| {
        grant.pages.contains(&page.id) && (!page.in_portfolio || grant.has("business_management"))
    })
}
