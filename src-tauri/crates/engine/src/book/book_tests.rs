use domain::connection::Event;
use domain::renewal::RenewalEvent;
use domain::{AccountId, Cause, Icon, NextStep, State as Shown, Unavailable};

use super::*;
use crate::rig::{NOW, Rig, grant_id, location_id, login_id, network};

fn shown(rig: &Rig, id: LocationId) -> Shown {
    rig.cx.book.health(rig.held(id), NOW).state
}

fn probed(rig: &mut Rig, id: LocationId, minutes: i64, verdict: Verdict) {
    let at = NOW.plus(Span::from_minutes(minutes));
    let held = rig.cx.book.locations.get_mut(&id).unwrap();
    held.record(Probe::new(at, verdict), None);
}

#[tokio::test]
async fn without_the_key_what_works_is_grey_and_what_is_lost_stays_lost() {
    let mut rig = Rig::new().await;
    let (works, lost) = (rig.linked(1), rig.linked(2));
    rig.lose(lost, Cause::PasswordChanged);
    rig.cx.book.key = KeyState::Locked;
    let health = rig.cx.book.health(rig.held(works), NOW);
    assert_eq!(
        (health.icon, health.next),
        (Icon::Cloud, NextStep::OpenKeychain)
    );
    assert!(matches!(shown(&rig, lost), Shown::NeedsYou { .. }));
}

#[tokio::test]
async fn a_location_that_somebody_else_edited_is_signed_in_nowhere_whatever_else_it_is() {
    let mut rig = Rig::new().await;
    let (works, lost) = (rig.linked(1), rig.linked(2));
    rig.lose(lost, Cause::PasswordChanged);
    rig.ends_in(1, 7);
    assert!(rig.cx.book.need(rig.held(works)).is_some());
    rig.cx.book.changed.extend([works, lost]);
    for id in [works, lost] {
        let health = rig.cx.book.health(rig.held(id), NOW);
        assert_eq!(
            (health.state, health.next),
            (Shown::EntryChanged, NextStep::Remove)
        );
    }
    assert!(rig.cx.book.need(rig.held(works)).is_none());
}

#[tokio::test]
async fn damaged_tokens_concern_all_that_they_serve_and_nobody_else() {
    let mut rig = Rig::new().await;
    let (one, other) = (rig.connected(1, 1, "x"), rig.connected(2, 1, "x"));
    let third = rig.linked(3);
    rig.ends_in(1, 7);
    rig.cx.book.unreadable.insert(grant_id(1));
    for id in [one, other] {
        assert_eq!(shown(&rig, id), Shown::TokensUnreadable);
        // A date of what cannot be read is no date.
        assert!(rig.cx.book.need(rig.held(id)).is_none());
    }
    assert!(matches!(shown(&rig, third), Shown::Connected { .. }));
}

#[tokio::test]
async fn tokens_that_only_memory_has_show_no_tick_although_the_network_said_yes() {
    let mut rig = Rig::new().await;
    let page = rig.linked(1);
    rig.cx.book.not_kept.insert(grant_id(1));
    let trouble = Trouble::NotKeptYet;
    assert_eq!(shown(&rig, page), Shown::CannotAsk { trouble });
    rig.cx.book.not_kept.clear();
    assert!(matches!(shown(&rig, page), Shown::Connected { .. }));
}

#[tokio::test]
async fn a_judgement_names_the_cause_of_a_loss_and_says_nothing_of_what_works() {
    let mut rig = Rig::new().await;
    let page = rig.linked(1);
    rig.lose(page, Cause::Unknown);
    let whose = domain::pattern::Whose::Own(page);
    rig.judge(&[page], whose, Cause::AppBroken);
    let health = rig.cx.book.health(rig.held(page), NOW);
    let (cause, probable) = (Cause::AppBroken, false);
    assert_eq!(health.state, Shown::NeedsYou { cause, probable });
    assert_eq!(health.next, NextStep::FixApp);
    rig.cx.apply(page, Event::ProbedYes);
    assert!(matches!(shown(&rig, page), Shown::Connected { .. }));
}

#[tokio::test]
async fn what_no_answer_says_takes_no_yes_back() {
    let mut rig = Rig::new().await;
    let page = rig.linked(1);
    probed(&mut rig, page, 5, Verdict::Yes);
    probed(&mut rig, page, 10, Verdict::NoAnswer(Unavailable::Down));
    let held = rig.held(page);
    assert_eq!(held.seen_at, Some(NOW.plus(Span::from_minutes(5))));
    let since = held.probe.unwrap().unanswered.unwrap().since;
    assert_eq!(since, NOW.plus(Span::from_minutes(10)));
    assert!(matches!(shown(&rig, page), Shown::CannotCheck { .. }));
}

