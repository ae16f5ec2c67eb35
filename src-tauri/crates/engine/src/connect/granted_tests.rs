use domain::{AccountKind, Cause, Hiccup, Trouble};
use networks::{Find, Person};

use super::*;

#[test]
fn only_a_recognised_no_is_told_as_one() {
    for (refusal, said) in [
        (
            Refusal::AskLater(Hiccup::Down, None),
            Why::NoAnswer(Hiccup::Down),
        ),
        (Refusal::AppRefused, Why::AppRefused),
        (Refusal::No(Cause::AppBroken), Why::AppRefused),
        (
            Refusal::No(Cause::PermissionMissing),
            Why::No(Cause::PermissionMissing),
        ),
        (Refusal::StartAnew, Why::Refused(None)),
        (Refusal::ScopeRefused, Why::ScopeRefused),
        (Refusal::IssuerMismatch, Why::IssuerMismatch),
        (
            Refusal::Here(Trouble::DiskFull),
            Why::Here(Trouble::DiskFull),
        ),
    ] {
        assert_eq!(why(refusal), said, "{refusal:?}");
    }
}

#[test]
fn who_came_is_named_by_handle_where_the_account_is_the_person() {
    let find = |id: &str, handle: Option<&str>| Find {
        account: Account {
            id: AccountId(id.into()),
            kind: AccountKind::Account,
            name: "Acme Coffee".into(),
            handle: handle.map(str::to_owned),
        },
        access: Access::Granted(0),
    };
    let came = |finds| {
        came(&Harvest {
            person: Person {
                id: AccountId("1".into()),
                name: "Jana Weiss".into(),
            },
            grants: vec![],
            finds,
            unread: 0,
            incomplete: false,
        })
    };
    assert_eq!(
        came(vec![find("1", Some("@acme@x.example"))]),
        "@acme@x.example"
    );
    assert_eq!(came(vec![find("1", None)]), "Acme Coffee");
    assert_eq!(came(vec![find("2", None)]), "Jana Weiss");
    assert_eq!(came(vec![]), "Jana Weiss");
}
