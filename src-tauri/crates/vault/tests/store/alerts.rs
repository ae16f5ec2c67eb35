//! What a person was told survives a restart, so that nothing is told twice.

use domain::Span;
use domain::Unheard;
use domain::alert::{Rest, Told, ToldEnd, ToldLoss, ToldUnheard};

use crate::desk::{Desk, NOW, location_id, set_told, sign_in};

fn told(step: u16) -> Told {
    let key = "a notice".to_owned();
    Told {
        ends: Some(ToldEnd {
            by: NOW.plus(Span::from_days(7)),
            step,
            at: NOW,
            key: key.clone(),
            shown: true,
        }),
        lost: Some(ToldLoss {
            at: NOW,
            key: key.clone(),
            shown: false,
        }),
        unheard: Some(ToldUnheard {
            unheard: Unheard::Weeks,
            at: NOW,
            key,
            shown: true,
        }),
    }
}

#[test]
fn what_was_told_is_there_after_a_restart_and_what_is_over_is_not() {
    let desk = Desk::new();
    let mut vault = desk.unlocked();
    vault.link(&sign_in(1)).unwrap();
    vault.link(&sign_in(2)).unwrap();
    let (one, two) = (location_id(1), location_id(2));
    set_told(&mut vault, &[(one, told(7)), (two, told(3))]).unwrap();
    set_told(&mut vault, &[(one, told(3)), (two, Told::default())]).unwrap();
    drop(vault);
    assert_eq!(desk.open().told().unwrap(), [(one, told(3))].into());
}

#[test]
fn silence_is_kept_changed_and_lifted() {
    let desk = Desk::new();
    let mut vault = desk.unlocked();
    vault.link(&sign_in(1)).unwrap();
    vault.link(&sign_in(2)).unwrap();
    let (one, two) = (location_id(1), location_id(2));
    vault.set_rests(&[one, two], Some(Rest::Muted)).unwrap();
    vault.set_rests(&[two], Some(Rest::Until(NOW))).unwrap();
    drop(vault);
    let mut vault = desk.open();
    let expected = [(one, Rest::Muted), (two, Rest::Until(NOW))];
    assert_eq!(vault.rests().unwrap(), expected.into());
    vault.set_rests(&[one, two], None).unwrap();
    assert!(vault.rests().unwrap().is_empty());
}

#[test]
fn a_location_takes_its_alerts_with_it_and_none_come_after_it() {
    let desk = Desk::new();
    let mut vault = desk.unlocked();
    vault.link(&sign_in(1)).unwrap();
    let one = location_id(1);
    set_told(&mut vault, &[(one, told(7))]).unwrap();
    vault.set_rests(&[one], Some(Rest::Muted)).unwrap();
    vault.unlink(one).unwrap();
    vault.remove_location(one).unwrap();
    assert!(vault.told().unwrap().is_empty() && vault.rests().unwrap().is_empty());
    set_told(&mut vault, &[(one, told(7))]).unwrap();
    vault.set_rests(&[one], Some(Rest::Muted)).unwrap();
    assert!(vault.told().unwrap().is_empty() && vault.rests().unwrap().is_empty());
}

#[test]
fn a_new_sign_in_keeps_what_was_told() {
    let desk = Desk::new();
    let mut vault = desk.unlocked();
    vault.link(&sign_in(1)).unwrap();
    set_told(&mut vault, &[(location_id(1), told(7))]).unwrap();
    vault.link(&sign_in(1)).unwrap();
    assert_eq!(vault.told().unwrap().len(), 1);
}
