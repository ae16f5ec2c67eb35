use domain::Icon;
use engine::{KeyState, Needing};
use protocol::StoreProblemCode;

use super::picture::Shape;
use super::*;

fn summary(needing: u8) -> Summary {
    let one = |n| Needing {
        location: LocationId::from_bytes([n; 16]),
        name: format!("Page {n}"),
        network: "Facebook".to_owned(),
        icon: Icon::BrokenLink,
    };
    Summary {
        worst: Icon::BrokenLink,
        connected: 3,
        needing: (0..needing).map(one).collect(),
        paused: None,
        practice: false,
        key: Some(KeyState::Open),
        cannot_keep: None,
    }
}

#[test]
fn every_shape_can_be_drawn() {
    for shape in [Shape::Tick, Shape::Cloud, Shape::Clock, Shape::BrokenLink] {
        let image = shape.image().unwrap();
        assert_eq!((image.width(), image.height()), (64, 64));
    }
}

#[test]
fn at_most_eight_locations_are_named_and_the_rest_is_counted() {
    let picture = Picture::of(&summary(11));
    assert_eq!((picture.in_need.len(), picture.more), (8, 3));
    assert_eq!(Picture::of(&summary(8)).more, 0);
}

#[test]
fn a_closed_keychain_is_never_a_tick_and_offers_what_opens_it_instead_of_sign_ins() {
    let mut closed = summary(2);
    closed.worst = Icon::Tick;
    closed.key = Some(KeyState::Locked);
    let picture = Picture::of(&closed);
    assert_eq!(picture.shape, Shape::Cloud);
    assert_eq!(picture.keychain.as_deref(), Some("Open keychain"));
    assert!(picture.in_need.is_empty());
}

#[test]
fn a_sign_in_under_way_is_no_reason_for_alarm() {
    assert_eq!(Shape::of(Icon::Ring), Shape::Tick);
}

#[test]
fn a_store_that_did_not_open_looks_like_trouble_and_offers_nothing_of_the_watch() {
    let picture = Picture::not_watching(StoreProblemCode::Damaged, true);
    assert_eq!(picture.shape, Shape::BrokenLink);
    assert_eq!(picture.state, "Practice: Not watching: its file is damaged");
    assert!(!picture.watching);
}

#[test]
fn an_unchanged_state_is_not_drawn_again() {
    assert_eq!(Picture::of(&summary(2)), Picture::of(&summary(2)));
}
