//! Trouble as it is asked for, by the control page or by a test, and what a dialect says it can do.

use serde::{Deserialize, Serialize};

/// The body of `POST /api/trouble`. People and pages are named by id or by name.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Trouble {
    pub(crate) network: String,
    pub(crate) kind: String,
    pub(crate) person: Option<String>,
    pub(crate) page: Option<String>,
    pub(crate) permission: Option<String>,
    pub(crate) seconds: Option<i64>,
}

/// What a kind of trouble is aimed at; a narrower aim may always be given where a wider one fits.
#[derive(Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Aim {
    Network,
    Person,
    Page,
}

#[derive(Clone, Copy, Serialize)]
pub(crate) struct Kind {
    pub(crate) kind: &'static str,
    pub(crate) title: &'static str,
    pub(crate) aim: Aim,
}

impl Kind {
    pub(crate) const fn new(kind: &'static str, title: &'static str, aim: Aim) -> Kind {
        Kind { kind, title, aim }
    }
}

/// Why trouble could not be caused; the words go back to whoever asked.
pub(crate) struct Unheard(pub(crate) String);

impl Unheard {
    pub(crate) fn kind(trouble: &Trouble) -> Unheard {
        Unheard(format!(
            "{} knows no trouble of kind {:?}",
            trouble.network, trouble.kind
        ))
    }

    pub(crate) fn nobody(name: &str) -> Unheard {
        Unheard(format!("there is no person {name:?}"))
    }

    pub(crate) fn no_page(name: &str) -> Unheard {
        Unheard(format!("there is no page {name:?}"))
    }

    pub(crate) fn needs(what: &str) -> Unheard {
        Unheard(format!("this kind of trouble needs a {what}"))
    }
}
