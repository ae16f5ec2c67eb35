//! The people of the practice Instagram: three with a professional account, one of them of a
//! creator and one with very many posts, and one whose account is personal.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::meta::Account;
use crate::provider::Person;

const JANA: &str = "17841405309211844";
pub(super) const TOM: &str = "17841402873645190";
const NORA: &str = "17841461234509876";
const MILA: &str = "17841400218364577";

#[derive(Default, Serialize, Deserialize)]
pub(crate) struct More {
    accounts: BTreeMap<String, Account>,
    /// Turned personal by trouble, so that calm turns them back.
    turned: Vec<String>,
}

pub(super) fn fresh() -> (Vec<Person>, More) {
    let sample = [
        (
            JANA,
            "Jana Weiss",
            "harbourlane",
            "Harbour Lane Bakery",
            "harbour-lane",
            [6_240, 318, 412],
        ),
        (
            TOM,
            "Tom Reyes",
            "studio_ost",
            "Studio Ost",
            "studio-ost",
            [1_893, 701, 96],
        ),
        (
            NORA,
            "Nora Lind",
            "noralind",
            "Nora Lind",
            "nothing-yet",
            [84, 120, 9],
        ),
        (
            MILA,
            "Mila Brandt",
            "brandt.agency",
            "Brandt Agency",
            "many-clients",
            [51_320, 1_204, 20_417],
        ),
    ];
    let mut more = More::default();
    let people = sample.map(|(id, name, username, title, password, counts)| {
        let mut account = Account::new(id, username, title, counts);
        account.professional = id != NORA;
        more.accounts.insert(id.to_owned(), account);
        let email = format!("{username}@practice.example");
        Person::new(id, name, username, &email, password)
    });
    (people.into(), more)
}

impl More {
    pub(super) fn account(&self, person: &str) -> Option<&Account> {
        self.accounts.get(person)
    }

    pub(super) fn professional(&self, person: &str) -> bool {
        self.account(person).is_some_and(|known| known.professional)
    }

    pub(super) fn become_personal(&mut self, person: &str) -> usize {
        match self.accounts.get_mut(person) {
            Some(account) if account.professional => {
                account.professional = false;
                self.turned.push(person.to_owned());
                1
            }
            Some(_) | None => 0,
        }
    }

    pub(super) fn calm(&mut self) {
        for person in self.turned.drain(..) {
            if let Some(account) = self.accounts.get_mut(&person) {
                account.professional = true;
            }
        }
    }

    pub(super) fn troubles(&self) -> Vec<String> {
        let turned = self.turned.iter();
        turned
            .filter_map(|person| self.account(person))
            .map(|account| format!("@{} turned personal", account.username))
            .collect()
    }
}
