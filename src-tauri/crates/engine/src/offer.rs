//! What a person picks from after an approval, in three groups.

use std::collections::BTreeSet;

use domain::{Account, AccountId};
use networks::{Access, Find, NotGranted};

/// What there is to pick from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Who approved.
    pub login: String,
    /// Granted, and not connected yet.
    pub granted: Vec<Offered>,
    /// Seen, but it cannot be connected.
    pub not_granted: Vec<Offered>,
    /// Connected already; the sign-in renews it.
    pub connected: Vec<Offered>,
}

/// One page or account to pick.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offered {
    /// As the network describes it.
    pub account: Account,
    /// Why it cannot be connected.
    pub reason: Option<NotGranted>,
}

impl Offer {
    /// Sorts finds into the groups. `connected` are the accounts that hold a working connection;
    /// `known` are accounts of the login that were seen before.
    pub(crate) fn sort(
        login: String,
        finds: &[Find],
        connected: &BTreeSet<AccountId>,
        known: Vec<Account>,
    ) -> Offer {
        let mut offer = Offer {
            login,
            granted: vec![],
            not_granted: vec![],
            connected: vec![],
        };
        for find in finds {
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
        let missing = known
            .into_iter()
            .filter(|account| finds.iter().all(|f| f.account.id != account.id));
        offer.not_granted.extend(missing.map(|account| Offered {
            account,
            reason: Some(NotGranted::NotTicked),
        }));
        offer
    }
}

#[cfg(test)]
mod tests {
    use domain::AccountKind;

    use super::*;

    fn account(id: &str) -> Account {
        Account {
            id: AccountId(id.into()),
            kind: AccountKind::Page,
            name: id.into(),
            handle: None,
        }
    }

    fn find(id: &str, access: Access) -> Find {
        Find {
            account: account(id),
            access,
        }
    }

    #[test]
    fn each_find_stands_in_one_group_and_a_page_that_is_missing_now_says_so() {
        let finds = [
            find("new", Access::Granted(0)),
            find("old", Access::Granted(1)),
            find("small", Access::NotGranted(NotGranted::RoleTooSmall)),
        ];
        let connected = BTreeSet::from([AccountId("old".into())]);
        let known = vec![account("old"), account("unticked")];
        let offer = Offer::sort("Jana".into(), &finds, &connected, known);
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
}
