use domain::{AccountKind, Cause, Scopes, TokenKind, Unavailable};

use super::*;
use crate::conformance::{Recorded, caller, code, tokens};
use crate::registry::facebook::recorded_answers as facebook;
use crate::script::{Script, answer, value};
use crate::{Access, NotGranted, ProviderError};

const INSPECTED: &str = r#"{"data":{"app_id":"138483919580948","type":"USER",
    "application":"Social Cafe","data_access_expires_at":1576687825,"expires_at":1570820400,
    "is_valid":true,"issued_at":1347235328,
    "scopes":["business_management","instagram_basic","pages_show_list"],
    "granular_scopes":[{"scope":"pages_show_list","target_ids":["134895793791914"]}],
    "user_id":"1207059"}}"#;
const PAGES: &str = r#"{"data":[{"id":"134895793791914","name":"Page","access_token":"EAAB-page",
    "tasks":["ANALYZE","CREATE_CONTENT"],
    "instagram_business_account":{"id":"17841405309211844","username":"shop","name":"Shop"}},
    {"id":"2","name":"Nothing linked","access_token":"EAAB-other"}],
    "paging":{"cursors":{"before":"MTM1","after":"MTM1"}}}"#;
const BUSINESSES: &str = r#"{"data":[{"id":"900"}]}"#;
const OWNED: &str = r#"{"data":[{"id":"3","name":"Other page",
    "instagram_business_account":{"id":"17841400000000003","username":"other"}}]}"#;
const NONE: &str = r#"{"data":[]}"#;
const WHOLE: [&str; 6] = [facebook::ME, INSPECTED, PAGES, BUSINESSES, OWNED, NONE];
const LINKED: &str = r#"{"id":"17841405309211844","username":"shop","name":"Shop"}"#;

pub(super) fn recorded() -> Recorded {
    Recorded {
        asks_again: &["auth_type"],
        hosts: &["www.facebook.com", "graph.facebook.com"],
        sign_in: [&[facebook::SHORT, facebook::LONG][..], &WHOLE].concat(),
        import_token: WHOLE.to_vec(),
        probe: vec![LINKED, facebook::PAGE_INSPECTED],
        account: "17841405309211844",
        tokens_in_address: &["input_token"],
        refusals: [
            facebook::table(),
            crate::registry::instagram::recorded_refusals(),
        ]
        .concat(),
        ..Recorded::nothing()
    }
}

fn harvest() -> SignInResult {
    let bodies = recorded().sign_in;
    let script = Script::new(bodies.iter().map(|body| answer(200, body)));
    let dialect = InstagramViaFacebook::real();
    let step = dialect.sign_in(caller(None), code(ABOUT.asked_scopes()));
    script.play(step).0.ok().unwrap()
}

fn probe(
    account: &str,
    came: [(u16, &str); 2],
) -> (Result<ProbeResult, ProviderError>, Vec<crate::Request>) {
    let account = AccountId(account.into());
    let step = InstagramViaFacebook::real().probe(caller(None), tokens(), account);
    Script::new(came.map(|(status, body)| answer(status, body))).play(step)
}

#[test]
fn the_accounts_behind_the_pages_are_the_finds() {
    let harvest = harvest();
    let [shop, other] = &harvest.finds[..] else {
        panic!("a page without an account is no find")
    };
    assert_eq!(shop.account.id.0, "17841405309211844");
    assert_eq!(shop.account.name, "Shop");
    assert_eq!(shop.account.handle.as_deref(), Some("@shop"));
    assert_eq!(shop.account.kind, AccountKind::BusinessAccount);
    assert_eq!(shop.access, Access::Granted(0));
    // Without a name the handle is one.
    assert_eq!(other.account.name, "other");
    assert_eq!(other.access, Access::NotGranted(NotGranted::NotTicked));
}

#[test]
fn an_account_is_served_by_the_token_of_its_page() {
    let harvest = harvest();
    let [grant] = &harvest.grants[..] else {
        panic!("a page without an account needs no grant")
    };
    assert!(grant.tokens.access == Secret::new("EAAB-page".into()));
    assert_eq!(grant.kind, TokenKind::Page);
    assert!(grant.scopes.contains("instagram_basic"));
    assert_eq!(grant.dates.access_ends, None);
    assert!(grant.dates.data_access_ends.is_some());
}

#[test]
fn an_account_of_a_page_on_which_the_role_is_small_is_shown_with_its_reason() {
    let small = PAGES.replace(r#""ANALYZE","#, "");
    let bodies = [facebook::ME, INSPECTED, &small, NONE];
    let script = Script::new(bodies.map(|body| answer(200, body)));
    let import_token =
        InstagramViaFacebook::real().import_token(caller(None), Secret::new("EAAB".into()));
    let harvest = script.play(import_token.unwrap()).0.ok().unwrap();
    let access = Access::NotGranted(NotGranted::RoleTooSmall);
    assert_eq!(harvest.finds[0].access, access);
    assert!(harvest.grants.is_empty());
}

#[test]
fn a_look_asks_for_the_account_itself_with_a_proof() {
    let (seen, asked) = probe(
        "17841405309211844",
        [(200, LINKED), (200, facebook::PAGE_INSPECTED)],
    );
    let seen = seen.unwrap();
    assert_eq!(seen.account.0, "17841405309211844");
    assert_eq!(seen.scopes, Some(Scopes::new(["pages_show_list"])));
    assert_eq!(asked[0].url.path(), "/v25.0/17841405309211844");
    assert!(value(&asked[0].query, "appsecret_proof").is_some());
    let (_, asked) = probe("../me/accounts?x=1", [(200, LINKED), (500, "")]);
    assert_eq!(asked[0].url.path(), "/v25.0/..%2Fme%2Faccounts%3Fx=1");
}

#[test]
fn an_account_that_was_unlinked_from_its_page_is_lost() {
    let gone = facebook::envelope(
        "Unsupported get request. Object with ID '17841405309211844' does not exist, cannot be \
         loaded due to missing permissions, or does not support this operation",
        100,
        Some(33),
    );
    let (seen, _) = probe("17841405309211844", [(400, &gone), (500, "")]);
    assert_eq!(seen.err(), Some(ProviderError::No(Cause::AccessLost)));
    let (seen, _) = probe("17841405309211844", [(502, &gone), (500, "")]);
    let down = ProviderError::AskLater(Unavailable::Down, None);
    assert_eq!(seen.err(), Some(down));
}
