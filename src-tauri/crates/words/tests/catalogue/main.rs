//! The catalogue holds together: with itself, with what is written from it, and with those who say it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

#[path = "../../build/entries.rs"]
mod entries;
mod rules;
mod unequal;
mod used;
mod window;

use entries::{Kind, Room, Where, room, rooms};
use unequal::unequal;
use used::Sources;

fn catalogue() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("catalogue")
}

fn english() -> Vec<Room> {
    rooms(&catalogue().join("en")).expect("the catalogue")
}

#[test]
fn every_file_can_be_read_and_says_what_is_of_its_room_once() {
    let rooms = english();
    assert!(rooms.len() > 5, "the catalogue was not found");
    let wrong: Vec<&String> = rooms.iter().flat_map(|room| &room.wrong).collect();
    assert_eq!(wrong, Vec::<&String>::new());
    let mut seen = BTreeSet::new();
    for (id, _) in rooms.iter().flat_map(|room| &room.messages) {
        assert!(seen.insert(id), "{id} is there twice");
    }
}

#[test]
fn every_language_says_the_same_and_names_the_same() {
    let english = english();
    for language in fs::read_dir(catalogue()).unwrap() {
        let language = language.unwrap().path();
        let wrong = unequal(&english, &rooms(&language).unwrap());
        assert_eq!(wrong, Vec::<String>::new(), "{}", language.display());
    }
}

#[test]
fn nothing_is_in_the_catalogue_that_nobody_says() {
    assert_eq!(Sources::read().unsaid(&english()), Vec::<String>::new());
}

#[test]
fn the_rules_of_a_row_say_what_is_in_the_catalogue_and_give_what_it_names() {
    let english = english();
    let lines = rules::lines();
    assert!(lines.len() > 40, "the rules were not found");
    let wrong: Vec<String> = lines
        .iter()
        .filter_map(|line| line.wrong(&english))
        .collect();
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn the_windows_ids_are_those_of_the_catalogue() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../ui/src/words/messages.ts");
    let wanted = window::typescript(&english());
    if fs::read_to_string(&path).unwrap_or_default() != wanted {
        fs::write(&path, wanted).unwrap();
        panic!("ui/src/words/messages.ts was not up to date; it is now: commit it");
    }
}

#[test]
fn what_an_entry_names_has_a_kind() {
    let text = "
a-one = { $name } at { CLOCK($at) }
a-two = { $count ->
    [one] { $count } of { NUMBER($all) } { $name }
   *[other] { $count }
}
a-three = { $tray ->
    [yes] In the tray
   *[no] Nowhere
}
";
    let room = room(Where::Desktop, "a", text);
    let kind = |message: usize, name: &str| room.messages[message].1[name].clone();
    assert_eq!(kind(0, "name"), Kind::Text);
    assert_eq!(kind(0, "at"), Kind::At);
    assert_eq!(kind(1, "count"), Kind::Number);
    assert_eq!(kind(1, "all"), Kind::Number);
    let choice = Kind::Choice(vec!["yes".to_owned(), "no".to_owned()]);
    assert_eq!(kind(2, "tray"), choice);
}

#[test]
fn what_another_language_lacks_or_makes_up_is_named() {
    let first = [room(
        Where::Desktop,
        "a",
        "a-one = { $name }\na-two = Two\n",
    )];
    let other = [room(
        Where::Desktop,
        "a",
        "a-one = { $nome }\na-tre = Tre\n",
    )];
    assert_eq!(
        unequal(&first, &other),
        [
            "a-one names $nome, which nobody gives",
            "a-one does not name $name",
            "a-two is missing",
            "a-tre is in no other language"
        ]
    );
}

#[test]
fn a_file_that_cannot_be_read_says_so() {
    let broken = room(
        Where::Desktop,
        "a",
        "a-one = { $name\nb-two = Two\na-three =\n    .x = y\n",
    );
    assert!(broken.wrong.len() >= 3, "{:?}", broken.wrong);
}

#[test]
fn whoever_says_a_message_is_found() {
    let rooms = [
        room(Where::Desktop, "a", "a-one = One\na-two = Two\n"),
        room(
            Where::Window,
            "b",
            "b-one = One\nb-x-two = Two\nb-three = Three\n",
        ),
    ];
    let sources = Sources::of("say(a::one())", "say('b-one'); say(`b-${name}-two`)");
    assert_eq!(sources.unsaid(&rooms), ["a-two", "b-three"]);
}
