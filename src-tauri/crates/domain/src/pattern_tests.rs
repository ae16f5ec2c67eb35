use proptest::prelude::*;

use super::*;

const T: Timestamp = Timestamp::from_secs(1_800_000_000);

fn app(name: &str) -> DeveloperApp {
    DeveloperApp {
        network: name.parse().unwrap(),
        host: None,
    }
}

fn at(minutes: i64) -> Timestamp {
    T.plus(Span::from_minutes(minutes))
}

fn lost(minutes: i64, said: Cause) -> Standing {
    Standing::Lost(Loss {
        since: at(minutes),
        said,
    })
}

const HELD: Standing = Standing::Held { missed: None };

fn one(number: u8, person: &str, standing: Standing) -> Watched {
    Watched {
        location: LocationId::from_bytes([number; 16]),
        app: app("facebook"),
        person: AccountId(person.to_owned()),
        approved_at: at(-10_000),
        seen_at: None,
        standing,
    }
}

fn seen(number: u8, person: &str, minutes: i64) -> Watched {
    Watched {
        seen_at: Some(at(minutes)),
        ..one(number, person, HELD)
    }
}

fn judged(watched: &[Watched], number: u8) -> Judgement {
    judge_losses(watched)[&LocationId::from_bytes([number; 16])].clone()
}

#[test]
fn what_several_people_lose_together_is_the_apps_as_long_as_it_works_for_nobody() {
    let mut all = vec![
        one(1, "jana", lost(0, Cause::PasswordChanged)),
        one(2, "jana", lost(1, Cause::PasswordChanged)),
        one(3, "tom", lost(2, Cause::Unknown)),
        seen(4, "nora", -600),
    ];
    for number in [1, 2, 3] {
        let judgement = judged(&all, number);
        assert_eq!(judgement.whose, Whose::App(app("facebook")));
        assert_eq!(judgement.cause, Cause::BlanketReset);
        assert!(judgement.probable);
        assert_eq!(judgement.since, at(0));
    }
    all[3] = seen(4, "nora", 3);
    let jana = judged(&all, 1);
    assert!(matches!(jana.whose, Whose::Person(..)));
    assert_eq!((jana.cause, jana.probable), (Cause::PasswordChanged, false));
    assert!(matches!(judged(&all, 3).whose, Whose::Own(_)));
}

#[test]
fn who_signs_in_anew_after_a_reset_does_not_turn_it_into_the_others_own_fault() {
    let loss = Loss {
        since: at(0),
        said: Cause::PasswordChanged,
    };
    let all = [
        one(1, "jana", Standing::Mended(loss)),
        one(2, "tom", lost(1, Cause::PasswordChanged)),
    ];
    let mut all = all.to_vec();
    // By a clock that is slow, the second time.
    for approved_at in [at(5), at(-1)] {
        (all[0].approved_at, all[0].seen_at) = (approved_at, Some(at(6)));
        assert_eq!(judged(&all, 2).cause, Cause::BlanketReset);
    }
    assert_eq!(judge_losses(&all).len(), 1);
}

#[test]
fn who_signed_in_between_a_reset_and_its_discovery_does_not_hide_it() {
    let worked_at = |minutes, one: Watched| Watched {
        seen_at: Some(at(minutes)),
        ..one
    };
    let early = Watched {
        approved_at: at(-60),
        ..seen(3, "ada", 5)
    };
    let mut all = vec![
        worked_at(-300, one(1, "jana", lost(0, Cause::Unknown))),
        worked_at(-200, one(2, "tom", lost(1, Cause::Unknown))),
        early,
    ];
    let whose = judged(&all, 1).whose;
    assert_eq!(whose, Whose::App(app("facebook")));
    // Approved while the others still worked: it shows that the app was not reset.
    all[2].approved_at = at(-201);
    assert_ne!(judged(&all, 1).whose, whose);
}

#[test]
fn who_was_mended_long_ago_shows_that_the_app_works() {
    let long_ago = Loss {
        since: at(-5000),
        said: Cause::Unknown,
    };
    let mended = Watched {
        approved_at: at(-4000),
        ..seen(3, "nora", 3)
    };
    let all = [
        one(1, "jana", lost(0, Cause::Unknown)),
        one(2, "tom", lost(1, Cause::Unknown)),
        Watched {
            standing: Standing::Mended(long_ago),
            ..mended
        },
    ];
    assert!(matches!(judged(&all, 1).whose, Whose::Own(_)));
}

#[test]
fn losses_far_apart_are_no_pattern() {
    let all = [
        one(1, "jana", lost(0, Cause::Unknown)),
        one(2, "tom", lost(31, Cause::Unknown)),
    ];
    for number in [1, 2] {
        assert!(matches!(judged(&all, number).whose, Whose::Own(_)));
    }
}