#[tokio::test]
async fn a_loss_of_an_earlier_run_needs_no_more_confirming() {
    let mut rig = Rig::new().await;
    let page = rig.linked(1);
    let location = rig.held(page).location.clone();
    let probe = Probe::new(NOW, Verdict::No(Cause::Expired));
    let lost = LocationRecord::new(
        location.clone(),
        LinkState::NeedsYou(Cause::Expired),
        Some(probe),
    );
    assert!(lost.rhythm.is_refused() && !lost.rhythm.asks_again());
    assert_eq!(lost.seen_at, None);
    let works = LocationRecord::new(location, LinkState::Linked, Some(probe));
    assert!(!works.rhythm.is_refused());
}

#[tokio::test]
async fn what_is_known_of_a_renewal_says_nothing_about_the_next_tokens() {
    let mut rig = Rig::new().await;
    rig.linked(1);
    let id = grant_id(1);
    rig.cx.book.stands(id, RenewalEvent::Interrupted);
    rig.cx.book.stands(id, RenewalEvent::ProbedNo);
    let standing = rig.cx.book.standing(id);
    assert!(standing.renews_first() && standing.is_refused());
    rig.cx.book.grants.get_mut(&id).unwrap().generation += 1;
    let standing = rig.cx.book.standing(id);
    assert!(!standing.renews_first() && !standing.is_refused());
}

#[tokio::test]
async fn a_no_is_doubted_only_where_a_renewal_can_have_the_next_word() {
    let mut rig = Rig::new().await;
    let (rotates, fixed) = (rig.linked(1), rig.connected(2, 2, "facebook"));
    let doubts = |rig: &Rig, page, grant| {
        let cx = &rig.cx;
        cx.book.doubts(&cx.networks, page, grant_id(grant))
    };
    assert!(doubts(&rig, rotates, 1));
    assert!(!doubts(&rig, fixed, 2));
    assert!(!doubts(&rig, rotates, 77));
    // Fresh from a renewal nothing is left to try.
    let generation = rig.cx.book.grants[&grant_id(1)].generation;
    let renewed = RenewalEvent::Renewed(generation);
    rig.cx.book.stands(grant_id(1), renewed);
    assert!(!doubts(&rig, rotates, 1));
    rig.cx.book.stands(grant_id(1), RenewalEvent::ProbedYes);
    assert!(doubts(&rig, rotates, 1));
    rig.cx
        .book
        .grants
        .get_mut(&grant_id(1))
        .unwrap()
        .dates
        .renewable = false;
    assert!(!doubts(&rig, rotates, 1));
}

#[tokio::test]
async fn with_room_again_those_are_asked_that_wanted_it_and_no_others() {
    let mut rig = Rig::new().await;
    let full: Vec<LocationId> = [
        Trouble::DiskFull,
        Trouble::NotStored,
        Trouble::NotKeptYet,
        Trouble::StoreMoved,
    ]
    .into_iter()
    .zip(1..)
    .map(|(trouble, number)| {
        let id = rig.linked(number);
        probed(&mut rig, id, 1, Verdict::Here(trouble));
        id
    })
    .collect();
    for (verdict, number) in [
        (Verdict::Here(Trouble::NoApp), 11),
        (Verdict::Here(Trouble::TokensUnreadable), 12),
        (Verdict::NoAnswer(Unavailable::Down), 13),
        (Verdict::Yes, 14),
    ] {
        let id = rig.linked(number);
        probed(&mut rig, id, 1, verdict);
    }
    let waiting: Vec<LocationId> = rig.cx.book.waiting_for_room().collect();
    assert_eq!(waiting, full);
}

#[tokio::test]
async fn an_account_and_a_person_are_found_at_their_own_server_only() {
    let mut rig = Rig::new().await;
    let page = rig.linked(1);
    let account = AccountId("account 1".to_owned());
    let person = AccountId("person 1".to_owned());
    let host = Host::try_from("social.example".to_owned()).unwrap();
    let book = &rig.cx.book;
    let found = book.find(&network("x"), None, &account);
    assert_eq!(found.map(|held| held.location.id), Some(page));
    let login = book.login_of(&network("x"), None, &person);
    assert_eq!(login.map(|login| login.id), Some(login_id(1)));
    for (of, at) in [(network("linkedin"), None), (network("x"), Some(&host))] {
        assert!(book.find(&of, at, &account).is_none());
        assert!(book.login_of(&of, at, &person).is_none());
    }
    assert_eq!(book.accounts_of_login(login_id(1)).len(), 1);
    assert!(book.accounts_of_login(login_id(77)).is_empty());
}

#[tokio::test]
async fn what_was_touched_is_counted_once_and_what_is_gone_as_well() {
    let mut rig = Rig::new().await;
    let (one, other) = (rig.connected(1, 1, "x"), rig.connected(2, 1, "x"));
    let third = rig.linked(3);
    let all = &mut rig.cx.book.locations;
    assert!(all.reindex().is_empty());
    all.touch_served_by(grant_id(1));
    assert_eq!(all.reindex(), BTreeSet::from([one, other]));
    all.remove(&third);
    assert!(all.get_mut(&location_id(77)).is_none());
    assert_eq!(all.reindex(), BTreeSet::from([third]));
    assert!(all.reindex().is_empty());
    assert_eq!(all.served_by(grant_id(3)).count(), 0);
}
