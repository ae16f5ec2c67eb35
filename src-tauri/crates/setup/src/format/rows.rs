//! Lists whose rows are read one by one.

use std::fmt;

use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use crate::text::line;

/// Rows as they stand in the text, as many as a list may have.
pub(super) struct Rows<'a, const MOST: usize> {
    pub rows: Vec<&'a RawValue>,
    /// Whether there are more.
    pub more: bool,
}

impl<'de, const MOST: usize> Deserialize<'de> for Rows<'de, MOST> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct List<const MOST: usize>;

        impl<'de, const MOST: usize> Visitor<'de> for List<MOST> {
            type Value = Rows<'de, MOST>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
                let mut found = Rows {
                    rows: vec![],
                    more: false,
                };
                while let Some(row) = list.next_element::<&RawValue>()? {
                    match found.rows.len() < MOST {
                        true => found.rows.push(row),
                        false => found.more = true,
                    }
                }
                Ok(found)
            }
        }

        deserializer.deserialize_seq(List::<MOST>)
    }
}

/// What an odd row calls itself.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Named {
    pub name: Option<String>,
    pub network: Option<String>,
}

impl Named {
    pub fn of(row: &RawValue) -> Option<String> {
        let text = row.get();
        let named: Option<Named> = serde_json::from_str(text).ok();
        let by_itself = || serde_json::from_str::<String>(text).ok();
        let name = named.and_then(|named| named.name.or(named.network));
        name.or_else(by_itself).and_then(|name| line(&name))
    }
}
