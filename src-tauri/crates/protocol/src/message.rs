use std::borrow::Cow;
use std::collections::BTreeMap;

use domain::Timestamp;
use serde::{Deserialize, Serialize};

/// Something that is said, before it is worded: whoever shows it looks the id up in the catalogue of
/// its reader's language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Which entry of the catalogue.
    pub id: Cow<'static, str>,
    /// What the entry names.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub args: BTreeMap<Cow<'static, str>, Argument>,
}

/// What stands in the place of a name in an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Argument {
    /// A number, which may choose between singular and plural.
    Number(i64),
    /// Text as it stands: a name, a choice.
    Text(String),
    /// A point in time. Whoever words it knows what time it is meanwhile, and in which zone.
    At {
        /// When.
        at: Timestamp,
    },
    /// Another message, in the same words.
    Message(Message),
}

impl Message {
    /// An entry that names nothing.
    pub const fn new(id: &'static str) -> Message {
        Message {
            id: Cow::Borrowed(id),
            args: BTreeMap::new(),
        }
    }

    /// The same with what stands for a name in it.
    #[must_use]
    pub fn with(mut self, name: &'static str, argument: impl Into<Argument>) -> Message {
        self.args.insert(Cow::Borrowed(name), argument.into());
        self
    }
}

impl From<String> for Argument {
    fn from(text: String) -> Argument {
        Argument::Text(text)
    }
}

impl From<&str> for Argument {
    fn from(text: &str) -> Argument {
        Argument::Text(text.to_owned())
    }
}

impl From<Timestamp> for Argument {
    fn from(at: Timestamp) -> Argument {
        Argument::At { at }
    }
}

impl From<Message> for Argument {
    fn from(message: Message) -> Argument {
        Argument::Message(message)
    }
}

impl From<i64> for Argument {
    fn from(number: i64) -> Argument {
        Argument::Number(number)
    }
}

impl From<u16> for Argument {
    fn from(number: u16) -> Argument {
        Argument::Number(number.into())
    }
}

impl From<usize> for Argument {
    fn from(number: usize) -> Argument {
        Argument::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_crosses_and_is_the_same() {
        let inner = Message::new("cause-expired");
        let message = Message::new("row-lost")
            .with("count", 3_usize)
            .with("name", "Acme")
            .with("ends", Timestamp::from_secs(9))
            .with("why", inner.clone());
        let crossed = serde_json::to_string(&message).unwrap();
        assert_eq!(
            crossed,
            r#"{"id":"row-lost","args":{"count":3,"ends":{"at":9000},"name":"Acme","why":{"id":"cause-expired"}}}"#
        );
        assert_eq!(serde_json::from_str::<Message>(&crossed).unwrap(), message);
    }
}