#[test]
fn everything_of_one_person_without_a_reason_is_probably_the_persons() {
    let all = [
        one(1, "jana", lost(0, Cause::Unknown)),
        one(2, "jana", lost(1, Cause::Unknown)),
        seen(3, "tom", 2),
    ];
    let judgement = judged(&all, 1);
    assert!(matches!(judgement.whose, Whose::Person(..)));
    assert_eq!(
        (judgement.cause, judgement.probable),
        (Cause::PasswordChanged, true)
    );
}

#[test]
fn what_the_network_says_of_one_page_explains_the_persons_others() {
    let all = [
        one(1, "jana", lost(0, Cause::Unknown)),
        one(2, "jana", lost(1, Cause::AttentionNeeded)),
        seen(3, "tom", 2),
    ];
    let (silent, said) = (judged(&all, 1), judged(&all, 2));
    assert_eq!(
        (silent.cause, silent.probable),
        (Cause::AttentionNeeded, true)
    );
    assert_eq!((said.cause, said.probable), (Cause::AttentionNeeded, false));
}

#[test]
fn with_one_person_alone_person_and_app_cannot_be_told_apart() {
    let all = [
        one(1, "jana", lost(0, Cause::Unknown)),
        one(2, "jana", lost(1, Cause::Unknown)),
    ];
    let judgement = judged(&all, 1);
    assert!(matches!(judgement.whose, Whose::PersonOrApp(..)));
    assert_eq!(
        (judgement.cause, judgement.probable),
        (Cause::Unknown, false)
    );
}

#[test]
fn one_page_among_others_that_work_is_its_own_loss() {
    let all = [
        one(1, "jana", lost(0, Cause::AccessLost)),
        seen(2, "jana", 1),
        seen(3, "tom", -60),
    ];
    assert!(matches!(judged(&all, 1).whose, Whose::Own(_)));
}

#[test]
fn an_app_that_the_network_calls_broken_is_one_event_and_certain() {
    let all = [
        one(1, "jana", lost(0, Cause::AppBroken)),
        one(2, "tom", lost(1, Cause::AppBroken)),
    ];
    let judgement = judged(&all, 2);
    assert_eq!(judgement.whose, Whose::App(app("facebook")));
    assert_eq!(
        (judgement.cause, judgement.probable),
        (Cause::AppBroken, false)
    );
}

#[test]
fn a_host_that_answers_nobody_is_one_event_until_it_answers_one() {
    let missed = |minutes| Standing::Held {
        missed: Some((at(minutes), Unavailable::Down)),
    };
    let mut all = vec![one(1, "jana", missed(0)), one(2, "tom", missed(5))];
    let found = outages(&all);
    assert_eq!((found.len(), found[0].since), (1, at(0)));
    assert_eq!(found[0].locations.len(), 2);
    assert!(judge_losses(&all).is_empty());
    all.push(seen(3, "nora", 6));
    assert!(outages(&all).is_empty());
}

#[test]
fn an_outage_lasts_while_its_host_is_asked_rarely_and_keeps_its_beginning() {
    let missed = |minutes| Standing::Held {
        missed: Some((at(minutes), Unavailable::Silent)),
    };
    let mut all = vec![one(1, "jana", missed(0)), one(2, "tom", missed(5))];
    let begun = outages_after(&[], &all);
    assert_eq!((begun.len(), begun[0].since), (1, at(0)));
    (all[0].standing, all[1].standing) = (missed(120), missed(300));
    assert!(outages(&all).is_empty(), "these looks lie far apart");
    let lasts = outages_after(&begun, &all);
    assert_eq!((lasts[0].since, lasts[0].locations.len()), (at(0), 2));
    all[0] = seen(1, "jana", 301);
    assert!(outages_after(&lasts, &all).is_empty());
}

fn cause() -> impl Strategy<Value = Cause> {
    // What leaves the pattern open comes more often, so that patterns arise.
    prop_oneof![
        Just(Cause::Unknown),
        Just(Cause::PasswordChanged),
        proptest::sample::select(&Cause::ALL[..]),
    ]
}

fn standing() -> impl Strategy<Value = Standing> {
    let loss = || (0i64..90, cause());
    prop_oneof![
        2 => proptest::option::of((-90i64..90).prop_map(|minutes| (at(minutes), Unavailable::Silent)))
            .prop_map(|missed| Standing::Held { missed }),
        4 => loss().prop_map(|(minutes, said)| lost(minutes, said)),
        1 => loss().prop_map(|(minutes, said)| Standing::Mended(Loss {
            since: at(minutes), said,
        })),
    ]
}

