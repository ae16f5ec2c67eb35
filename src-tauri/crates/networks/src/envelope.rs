//! How a refusal is read: an object of JSON, or the one of a list, whose fields are each read by
//! itself, with numbers that may be texts. What is said with them, each network's own table knows.

use serde_json::{Map, Value};

use crate::Answer;

/// An error as a stranger worded it. Whatever is not there or of another shape is not told.
pub(crate) struct Envelope(Map<String, Value>);

impl Envelope {
    /// The body of an answer; `None` where it is no object that says anything.
    pub(crate) fn of(answer: &Answer) -> Option<Envelope> {
        Envelope::from(answer.json()?)
    }

    fn from(value: Value) -> Option<Envelope> {
        match value {
            Value::Object(fields) if !fields.is_empty() => Some(Envelope(fields)),
            Value::Array(mut list) if list.len() == 1 => match list.pop() {
                Some(Value::Object(fields)) if !fields.is_empty() => Some(Envelope(fields)),
                _ => None,
            },
            Value::Object(_)
            | Value::Array(_)
            | Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::String(_) => None,
        }
    }

    /// Whether there is a field, whatever is in it.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.get(name).is_some_and(|value| !value.is_null())
    }

    /// The object under a name, or the one of a list there.
    pub(crate) fn within(&self, name: &str) -> Option<Envelope> {
        Envelope::from(self.0.get(name)?.clone())
    }

    /// All objects of the list under a name.
    pub(crate) fn list(&self, name: &str) -> Vec<Envelope> {
        let list = self.0.get(name).and_then(Value::as_array);
        let all = list.into_iter().flatten();
        all.filter_map(|value| Envelope::from(value.clone()))
            .collect()
    }

    /// A text in small letters, to be looked into and never to be compared as a whole; empty where
    /// none is told.
    pub(crate) fn text(&self, name: &str) -> String {
        self.word(name).to_lowercase()
    }

    /// A code of letters as it was sent; empty where none is told.
    pub(crate) fn word(&self, name: &str) -> &str {
        self.0.get(name).and_then(Value::as_str).unwrap_or_default()
    }

    /// A code of digits, also where it is a text.
    pub(crate) fn number(&self, name: &str) -> Option<i64> {
        match self.0.get(name)? {
            Value::Number(number) => number.as_i64(),
            Value::String(text) => text.trim().parse().ok(),
            Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
        }
    }

    /// Whether a flag is set, also where it is a text.
    pub(crate) fn flag(&self, name: &str) -> Option<bool> {
        match self.0.get(name)? {
            Value::Bool(flag) => Some(*flag),
            Value::String(text) => text.trim().to_lowercase().parse().ok(),
            Value::Null | Value::Number(_) | Value::Array(_) | Value::Object(_) => None,
        }
    }
}

/// Whether a text in small letters has one of the parts in it.
pub(crate) fn says(text: &str, parts: &[&str]) -> bool {
    parts.iter().any(|part| text.contains(part))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::answer;

    fn envelope(body: &str) -> Option<Envelope> {
        Envelope::of(&answer(400, body))
    }

    #[test]
    fn an_error_is_an_object_or_the_one_of_a_list() {
        for body in [r#"{"code":190}"#, r#"[{"code":190}]"#, r#"{"code":"190"}"#] {
            assert_eq!(envelope(body).unwrap().number("code"), Some(190), "{body}");
        }
        for body in [
            "",
            "<html>",
            "{}",
            "[]",
            "[{}]",
            "[{\"a\":1},{\"a\":2}]",
            "[[{\"a\":1}]]",
            "190",
            "\"a\"",
            "null",
        ] {
            assert!(envelope(body).is_none(), "{body}");
        }
    }

    #[test]
    fn a_field_of_another_shape_costs_nothing_but_itself() {
        let odd = r#"{"code":[1],"message":7,"flag":"TRUE","error":[{"code":"2"}],"errors":[{"code":3},4],"gone":null}"#;
        let odd = envelope(odd).unwrap();
        assert_eq!(
            (odd.number("code"), odd.text("message")),
            (None, String::new())
        );
        assert_eq!((odd.flag("flag"), odd.flag("message")), (Some(true), None));
        assert_eq!(odd.within("error").unwrap().number("code"), Some(2));
        assert_eq!(odd.list("errors").len(), 1);
        assert!(odd.has("code") && !odd.has("gone") && !odd.has("nothing"));
    }
}
