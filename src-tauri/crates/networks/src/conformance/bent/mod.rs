//! Good answers that came out bent: every recorded one with numbers as texts, with nulls, with
//! parts that are missing, doubled, unknown or in another order. No token is lost, none of them is
//! a no, and what only describes an account takes nothing away.

mod bends;

use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

use self::bends::{Bent, bends};
use super::{cases, every_real as every, import_token, probe, recorded, renew, sign_in, well};
use crate::script::{Script, answer};
use crate::{Dialect, ProviderError, SignInResult, Step};

/// What names who an answer speaks of or what it gave, and what that stands in. Whatever else a
/// network tells only describes.
const NEEDED: [&str; 29] = [
    "access_token",
    "active",
    "authorization_endpoint",
    "authorization_servers",
    "code",
    "data",
    "did",
    "elements",
    "id",
    "instagram_business_account",
    "is_valid",
    "issuer",
    "items",
    "open_id",
    "organization",
    "pushed_authorization_request_endpoint",
    "resource",
    "role",
    "scope",
    "scopes",
    "service",
    "serviceEndpoint",
    "sub",
    "tasks",
    "token_endpoint",
    "token_type",
    "type",
    "user",
    "user_id",
];

/// The conversations of a sign-in, and of one by a token that was made by hand.
type Begins = fn(&dyn Dialect) -> Option<Step<SignInResult>>;

/// A conversation in which one answer came out bent.
fn meeting(bodies: &[&str], at: usize, bent: &Bent) -> Script {
    let mut answers = well(bodies);
    answers[at] = answer(200, &bent.text());
    Script::new(answers).then_silence()
}

fn assert_no_no<T>(dialect: &dyn Dialect, came: &Result<T, ProviderError>, bent: &Bent) {
    let refusal = came.as_ref().err();
    let is_no = matches!(
        refusal,
        Some(ProviderError::No(_) | ProviderError::AppRefused)
    );
    let id = dialect.about().id;
    assert!(
        !is_no || says_plainly_none(id, bent),
        "{id} {refusal:?}: {}",
        bent.text()
    );
}

/// Bent twice, an answer may come to be what the network itself says where there is nothing: nobody
/// can know then that it was bent. LinkedIn's collections are seen without a total, too.
fn says_plainly_none(id: &str, bent: &Bent) -> bool {
    let told: Value = serde_json::from_str(&bent.text()).unwrap_or_default();
    let number = |name: &str| {
        let told = &told["paging"][name];
        let text = told.as_str().and_then(|text| text.parse().ok());
        told.as_u64().or(text)
    };
    let total = &told["paging"]["total"];
    id == "linkedin"
        && told["elements"] == json!([])
        && number("start") == Some(0)
        && number("count").is_some()
        && (total.is_null() || number("total") == Some(0))
}

/// No token is lost that the answer holds.
fn assert_renews(dialect: &dyn Dialect, at: usize, bent: &Bent) {
    let bodies = &recorded(dialect).renew;
    let Some([straight, crooked]) = renew(dialect).zip(renew(dialect)).map(<[_; 2]>::from) else {
        return;
    };
    let renewed = meeting(bodies, at, bent).play(crooked).0;
    assert_no_no(dialect, &renewed, bent);
    // What comes before the last answer is no answer to the renewal: nothing was spent.
    if at + 1 < bodies.len() || bent.touches(&["access_token"]) {
        return;
    }
    // Bound tokens are those that say so, and whose they are.
    if recorded(dialect).binding.is_some() && bent.touches(&["sub", "token_type"]) {
        return;
    }
    let came = || format!("{}: {}", dialect.about().id, bent.text());
    let whole = Script::new(well(bodies)).play(straight).0.ok().unwrap();
    let renewed = renewed.ok().unwrap_or_else(|| panic!("{}", came()));
    assert!(whole.tokens.access == renewed.tokens.access, "{}", came());
    assert!(renewed.tokens.refresh.is_some(), "{}", came());
    let same = whole.tokens.refresh == renewed.tokens.refresh;
    assert!(same || bent.touches(&["refresh_token"]), "{}", came());
}

fn assert_probes(dialect: &dyn Dialect, at: usize, bent: &Bent) {
    let recorded = recorded(dialect);
    let seen = meeting(&recorded.probe, at, bent).play(probe(dialect)).0;
    assert_no_no(dialect, &seen, bent);
    if !bent.touches(&NEEDED) && reads_leniently(dialect) {
        let account = seen.map(|seen| seen.account.0);
        let wanted = Ok(recorded.account.to_owned());
        assert_eq!(account, wanted, "{}", bent.text());
    }
}

/// Mastodon reads its accounts by other rules.
fn reads_leniently(dialect: &dyn Dialect) -> bool {
    dialect.about().id != "mastodon"
}

fn assert_begins(dialect: &dyn Dialect, begins: Begins, bodies: &[&str], at: usize, bent: &Bent) {
    let Some([straight, crooked]) = begins(dialect).zip(begins(dialect)).map(<[_; 2]>::from) else {
        return;
    };
    let harvest = meeting(bodies, at, bent).play(crooked).0;
    assert_no_no(dialect, &harvest, bent);
    if !bent.touches(&NEEDED) && reads_leniently(dialect) {
        let grants = |harvest: SignInResult| harvest.grants.len();
        let whole = Script::new(well(bodies)).play(straight).0.map(grants);
        let came = harvest.map(grants);
        assert_eq!(came, whole, "{} {}", dialect.about().id, bent.text());
    }
}

/// Meets every conversation of a dialect with one answer bent in one of the ways that `bend` picks.
fn meet(dialect: &dyn Dialect, bend: impl Fn(Bent) -> Vec<Bent>) {
    let recorded = recorded(dialect);
    let each = |bodies: &[&str], assert: &dyn Fn(usize, &Bent)| {
        for (at, body) in bodies.iter().enumerate() {
            bend(Bent::straight(body))
                .iter()
                .for_each(|bent| assert(at, bent));
        }
    };
    each(&recorded.renew, &|at, bent| {
        assert_renews(dialect, at, bent)
    });
    each(&recorded.probe, &|at, bent| {
        assert_probes(dialect, at, bent)
    });
    let begins: [(&[&str], Begins); 2] = [
        (&recorded.sign_in, |dialect| Some(sign_in(dialect))),
        (&recorded.import_token, import_token),
    ];
    for (bodies, begins) in begins {
        each(bodies, &|at, bent| {
            assert_begins(dialect, begins, bodies, at, bent)
        });
    }
}

#[test]
fn a_good_answer_with_one_thing_bent_is_no_no_and_loses_no_token() {
    every(|dialect| meet(dialect, |straight| bends(&straight)));
}

proptest! {
    #![proptest_config(cases(8))]

    #[test]
    fn a_good_answer_bent_in_many_ways_is_no_no_and_loses_no_token(
        picks in proptest::collection::vec(any::<Index>(), 2..6),
    ) {
        every(|dialect| {
            meet(dialect, |straight| {
                let bend = |bent: Bent, pick: &Index| match bends(&bent) {
                    ways if ways.is_empty() => bent,
                    ways => pick.get(&ways).clone(),
                };
                vec![picks.iter().fold(straight, bend)]
            });
        });
    }
}
