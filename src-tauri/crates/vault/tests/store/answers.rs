//! What came back for a renewal: kept before it is read, over a restart, and for its own lease,
//! generation and grant only.

use domain::Span;
use rusqlite::types::Value;
use vault::{Lease, Renewal, Storage, Unreadable, WriteProblem};

use crate::test_vault::{NOW, Place, TestVault, dates, grant_id, over_both, sign_in, tokens};

const ANSWER: &[u8] = b"an answer with tokens";

over_both!(
    an_answer_is_there_after_a_restart_and_goes_with_the_new_tokens,
    it_goes_with_its_lease_and_can_be_dropped_before,
    who_steps_back_leaves_the_answer_to_the_next,
    only_the_holder_of_the_lease_keeps_an_answer,
);

/// Sent under a lease, and answered.
fn answered(vault: &mut dyn Storage, number: u8) -> Lease {
    vault.link(&sign_in(number)).unwrap();
    let until = NOW.plus(Span::from_secs(60));
    let lease = vault.lease(grant_id(number), NOW, until).unwrap();
    vault.record_sent(&lease, NOW).unwrap();
    vault.save_answer(&lease, ANSWER.to_vec()).unwrap();
    lease
}

/// The lease of somebody who comes later.
fn next(vault: &mut dyn Storage, number: u8) -> Lease {
    let later = NOW.plus(Span::from_days(1));
    vault.lease(grant_id(number), later, later).unwrap()
}

fn damaged(vault: &dyn Storage, lease: &Lease) -> bool {
    matches!(vault.answer(lease), Err(Unreadable::Damaged))
}

fn an_answer_is_there_after_a_restart_and_goes_with_the_new_tokens(desk: &impl Place) {
    answered(&mut desk.unlocked(), 1);
    let mut vault = desk.unlocked();
    assert!(vault.interrupted_renewals().unwrap()[0].answered);
    let lease = next(&mut vault, 1);
    assert_eq!(vault.answer(&lease).unwrap().unwrap().as_slice(), ANSWER);
    let renewal = Renewal {
        tokens: tokens("newer", None),
        dates: dates(),
        scopes: None,
    };
    vault.renew(grant_id(1), &renewal, 1).unwrap();
    assert!(vault.answer(&lease).unwrap().is_none());
    assert_eq!(vault.interrupted_renewals().unwrap(), []);
}

fn it_goes_with_its_lease_and_can_be_dropped_before(desk: &impl Place) {
    let mut vault = desk.unlocked();
    let lease = answered(&mut vault, 1);
    vault.release(&lease).unwrap();
    let lease = next(&mut vault, 1);
    assert!(vault.answer(&lease).unwrap().is_none());
    let lease = answered(&mut vault, 2);
    vault.drop_answer(&lease).unwrap();
    assert!(vault.answer(&lease).unwrap().is_none());
    assert!(!vault.interrupted_renewals().unwrap()[0].answered);
}

fn who_steps_back_leaves_the_answer_to_the_next(desk: &impl Place) {
    let mut vault = desk.unlocked();
    let lease = answered(&mut vault, 1);
    vault.step_back(&lease).unwrap();
    let mut other = desk.unlocked();
    let lease = other.lease(grant_id(1), NOW, NOW).unwrap();
    assert_eq!(lease.interrupted, Some(NOW));
    assert_eq!(other.answer(&lease).unwrap().unwrap().as_slice(), ANSWER);
}

fn only_the_holder_of_the_lease_keeps_an_answer(desk: &impl Place) {
    let mut vault = desk.unlocked();
    let old = answered(&mut vault, 1);
    let lease = next(&mut vault, 1);
    let late = vault.save_answer(&old, b"late".to_vec());
    assert!(matches!(late, Err(WriteProblem::Gone)));
    vault.save_answer(&lease, b"newer".to_vec()).unwrap();
    assert_eq!(vault.answer(&lease).unwrap().unwrap().as_slice(), b"newer");
    let long = vault.save_answer(&lease, vec![0; 70_000]);
    assert!(matches!(long, Err(WriteProblem::TooLong)));
}

#[test]
fn an_answer_to_another_generation_is_none() {
    let desk = TestVault::new();
    let mut vault = desk.unlocked();
    answered(&mut vault, 1);
    let editor = desk.editor();
    editor
        .execute("UPDATE grants SET generation = 2", [])
        .unwrap();
    let lease = next(&mut vault, 1);
    assert!(vault.answer(&lease).unwrap().is_none());
    editor
        .execute("UPDATE answers SET generation = 2", [])
        .unwrap();
    assert!(damaged(&vault, &lease));
}

#[test]
fn every_flipped_bit_of_an_answer_is_noticed() {
    let desk = TestVault::new();
    let mut vault = desk.unlocked();
    let lease = answered(&mut vault, 1);
    let editor = desk.editor();
    editor.pragma_update(None, "synchronous", "OFF").unwrap();
    for column in ["lease", "key", "nonce", "body"] {
        let read = format!("SELECT {column} FROM answers");
        let good: Vec<u8> = editor.query_row(&read, [], |row| row.get(0)).unwrap();
        let put = format!("UPDATE answers SET {column} = ?1");
        for bit in 0..good.len() * 8 {
            let mut flipped = good.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            editor.execute(&put, [&flipped]).unwrap();
            assert!(damaged(&vault, &lease), "{column}, bit {bit}");
        }
        editor.execute(&put, [&good]).unwrap();
    }
    assert_eq!(vault.answer(&lease).unwrap().unwrap().as_slice(), ANSWER);
}

#[test]
fn an_answer_does_not_open_for_anybody_else() {
    for change in [
        "UPDATE answers SET format = 2",
        "UPDATE grants SET login = x'02020202020202020202020202020202'",
        "UPDATE logins SET network = 'pixelfed' WHERE id = x'01010101010101010101010101010101'",
        "UPDATE logins SET host = 'evil.example'",
        "UPDATE logins SET account = 'person-9'",
    ] {
        let desk = TestVault::new();
        let mut vault = desk.unlocked();
        vault.link(&sign_in(2)).unwrap();
        let lease = answered(&mut vault, 1);
        desk.editor().execute(change, []).unwrap();
        assert!(damaged(&vault, &lease), "{change}");
    }
}

#[test]
fn swapped_answers_are_noticed() {
    let desk = TestVault::new();
    let mut vault = desk.unlocked();
    let leases = [answered(&mut vault, 1), answered(&mut vault, 2)];
    let editor = desk.editor();
    let read = |number: u8| -> [Value; 4] {
        let sql = "SELECT lease, key, nonce, body FROM answers WHERE \"grant\" = ?1";
        editor
            .query_row(sql, [[number; 16]], |row| {
                Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?])
            })
            .unwrap()
    };
    let all = [read(1), read(2)];
    for (to, from) in [(1, 1), (2, 0)] {
        let [lease, key, nonce, body] = &all[from];
        let sql = "UPDATE answers SET lease = ?2, key = ?3, nonce = ?4, body = ?5
             WHERE \"grant\" = ?1";
        let row = Value::Blob(vec![to; 16]);
        editor
            .execute(sql, [&row, lease, key, nonce, body])
            .unwrap();
    }
    assert!(leases.iter().all(|lease| damaged(&vault, lease)));
}
