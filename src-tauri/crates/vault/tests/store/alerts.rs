//! What a person was told survives a restart, so that nothing is told twice.

use domain::Span;
use domain::Unheard;
use domain::alert::{Notified, NotifiedEnd, NotifiedLoss, NotifiedUnheard, Silence};

use vault::Storage;

use crate::test_vault::{
    NOW, Place, location_id, over_both, remove_location, set_notified, set_rests, sign_in, unlink,
};

over_both!(
    what_was_told_is_there_after_a_restart_and_what_is_over_is_not,
    silence_is_kept_changed_and_lifted,
    a_location_takes_its_alerts_with_it_and_none_come_after_it,
    a_new_sign_in_keeps_what_was_told,
);

fn notified(step: u16) -> Notified {
    let key = "a notice".to_owned();
    Notified {
        ends: Some(NotifiedEnd {
            by: NOW.plus(Span::from_days(7)),
            step,
            at: NOW,
            key: key.clone(),
            shown: true,
        }),
        lost: Some(NotifiedLoss {
            at: NOW,
            key: key.clone(),
            shown: false,
        }),
        unheard: Some(NotifiedUnheard {
            unheard: Unheard::Weeks,
            at: NOW,
            key,
            shown: true,
        }),
    }
}

fn what_was_told_is_there_after_a_restart_and_what_is_over_is_not(desk: &impl Place) {
    let mut vault = desk.unlocked();
    vault.link(&sign_in(1)).unwrap();
    vault.link(&sign_in(2)).unwrap();
    let (one, two) = (location_id(1), location_id(2));
    set_notified(&mut vault, &[(one, notified(7)), (two, notified(3))]).unwrap();
    set_notified(
        &mut vault,
        &[(one, notified(3)), (two, Notified::default())],
    )
    .unwrap();
    drop(vault);
    assert_eq!(
        desk.open().load().unwrap().told,
        [(one, notified(3))].into()
    );
}

fn silence_is_kept_changed_and_lifted(desk: &impl Place) {
    let mut vault = desk.unlocked();
    vault.link(&sign_in(1)).unwrap();
    vault.link(&sign_in(2)).unwrap();
    let (one, two) = (location_id(1), location_id(2));
    set_rests(&mut vault, &[one, two], Some(Silence::Muted));
    set_rests(&mut vault, &[two], Some(Silence::Until(NOW)));
    drop(vault);
    let mut vault = desk.open();
    let expected = [(one, Silence::Muted), (two, Silence::Until(NOW))];
    assert_eq!(vault.load().unwrap().rests, expected.into());
    set_rests(&mut vault, &[one, two], None);
    assert!(vault.load().unwrap().rests.is_empty());
}

fn a_location_takes_its_alerts_with_it_and_none_come_after_it(desk: &impl Place) {
    let mut vault = desk.unlocked();
    vault.link(&sign_in(1)).unwrap();
    let one = location_id(1);
    set_notified(&mut vault, &[(one, notified(7))]).unwrap();
    set_rests(&mut vault, &[one], Some(Silence::Muted));
    unlink(&mut vault, one);
    remove_location(&mut vault, one);
    assert!(vault.load().unwrap().told.is_empty() && vault.load().unwrap().rests.is_empty());
    set_notified(&mut vault, &[(one, notified(7))]).unwrap();
    set_rests(&mut vault, &[one], Some(Silence::Muted));
    assert!(vault.load().unwrap().told.is_empty() && vault.load().unwrap().rests.is_empty());
}

fn a_new_sign_in_keeps_what_was_told(desk: &impl Place) {
    let mut vault = desk.unlocked();
    vault.link(&sign_in(1)).unwrap();
    set_notified(&mut vault, &[(location_id(1), notified(7))]).unwrap();
    vault.link(&sign_in(1)).unwrap();
    assert_eq!(vault.load().unwrap().told.len(), 1);
}
