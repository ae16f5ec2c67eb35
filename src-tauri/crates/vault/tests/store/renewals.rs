//! Renewals: nothing is lost, nothing is renewed twice, and a crash is known afterwards.

use domain::{GrantDates, Scopes, Span};
use vault::{Interrupted, NotLeased, Renewal, Storage, WriteProblem};

use crate::test_vault::{
    NOW, Place, TestVault, access, audience, dates, grant_id, over_both, put_facts, sign_in, tokens,
};

over_both!(
    an_absent_or_empty_refresh_token_keeps_the_stored_one,
    dates_and_scopes_follow_the_renewal,
    a_renewal_of_an_older_generation_changes_nothing,
    a_renewal_that_is_refused_leaves_the_old_tokens,
    only_one_of_two_processes_holds_the_lease_and_only_it_can_give_it_back,
    a_request_whose_answer_never_came_is_known_after_a_restart,
    the_lease_of_a_process_that_ended_is_free_at_once_whatever_its_clock_said,
    facts_of_a_look_change_dates_and_scopes_of_their_generation_only,
    a_lease_that_a_clock_dated_years_ahead_holds_nothing_up,
);

fn renewal(access: &str, refresh: Option<&str>) -> Renewal {
    Renewal {
        tokens: tokens(access, refresh),
        dates: dates(),
        scopes: None,
    }
}

fn an_absent_or_empty_refresh_token_keeps_the_stored_one(desk: &impl Place) {
    let mut vault = desk.unlocked();
    vault.link(&sign_in(1)).unwrap();
    for (refresh, generation) in [(None, 1), (Some(""), 2)] {
        vault
            .renew(grant_id(1), &renewal("newer", refresh), generation)
            .unwrap();
        let tokens = vault.tokens(grant_id(1), &audience()).unwrap();
        assert_eq!(tokens.access.expose(), "newer");
        assert_eq!(tokens.refresh.unwrap().expose(), "refresh-1");
    }
    vault
        .renew(grant_id(1), &renewal("newest", Some("rotated")), 3)
        .unwrap();
    let tokens = vault.tokens(grant_id(1), &audience()).unwrap();
    assert_eq!(tokens.refresh.unwrap().expose(), "rotated");
}

fn dates_and_scopes_follow_the_renewal(desk: &impl Place) {
    let mut vault = desk.unlocked();
    vault.link(&sign_in(1)).unwrap();
    let later = GrantDates {
        access_ends: Some(NOW.plus(Span::from_days(60))),
        ..dates()
    };
    let renewal = Renewal {
        dates: later,
        scopes: Some(Scopes::new(["read"])),
        ..renewal("newer", None)
    };
    let renewed = vault.renew(grant_id(1), &renewal, 1).unwrap();
    assert_eq!(vault.load().unwrap().grants[0], renewed);
    assert_eq!(
        (renewed.dates, renewed.scopes),
        (later, Scopes::new(["read"]))
    );
}

fn a_renewal_of_an_older_generation_changes_nothing(desk: &impl Place) {
    let mut vault = desk.unlocked();
    vault.link(&sign_in(1)).unwrap();
    vault
        .renew(grant_id(1), &renewal("second", Some("b")), 1)
        .unwrap();
    let late = vault.renew(grant_id(1), &renewal("late", Some("c")), 1);
    assert!(matches!(late, Err(WriteProblem::Moved { generation: 2 })));
    assert_eq!(access(&vault, 1).unwrap(), "second");
    let gone = vault.renew(grant_id(9), &renewal("x", None), 1);
    assert!(matches!(gone, Err(WriteProblem::Gone)));
}

fn a_renewal_that_is_refused_leaves_the_old_tokens(desk: &impl Place) {
    let mut vault = desk.unlocked();
    vault.link(&sign_in(1)).unwrap();
    assert!(matches!(
        vault.renew(grant_id(1), &renewal("", None), 1),
        Err(WriteProblem::Empty)
    ));
    let long = renewal(&"x".repeat(70_000), Some("r"));
    assert!(matches!(
        vault.renew(grant_id(1), &long, 1),
        Err(WriteProblem::TooLong)
    ));
    assert_eq!(access(&vault, 1).unwrap(), "access-1");
    assert_eq!(vault.load().unwrap().grants[0].generation, 1);
}

fn only_one_of_two_processes_holds_the_lease_and_only_it_can_give_it_back(desk: &impl Place) {
    let (mut one, mut two) = (desk.unlocked(), desk.unlocked());
    one.link(&sign_in(1)).unwrap();
    let until = NOW.plus(Span::from_secs(60));
    let first = one.lease(grant_id(1), NOW, until).unwrap();
    let taken = two.lease(grant_id(1), NOW, until);
    assert!(matches!(taken, Err(NotLeased::Taken { until: held }) if held == until));
    let second = two
        .lease(grant_id(1), until, until.plus(Span::from_secs(60)))
        .unwrap();
    one.release(&first).unwrap();
    assert!(matches!(
        one.record_sent(&first, until),
        Err(NotLeased::Gone)
    ));
    two.record_sent(&second, until).unwrap();
}

