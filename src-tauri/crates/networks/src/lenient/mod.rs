//! How good answers of strangers are read: what counts first, and every other field by itself, so
//! that one of an odd shape costs nothing but itself. Refusals are not read here: a no must be
//! plain.

mod letters;

use std::collections::BTreeMap;

use domain::{Scopes, Span, Timestamp};
use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

pub(crate) use self::letters::whole_letters;

/// A token that is said to live longer than this is not told about at all: ten years.
const LONGEST_LIFE: i64 = 10 * 366 * 86_400;
/// No end lies behind this point, 2100-01-01: what claims it counts in other units than seconds.
const LAST_MOMENT: i64 = 4_102_444_800;
/// Whole numbers up to here are told exactly by a decimal (2^53).
const LAST_EXACT: f64 = 9_007_199_254_740_992.0;

/// A field that is not told where it is missing, null or of another shape.
pub(crate) fn optional<'de, D, T>(from: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned,
{
    Ok(T::deserialize(Value::deserialize(from)?).ok())
}

/// A text with something in it: a name, a token. No other shape is one.
pub(crate) fn text<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    Ok(optional(from)?.filter(|text: &String| !text.trim().is_empty()))
}

/// A whole number, as a number of any kind or as a text.
pub(crate) fn number<'de, D: Deserializer<'de>>(from: D) -> Result<Option<i64>, D::Error> {
    Ok(whole(&Value::deserialize(from)?))
}

/// Yes or no. A yes may be a text; a no is only what is plainly one.
pub(crate) fn flag<'de, D: Deserializer<'de>>(from: D) -> Result<Option<bool>, D::Error> {
    Ok(match Value::deserialize(from)? {
        Value::Bool(flag) => Some(flag),
        Value::String(text) => (text.trim() == "true").then_some(true),
        Value::Null | Value::Number(_) | Value::Array(_) | Value::Object(_) => None,
    })
}

/// For how many seconds something lives. None, fewer and absurdly many are not told.
pub(crate) fn lifetime<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Span>, D::Error> {
    let secs = number(from)?.filter(|secs| (1..=LONGEST_LIFE).contains(secs));
    Ok(secs.map(Span::from_secs))
}

/// A point in time in seconds; 0 stands for none, and an absurd one is not told.
pub(crate) fn moment<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Timestamp>, D::Error> {
    let secs = number(from)?.filter(|secs| (1..LAST_MOMENT).contains(secs));
    Ok(secs.map(Timestamp::from_secs))
}

/// Scopes, as a list or as a text with spaces or commas. An empty list says that there are none;
/// what holds nothing that can be read says nothing.
pub(crate) fn scopes<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Scopes>, D::Error> {
    let (list, is_empty_list) = match Value::deserialize(from)? {
        Value::String(text) => (text, false),
        Value::Array(names) => {
            let texts: Vec<&str> = names.iter().filter_map(Value::as_str).collect();
            (texts.join(" "), names.is_empty())
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => return Ok(None),
    };
    let scopes = Scopes::parse(&list);
    Ok(Some(scopes).filter(|scopes| !scopes.is_empty() || is_empty_list))
}

/// Entries by their key; odd ones are left out.
pub(crate) fn entries<'de, D, T>(from: D) -> Result<BTreeMap<u64, T>, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned,
{
    let all: BTreeMap<String, Value> = optional(from)?.unwrap_or_default();
    let read =
        |(key, value): (String, Value)| Some((key.parse().ok()?, T::deserialize(value).ok()?));
    Ok(all.into_iter().filter_map(read).collect())
}

/// A whole number in whatever form; nothing where there is none.
pub(crate) fn whole(value: &Value) -> Option<i64> {
    let rounded = |decimal: f64| {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "it is whole and within 54 bits"
        )]
        (decimal.abs() <= LAST_EXACT).then_some(decimal.trunc() as i64)
    };
    match value {
        Value::Number(number) => number.as_i64().or_else(|| rounded(number.as_f64()?)),
        Value::String(text) => {
            let text = text.trim();
            text.parse().ok().or_else(|| rounded(text.parse().ok()?))
        }
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

/// An identity, as a text or as a whole number, which is often too large for a decimal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Id(pub(crate) String);

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let id = match Value::deserialize(from)? {
            Value::String(text) => Some(text).filter(|text| !text.trim().is_empty()),
            Value::Number(number) => number.as_u64().map(|number| number.to_string()),
            Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
        };
        id.map(Id).ok_or_else(|| D::Error::custom("no identity"))
    }
}

/// A list whose odd elements are left out and counted.
#[derive(Debug)]
pub(crate) struct List<T> {
    pub(crate) items: Vec<T>,
    /// How many elements could not be read.
    pub(crate) unread: usize,
}

impl<T> Default for List<T> {
    fn default() -> List<T> {
        List {
            items: vec![],
            unread: 0,
        }
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let all = Vec::<Value>::deserialize(from)?;
        let count = all.len();
        let items: Vec<T> = all
            .into_iter()
            .filter_map(|element| T::deserialize(element).ok())
            .collect();
        Ok(List {
            unread: count - items.len(),
            items,
        })
    }
}

/// What an answer holds, either plainly or under `data`, there alone or as the first of a list.
pub(crate) struct Wrapped<T>(pub(crate) T);

impl<'de, T: DeserializeOwned> Deserialize<'de> for Wrapped<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let answer = Value::deserialize(from)?;
        let data = &answer["data"];
        let wrapped = data.get(0).unwrap_or(data).clone();
        T::deserialize(answer)
            .or_else(|_| T::deserialize(wrapped))
            .map(Wrapped)
            .map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests;
