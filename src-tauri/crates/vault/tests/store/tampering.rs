//! Somebody with write access and without the key: every change is noticed, and only there.

use rusqlite::Connection;
use rusqlite::types::Value;
use vault::{Unreadable, Vault};

use crate::test_vault::{TestVault, access, audience, grant_id, put_app, sign_in, tokens};
use vault::Renewal;

fn linked(count: u8) -> (TestVault, Vault) {
    let desk = TestVault::new();
    let mut vault = desk.unlocked();
    for number in 1..=count {
        vault.link(&sign_in(number)).unwrap();
    }
    (desk, vault)
}

fn damaged(vault: &Vault, number: u8) -> bool {
    matches!(
        vault.tokens(grant_id(number), &audience()),
        Err(Unreadable::Damaged)
    )
}

fn seal(editor: &Connection, number: u8) -> [Value; 4] {
    let sql = "SELECT key, format, nonce, body FROM seals WHERE home = 'token_sets' AND row = ?1";
    editor
        .query_row(sql, [[number; 16]], |row| {
            Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?])
        })
        .unwrap()
}

fn put_seal(editor: &Connection, number: u8, seal: &[Value; 4]) {
    let sql = "UPDATE seals SET key = ?2, format = ?3, nonce = ?4, body = ?5
               WHERE home = 'token_sets' AND row = ?1";
    let [key, format, nonce, body] = seal;
    let row = Value::Blob(vec![number; 16]);
    assert_eq!(
        editor
            .execute(sql, [&row, key, format, nonce, body])
            .unwrap(),
        1
    );
}

#[test]
fn every_flipped_bit_of_a_sealed_row_is_noticed_and_the_other_row_stays_good() {
    let (desk, vault) = linked(2);
    let editor = desk.editor();
    editor.pragma_update(None, "synchronous", "OFF").unwrap();
    let good = seal(&editor, 1);
    for column in [0, 2, 3] {
        let Value::Blob(bytes) = &good[column] else {
            panic!("a blob is expected")
        };
        for bit in 0..bytes.len() * 8 {
            let mut flipped = bytes.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            let mut changed = good.clone();
            changed[column] = Value::Blob(flipped);
            put_seal(&editor, 1, &changed);
            assert!(damaged(&vault, 1), "column {column}, bit {bit}");
        }
        assert_eq!(access(&vault, 2).unwrap(), "access-2");
    }
    put_seal(&editor, 1, &good);
    assert_eq!(access(&vault, 1).unwrap(), "access-1");
}

#[test]
fn a_change_of_anything_the_tokens_are_bound_to_is_noticed() {
    for change in [
        "UPDATE seals SET format = 2 WHERE home = 'token_sets' AND row = ?1",
        "UPDATE grants SET generation = 2 WHERE id = ?1",
        "UPDATE grants SET login = x'02020202020202020202020202020202' WHERE id = ?1",
        "UPDATE logins SET network = 'pixelfed' WHERE id = ?1",
        "UPDATE logins SET host = 'evil.example' WHERE id = ?1",
        "UPDATE logins SET host = NULL WHERE id = ?1",
        "UPDATE logins SET account = 'person-2' WHERE id = ?1",
    ] {
        let (desk, vault) = linked(2);
        assert_eq!(desk.editor().execute(change, [[1; 16]]).unwrap(), 1);
        assert!(damaged(&vault, 1), "{change}");
        assert_eq!(vault.readable().unwrap(), [grant_id(2)].into());
    }
}

#[test]
fn what_is_damaged_or_missing_costs_no_other_its_tokens_when_several_are_read() {
    let (desk, vault) = linked(3);
    let change = "UPDATE seals SET body = zeroblob(length(body))
                  WHERE home = 'token_sets' AND row = ?1";
    assert_eq!(desk.editor().execute(change, [[2; 16]]).unwrap(), 1);
    let asked = [3, 2, 9, 1].map(|number| (grant_id(number), audience()));
    let found = vault.access_tokens(&asked).unwrap();
    let mut found = found.iter().map(Result::as_ref);
    let mut next = || found.next().unwrap();
    assert_eq!(next().ok().unwrap().access.expose(), "access-3");
    assert!(matches!(next(), Err(Unreadable::Damaged)));
    assert!(matches!(next(), Err(Unreadable::Missing)));
    let last = next().ok().unwrap();
    assert_eq!(last.access.expose(), "access-1");
    assert!(
        last.refresh.is_none()
            && vault
                .tokens(grant_id(1), &audience())
                .ok()
                .unwrap()
                .refresh
                .is_some()
    );
}

#[test]
fn every_ordered_swap_among_the_rows_is_noticed() {
    const ROWS: u8 = 12;
    let (desk, vault) = linked(ROWS);
    let editor = desk.editor();
    editor.pragma_update(None, "synchronous", "OFF").unwrap();
    let seals: Vec<_> = (1..=ROWS).map(|number| seal(&editor, number)).collect();
    for to in 1..=ROWS {
        for from in (1..=ROWS).filter(|from| *from != to) {
            put_seal(&editor, to, &seals[usize::from(from) - 1]);
            assert!(damaged(&vault, to), "{from} in place of {to}");
        }
        put_seal(&editor, to, &seals[usize::from(to) - 1]);
    }
    assert_eq!(vault.readable().unwrap().len(), usize::from(ROWS));
}

#[test]
fn an_older_value_put_back_into_its_row_is_noticed() {
    let (desk, mut vault) = linked(1);
    let old = seal(&desk.editor(), 1);
    let renewal = Renewal {
        tokens: tokens("newer", None),
        dates: crate::test_vault::dates(),
        scopes: None,
    };
    vault.renew(grant_id(1), &renewal, 1).unwrap();
    put_seal(&desk.editor(), 1, &old);
    assert!(damaged(&vault, 1));
}

#[test]
fn a_damaged_value_is_never_overwritten_by_a_renewal_that_needs_it() {
    let (desk, mut vault) = linked(1);
    desk.editor()
        .execute("UPDATE seals SET nonce = zeroblob(24)", [])
        .unwrap();
    let before = seal(&desk.editor(), 1);
    let renewal = Renewal {
        tokens: tokens("newer", None),
        dates: crate::test_vault::dates(),
        scopes: None,
    };
    let renewed = vault.renew(grant_id(1), &renewal, 1);
    assert!(matches!(renewed, Err(vault::WriteProblem::Damaged)));
    assert_eq!(seal(&desk.editor(), 1), before);
    vault.link(&sign_in(1)).unwrap();
    assert_eq!(access(&vault, 1).unwrap(), "access-1");
}

#[test]
fn an_app_secret_does_not_open_for_another_client_id() {
    let (desk, mut vault) = linked(1);
    let network = "facebook".parse().unwrap();
    let app = vault::AppCredentials {
        network,
        host: None,
        client_id: "ours".to_owned(),
        client_secret: Some(domain::Secret::new("secret".to_owned())),
        extra: serde_json::Value::Null,
    };
    put_app(&mut vault, &app).unwrap();
    desk.editor()
        .execute("UPDATE apps SET client_id = 'theirs'", [])
        .unwrap();
    assert!(matches!(
        vault.app(&app.network, None),
        Err(Unreadable::Damaged)
    ));
    assert_eq!(access(&vault, 1).unwrap(), "access-1");
}