fn some_watched() -> impl Strategy<Value = Vec<Watched>> {
    let times = (-200i64..200, proptest::option::weighted(0.3, -90i64..90));
    let one = (0u8..3, 0u8..2, standing(), times);
    proptest::collection::vec(one, 0..12).prop_map(|all| {
        let numbered = all.into_iter().zip(1u8..);
        numbered
            .map(
                |((person, which, standing, (approved, seen)), number)| Watched {
                    approved_at: at(approved),
                    seen_at: seen.map(at),
                    app: app(["facebook", "threads"][usize::from(which)]),
                    ..one_of(number, person, standing)
                },
            )
            .collect()
    })
}

fn one_of(number: u8, person: u8, standing: Standing) -> Watched {
    one(number, &person.to_string(), standing)
}

proptest! {
    #[test]
    fn no_reset_is_suspected_while_the_app_works_for_anybody(all in some_watched()) {
        for (id, judgement) in judge_losses(&all) {
            let hit = all.iter().find(|one| one.location == id).unwrap();
            if judgement.cause == Cause::BlanketReset && judgement.probable {
                let lost = all.iter().filter(|one| {
                    let same = |judged: &Judgement| judged.since == judgement.since;
                    one.app == hit.app && judge_losses(&all).get(&one.location).is_some_and(same)
                });
                let worked = lost.filter_map(|one| one.seen_at).max();
                let approved = worked.map_or(judgement.since, |at| at.min(judgement.since));
                let works = all.iter().any(|one| {
                    one.app == hit.app && one.outlived_with(approved, judgement.since)
                });
                prop_assert!(!works);
            }
        }
    }

    #[test]
    fn one_yes_after_the_last_loss_clears_the_app(mut all in some_watched(), person in 0u8..4) {
        all.push(seen(99, &person.to_string(), 90));
        for judgement in judge_losses(&all).into_values() {
            let cleared = judgement.whose == Whose::App(app("facebook")) && judgement.probable;
            prop_assert!(!cleared);
        }
    }

    #[test]
    fn the_order_of_arrival_does_not_matter(
        (all, shuffled) in some_watched().prop_flat_map(|all| {
            (Just(all.clone()), Just(all).prop_shuffle())
        })
    ) {
        prop_assert_eq!(judge_losses(&all), judge_losses(&shuffled));
        prop_assert_eq!(outages(&all), outages(&shuffled));
    }

    #[test]
    fn what_the_network_said_plainly_is_never_overridden(all in some_watched()) {
        let judged = judge_losses(&all);
        for one in all.iter().filter(|one| one.is_lost()) {
            let (judgement, said) = (&judged[&one.location], one.loss().unwrap().said);
            if !said.leaves_open() {
                prop_assert_eq!((judgement.cause, judgement.probable), (said, false));
            }
            prop_assert_eq!(judgement.probable, judgement.cause != said);
        }
    }

    #[test]
    fn just_the_lost_ones_are_judged(all in some_watched()) {
        let lost: BTreeSet<_> = all.iter().filter(|one| one.is_lost())
            .map(|one| one.location).collect();
        let judged: BTreeSet<_> = judge_losses(&all).into_keys().collect();
        prop_assert_eq!(judged, lost);
    }

    #[test]
    fn recovery_dissolves_it(mut all in some_watched(), back in 0usize..12) {
        let lost_ones: Vec<usize> = (0..all.len()).filter(|n| all[*n].is_lost()).collect();
        prop_assume!(!lost_ones.is_empty());
        let back = lost_ones[back % lost_ones.len()];
        all[back] = Watched {
            app: all[back].app.clone(), location: all[back].location, ..seen(98, "0", 90)
        };
        let judged = judge_losses(&all);
        prop_assert!(!judged.contains_key(&all[back].location));
        for one in all.iter().filter(|one| one.app == all[back].app && one.is_lost()) {
            prop_assert!(!judged[&one.location].probable
                || judged[&one.location].cause != Cause::BlanketReset);
        }
        for each in &mut all {
            each.standing = HELD;
        }
        prop_assert!(judge_losses(&all).is_empty());
    }

    #[test]
    fn apps_do_not_speak_for_each_other(all in some_watched()) {
        let together = judge_losses(&all);
        let (one, other): (Vec<_>, Vec<_>) = all.iter().cloned()
            .partition(|each| each.app == app("facebook"));
        let mut apart = judge_losses(&one);
        apart.extend(judge_losses(&other));
        prop_assert_eq!(together, apart);
    }
}