fn a_request_whose_answer_never_came_is_known_after_a_restart(desk: &impl Place) {
    let until = NOW.plus(Span::from_secs(60));
    {
        let mut vault = desk.unlocked();
        vault.link(&sign_in(1)).unwrap();
        let lease = vault.lease(grant_id(1), NOW, until).unwrap();
        assert_eq!(vault.interrupted_renewals().unwrap(), []);
        vault.record_sent(&lease, NOW).unwrap();
    }
    let mut vault = desk.unlocked();
    let unanswered = Interrupted {
        grant: grant_id(1),
        sent_at: NOW,
        answered: false,
    };
    assert_eq!(vault.interrupted_renewals().unwrap(), [unanswered]);
    let lease = vault.lease(grant_id(1), until, until).unwrap();
    assert_eq!(lease.interrupted, Some(NOW));
    vault
        .renew(grant_id(1), &renewal("newer", None), lease.generation)
        .unwrap();
    assert_eq!(vault.interrupted_renewals().unwrap(), []);
}

fn the_lease_of_a_process_that_ended_is_free_at_once_whatever_its_clock_said(desk: &impl Place) {
    let far = NOW.plus(Span::from_days(365));
    let mut two = desk.unlocked();
    {
        let mut one = desk.unlocked();
        one.link(&sign_in(1)).unwrap();
        let lease = one.lease(grant_id(1), NOW, far).unwrap();
        one.record_sent(&lease, NOW).unwrap();
        let taken = two.lease(grant_id(1), NOW, far);
        assert!(matches!(taken, Err(NotLeased::Taken { .. })));
    }
    let lease = two.lease(grant_id(1), NOW, far).unwrap();
    assert_eq!(lease.interrupted, Some(NOW));
}

#[test]
fn what_dead_processes_left_beside_the_store_is_swept_away() {
    let desk = TestVault::new();
    let mut vault = desk.unlocked();
    vault.link(&sign_in(1)).unwrap();
    let left = desk
        .path()
        .with_file_name("vault.db.holder-0123456789abcdef");
    std::fs::write(&left, "").unwrap();
    vault.lease(grant_id(1), NOW, NOW).unwrap();
    assert!(!left.exists());
    let beside = || std::fs::read_dir(desk.path().parent().unwrap()).unwrap();
    let holders = |files: std::fs::ReadDir| {
        let names = files.map(|file| file.unwrap().file_name());
        names
            .filter(|name| name.to_string_lossy().contains("holder"))
            .count()
    };
    assert_eq!(holders(beside()), 1);
    drop(vault);
    assert_eq!(holders(beside()), 0);
}

fn facts_of_a_look_change_dates_and_scopes_of_their_generation_only(desk: &impl Place) {
    let mut vault = desk.unlocked();
    vault.link(&sign_in(1)).unwrap();
    let mut facts = vault.load().unwrap().grants.remove(0);
    facts.scopes = Scopes::new(["read"]);
    facts.dates.data_access_ends = Some(NOW);
    put_facts(&mut vault, &facts).unwrap();
    assert_eq!(vault.load().unwrap().grants, [facts.clone()]);
    let late = domain::Grant {
        generation: 0,
        scopes: Scopes::default(),
        ..facts.clone()
    };
    put_facts(&mut vault, &late).unwrap();
    assert_eq!(vault.load().unwrap().grants, [facts]);
    assert_eq!(access(&vault, 1).unwrap(), "access-1");
}

fn a_lease_that_a_clock_dated_years_ahead_holds_nothing_up(desk: &impl Place) {
    let mut vault = desk.unlocked();
    vault.link(&sign_in(1)).unwrap();
    let lease = |vault: &mut dyn Storage, now: domain::Timestamp| {
        vault.lease(grant_id(1), now, now.plus(Span::from_minutes(2)))
    };
    let ahead = lease(&mut vault, NOW.plus(Span::from_days(3650))).unwrap();
    vault
        .record_sent(&ahead, NOW.plus(Span::from_days(3650)))
        .unwrap();
    let taken = lease(&mut vault, NOW).unwrap();
    assert!(taken.interrupted.is_some(), "what was sent is still known");
    let a_little_behind = NOW.plus(Span::from_minutes(-4));
    assert!(matches!(
        lease(&mut vault, a_little_behind),
        Err(NotLeased::Taken { .. })
    ));
}
