//! The shape of a list that comes over several answers, and of what comes in place of one.

use domain::Unavailable;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use url::Url;

use crate::lenient::{self, List};
use crate::{Answer, ProviderError};

/// No place in a list has a longer name.
const LONGEST_PLACE: usize = 2_000;

/// An answer with a part of a list.
#[derive(Deserialize)]
#[serde(bound = "T: DeserializeOwned")]
pub(super) struct Listed<T> {
    data: List<T>,
    #[serde(default, deserialize_with = "lenient::optional")]
    paging: Option<Paging>,
}

impl<T> Listed<T> {
    /// What is listed, and how the list goes on.
    pub(super) fn parts(self) -> (List<T>, Onward) {
        let onward = self.paging.map_or(Onward::End, Paging::onward);
        (self.data, onward)
    }
}

/// A place in a list: a parameter and its value.
pub(super) type Place = (&'static str, String);

/// How a list goes on.
pub(super) enum Onward {
    /// It does not.
    End,
    /// From this place.
    From(Place),
    /// There is more, and no telling where.
    Unknown,
}

#[derive(Deserialize)]
struct Paging {
    #[serde(default)]
    next: Value,
    #[serde(default, deserialize_with = "lenient::optional")]
    cursors: Option<Cursors>,
}

#[derive(Deserialize)]
struct Cursors {
    #[serde(default, deserialize_with = "lenient::text")]
    after: Option<String>,
}

impl Paging {
    /// `next` tells that there is more, and of a list without cursors the place. It is never
    /// followed itself: its address would carry the token, and a strange one would lead it astray.
    fn onward(self) -> Onward {
        if self.next.is_null() {
            return Onward::End;
        }
        let next = self.next.as_str().and_then(|next| Url::parse(next).ok());
        let named = |parameter: &str| {
            let mut pairs = next.as_ref()?.query_pairs();
            let (_, value) = pairs.find(|(name, _)| name == parameter)?;
            Some(value.into_owned())
        };
        let cursor = self.cursors.and_then(|cursors| cursors.after);
        let after = cursor.or_else(|| named("after"));
        let fits = |value: &String| (1..=LONGEST_PLACE).contains(&value.len());
        let is_number = |value: &String| value.bytes().all(|byte| byte.is_ascii_digit());
        let after = after.filter(fits).map(|after| ("after", after));
        let offset = || named("offset").filter(fits).filter(is_number);
        after
            .or_else(|| Some(("offset", offset()?)))
            .map_or(Onward::Unknown, Onward::From)
    }
}

/// What came in place of a list.
pub(super) struct Failure {
    pub(super) refusal: ProviderError,
    /// Whether it was too much at once.
    pub(super) is_too_much: bool,
    /// Whether the same question may be answered now.
    pub(super) is_passing: bool,
}

impl Failure {
    /// Nothing came.
    pub(super) fn silence(hiccup: Unavailable) -> Failure {
        Failure {
            refusal: hiccup.into(),
            is_too_much: false,
            is_passing: is_passing(hiccup),
        }
    }

    /// An answer that was read as a refusal.
    pub(super) fn of(answer: &Answer, refusal: ProviderError) -> Failure {
        #[derive(Deserialize)]
        struct Failed {
            error: ErrorBody,
        }
        #[derive(Deserialize, Default)]
        struct ErrorBody {
            #[serde(default, deserialize_with = "lenient::text")]
            message: Option<String>,
            #[serde(default, deserialize_with = "lenient::flag")]
            is_transient: Option<bool>,
        }
        let told = answer.parsed().map(|Failed { error }| error);
        let told = told.unwrap_or_default();
        let says = |text: String| text.contains("reduce the amount of data");
        let hiccup = match refusal {
            ProviderError::AskLater(hiccup, _) => Some(hiccup),
            ProviderError::No(_)
            | ProviderError::StartAnew
            | ProviderError::AppRefused
            | ProviderError::ScopeRefused
            | ProviderError::NotOffered
            | ProviderError::IssuerMismatch
            | ProviderError::Here(_) => None,
        };
        let is_passing = |hiccup| told.is_transient == Some(true) || is_passing(hiccup);
        Failure {
            refusal,
            is_passing: hiccup.is_some_and(is_passing),
            is_too_much: hiccup.is_some() && told.message.is_some_and(says),
        }
    }
}

/// Whether another answer may come at once: not of a network that asks to wait, and not where the
/// way to it is closed.
fn is_passing(hiccup: Unavailable) -> bool {
    matches!(
        hiccup,
        Unavailable::Down
            | Unavailable::Silent
            | Unavailable::Unreachable
            | Unavailable::NotAnAnswer
    )
}
