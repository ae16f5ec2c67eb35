//! What a person picks from after an approval, in three groups.

use std::collections::BTreeSet;

use domain::{Account, AccountId};
use networks::{Access, NotGranted, SignInResult};

/// What there is to pick from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountChoices {
    /// Who approved.
    pub login: String,
    /// Granted, and not connected yet.
    pub granted: Vec<Offered>,
    /// Seen, but it cannot be connected.
    pub not_granted: Vec<Offered>,
    /// Connected already; the sign-in renews it.
    pub connected: Vec<Offered>,
    /// How many elements of the network's lists could not be read.
    pub unread: usize,
    /// Whether the network has more that it did not list.
    pub incomplete: bool,
    /// How many were listed beyond [`MOST_OFFERED`], and are in none of the groups.
    pub left_out: usize,
}

/// So many are offered to pick from in one sign-in, those that are connected already left aside: a
/// person can look through them, and a stranger's server can list any number.
pub const MOST_OFFERED: usize = 2_000;

/// One page or account to pick.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offered {
    /// As the network describes it.
    pub account: Account,
    /// Why it cannot be connected.
    pub reason: Option<NotGranted>,
}

impl AccountChoices {
    /// Sorts what a sign-in found into the groups. `connected` are the accounts that hold a working
    /// connection; `known` are accounts of the login that were seen before.
    pub(crate) fn sort(
        harvest: &SignInResult,
        connected: &BTreeSet<AccountId>,
        known: Vec<Account>,
    ) -> AccountChoices {
        let mut offer = AccountChoices {
            login: harvest.person.name.clone(),
            granted: vec![],
            not_granted: vec![],
            connected: vec![],
            unread: harvest.unread,
            incomplete: harvest.incomplete,
            left_out: 0,
        };
        for find in &harvest.finds {
            let offered = |reason| Offered {
                account: find.account.clone(),
                reason,
            };
            match find.access {
                Access::Granted(_) if connected.contains(&find.account.id) => {
                    offer.connected.push(offered(None));
                }
                Access::Granted(_) => offer.granted.push(offered(None)),
                Access::NotGranted(reason) => offer.not_granted.push(offered(Some(reason))),
            }
        }
        // What was not listed may be ticked all the same.
        let is_missing = |account: &Account| {
            let mut finds = harvest.finds.iter();
            harvest.is_whole() && finds.all(|find| find.account.id != account.id)
        };
        let missing = known.into_iter().filter(is_missing);
        offer.not_granted.extend(missing.map(|account| Offered {
            account,
            reason: Some(NotGranted::NotTicked),
        }));
        offer.leave_out();
        offer
    }
}

impl AccountChoices {
    /// What can be connected goes before what cannot.
    fn leave_out(&mut self) {
        let listed = self.granted.len() + self.not_granted.len();
        self.granted.truncate(MOST_OFFERED);
        self.not_granted.truncate(MOST_OFFERED - self.granted.len());
        self.left_out = listed - self.granted.len() - self.not_granted.len();
    }
}

#[cfg(test)]
mod tests {
    use domain::AccountKind;
    use networks::{DiscoveredAccount, Person};

    use super::*;

    fn account(id: &str) -> Account {
        Account {
            id: AccountId(id.into()),
            kind: AccountKind::Page,
            name: id.into(),
            handle: None,
        }
    }

    fn find(id: &str, access: Access) -> DiscoveredAccount {
        DiscoveredAccount {
            account: account(id),
            access,
        }
    }

    fn harvest(finds: Vec<DiscoveredAccount>) -> SignInResult {
        SignInResult {
            person: Person {
                id: AccountId("7".into()),
                name: "Jana".into(),
            },
            grants: vec![],
            finds,
            unread: 0,
            incomplete: false,
        }
    }

    #[test]
    fn a_page_that_may_not_have_been_listed_is_not_called_unticked() {
        let known = || vec![account("old"), account("unticked")];
        let found = |unread, incomplete| SignInResult {
            unread,
            incomplete,
            ..harvest(vec![find("old", Access::Granted(0))])
        };
        for (unread, incomplete, missing) in [(0, false, 1), (2, false, 0), (0, true, 0)] {
            let offer = AccountChoices::sort(&found(unread, incomplete), &BTreeSet::new(), known());
            assert_eq!(offer.not_granted.len(), missing);
            assert_eq!((offer.unread, offer.incomplete), (unread, incomplete));
        }
    }

    #[test]
    fn each_find_stands_in_one_group_and_a_page_that_is_missing_now_says_so() {
        let finds = vec![
            find("new", Access::Granted(0)),
            find("old", Access::Granted(1)),
            find("small", Access::NotGranted(NotGranted::RoleTooSmall)),
        ];
        let connected = BTreeSet::from([AccountId("old".into())]);
        let known = vec![account("old"), account("unticked")];
        let offer = AccountChoices::sort(&harvest(finds), &connected, known);
        let names = |group: &[Offered]| -> Vec<_> {
            group
                .iter()
                .map(|offered| (offered.account.name.clone(), offered.reason))
                .collect()
        };
        assert_eq!(names(&offer.granted), [("new".to_owned(), None)]);
        assert_eq!(names(&offer.connected), [("old".to_owned(), None)]);
        assert_eq!(
            names(&offer.not_granted),
            [
                ("small".to_owned(), Some(NotGranted::RoleTooSmall)),
                ("unticked".to_owned(), Some(NotGranted::NotTicked)),
            ]
        );
    }

    #[test]
    fn of_twenty_thousand_the_first_two_thousand_are_offered_and_the_rest_is_counted() {
        let many = |from: usize, to: usize, access| {
            (from..to).map(move |number| find(&number.to_string(), access))
        };
        let mut finds: Vec<DiscoveredAccount> =
            many(0, 1_500, Access::NotGranted(NotGranted::RoleTooSmall))
                .chain(many(1_500, 3_000, Access::Granted(0)))
                .collect();
        finds.push(find("held", Access::Granted(0)));
        let held = BTreeSet::from([AccountId("held".into())]);
        let offer = AccountChoices::sort(&harvest(finds), &held, vec![]);
        let sizes = (offer.granted.len(), offer.not_granted.len(), offer.left_out);
        assert_eq!(sizes, (1_500, 500, 1_000));
        assert_eq!(offer.connected.len(), 1);

        let all = many(0, 20_000, Access::Granted(0)).collect();
        let offer = AccountChoices::sort(&harvest(all), &held, vec![]);
        assert_eq!((offer.granted.len(), offer.left_out), (2_000, 18_000));
        let few = many(0, 2_000, Access::Granted(0)).collect();
        assert_eq!(
            AccountChoices::sort(&harvest(few), &held, vec![]).left_out,
            0
        );
    }
}
