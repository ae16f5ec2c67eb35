use std::borrow::{Borrow, Cow};
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use protocol::{Argument, Message};
use unic_langid::LanguageIdentifier;

use crate::dates::{Clock, Instant};
use crate::{dates, rooms};

static ENGLISH: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::new("en-GB", rooms::ENGLISH));

/// A message in words.
///
/// What is wrong with it is logged and never an end: of an entry that is not there the id is shown.
pub fn say(message: impl Borrow<Message>) -> String {
    ENGLISH.word(message.borrow(), None)
}

/// The same of a message that names points in time.
pub fn say_at(message: impl Borrow<Message>, clock: Clock) -> String {
    ENGLISH.word(message.borrow(), Some(clock))
}

/// The words of one language.
struct Catalogue(FluentBundle<FluentResource>);

impl Catalogue {
    fn new(language: &str, rooms: &[&str]) -> Catalogue {
        let language: LanguageIdentifier = language.parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![language]);
        // What surrounds a name in a notice, a menu, a title or a file may not know the marks that
        // set its direction apart, and shows them as boxes. See docs/decisions/044.
        bundle.set_use_isolating(false);
        for room in rooms {
            let room =
                FluentResource::try_new((*room).to_owned()).unwrap_or_else(|(room, wrong)| {
                    tracing::error!(?wrong, "the catalogue has entries that cannot be read");
                    room
                });
            if let Err(wrong) = bundle.add_resource(room) {
                tracing::error!(?wrong, "the catalogue says something twice");
            }
        }
        let added = [
            bundle.add_builtins(),
            bundle.add_function("CLOCK", dates::clock),
            bundle.add_function("DAY", dates::day),
            bundle.add_function("RELATIVE", dates::relative),
            bundle.add_function("SHORT_WEEKDAY", dates::short_weekday),
            bundle.add_function("LOWERED", lowered),
        ];
        for wrong in added.into_iter().filter_map(Result::err) {
            tracing::error!(%wrong, "the catalogue lacks a function");
        }
        Catalogue(bundle)
    }

    fn word(&self, message: &Message, clock: Option<Clock>) -> String {
        let entry = self.0.get_message(&message.id);
        let Some(pattern) = entry.and_then(|entry| entry.value()) else {
            tracing::error!(id = %message.id, "nothing of that id is in the catalogue");
            return message.id.clone().into_owned();
        };
        let mut arguments = FluentArgs::with_capacity(message.args.len());
        for (name, argument) in &message.args {
            arguments.set(name.as_ref(), self.value(argument, clock));
        }
        let mut wrong = vec![];
        let said = self.0.format_pattern(pattern, Some(&arguments), &mut wrong);
        if !wrong.is_empty() {
            tracing::error!(id = %message.id, ?wrong, "a message does not fit the catalogue");
        }
        said.into_owned()
    }

    fn value<'a>(&self, argument: &'a Argument, clock: Option<Clock>) -> FluentValue<'a> {
        match argument {
            Argument::Number(number) => FluentValue::from(*number),
            Argument::Text(text) => FluentValue::from(text.as_str()),
            Argument::At { at } => FluentValue::Custom(Box::new(Instant::new(*at, clock))),
            Argument::Message(inner) => FluentValue::from(self.word(inner, clock)),
        }
    }
}

/// A sentence that goes on after a colon, in a language that begins it with a small letter there.
fn lowered<'a>(given: &[FluentValue<'a>], _: &FluentArgs) -> FluentValue<'a> {
    let Some(FluentValue::String(text)) = given.first() else {
        return FluentValue::Error;
    };
    let mut letters = text.chars();
    let first = letters.next().map(char::to_lowercase);
    let text: String = first.into_iter().flatten().chain(letters).collect();
    FluentValue::String(Cow::Owned(text))
}

#[cfg(test)]
#[path = "catalogue_tests.rs"]
mod tests;
