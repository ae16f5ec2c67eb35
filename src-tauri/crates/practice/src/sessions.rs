//! Who each browser is signed in as at one network. A standing identity, set from the control page,
//! stands for "this computer's browser is signed in as …" where no cookie says otherwise.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::random;

#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Sessions {
    by_cookie: BTreeMap<String, String>,
    standing: Option<String>,
}

impl Sessions {
    pub(crate) fn person(&self, cookie: Option<&str>) -> Option<&str> {
        cookie
            .and_then(|cookie| self.by_cookie.get(cookie))
            .or(self.standing.as_ref())
            .map(String::as_str)
    }

    /// The new cookie's value.
    pub(crate) fn start(&mut self, person: &str) -> String {
        let cookie = random::url_safe(43);
        self.by_cookie.insert(cookie.clone(), person.to_owned());
        cookie
    }

    pub(crate) fn end(&mut self, cookie: Option<&str>) {
        if let Some(cookie) = cookie {
            self.by_cookie.remove(cookie);
        }
        self.standing = None;
    }

    pub(crate) fn end_of(&mut self, person: &str) {
        self.by_cookie.retain(|_, held| held != person);
        self.standing = self.standing.take().filter(|standing| standing != person);
    }

    pub(crate) fn end_all(&mut self) -> usize {
        let ended = self.by_cookie.len() + usize::from(self.standing.is_some());
        *self = Sessions::default();
        ended
    }

    pub(crate) fn all_become(&mut self, person: &str) -> usize {
        for held in self.by_cookie.values_mut() {
            person.clone_into(held);
        }
        self.standing = Some(person.to_owned());
        self.by_cookie.len() + 1
    }

    /// Called by "everything back to normal": browsers stay signed in, the pretence ends.
    pub(crate) fn forget_standing(&mut self) {
        self.standing = None;
    }

    pub(crate) fn has(&self, person: &str) -> bool {
        self.standing.as_deref() == Some(person) || self.by_cookie.values().any(|p| p == person)
    }
}
