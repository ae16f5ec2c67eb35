//! What one language says and another does not.

use std::collections::BTreeMap;

use crate::entries::{Arguments, Room};

/// What a translation has that the first language has not, and the other way round.
pub fn unequal(first: &[Room], other: &[Room]) -> Vec<String> {
    let entries = |rooms: &[Room]| -> BTreeMap<String, Arguments> {
        let messages = rooms.iter().flat_map(|room| room.messages.clone());
        messages.collect()
    };
    let (first, other) = (entries(first), entries(other));
    let mut wrong = vec![];
    for (id, named) in &first {
        match other.get(id) {
            None => wrong.push(format!("{id} is missing")),
            Some(there) => {
                let strange = there.keys().filter(|name| !named.contains_key(*name));
                wrong.extend(strange.map(|name| format!("{id} names ${name}, which nobody gives")));
                let silent = named.keys().filter(|name| !there.contains_key(*name));
                wrong.extend(silent.map(|name| format!("{id} does not name ${name}")));
            }
        }
    }
    let strange = other.keys().filter(|id| !first.contains_key(*id));
    wrong.extend(strange.map(|id| format!("{id} is in no other language")));
    wrong
}
