//! What a sign-in brought in.

use domain::{
    Account, AccountId, Credit, GrantDates, NotGranted, Scopes, TokenKind, TokenSet, shortened,
};

/// What a sign-in brought in. Tokens that are not needed any more are not in it.
pub struct SignInResult {
    /// Who approved.
    pub person: Person,
    /// The token sets.
    pub grants: Vec<NewGrant>,
    /// The pages and accounts that were seen.
    pub finds: Vec<DiscoveredAccount>,
    /// How many elements of the network's lists could not be read.
    pub unread: usize,
    /// Whether the network has more that it did not list.
    pub incomplete: bool,
}

impl SignInResult {
    /// What a sign-in brings that speaks for one account: who approved is the account itself.
    pub(crate) fn of_one(account: Account, fresh: NewGrant) -> SignInResult {
        SignInResult {
            person: Person {
                id: account.id.clone(),
                name: account.name.clone(),
            },
            grants: vec![fresh],
            finds: vec![DiscoveredAccount {
                account,
                access: Access::Granted(0),
            }],
            unread: 0,
            incomplete: false,
        }
    }

    /// As it may be shown and kept, whatever a stranger's server said: names that people can read,
    /// and no identity that is longer than any, which counts as one that could not be read.
    pub fn within_bounds(mut self) -> SignInResult {
        let seen = self.finds.len();
        self.finds.retain(|find| !find.account.id.is_too_long());
        self.unread += seen - self.finds.len();
        for find in &mut self.finds {
            find.account = find.account.clone().within_bounds();
        }
        self.person.name = shortened(self.person.name);
        self
    }

    /// Whether all that the person manages is among the finds: only then does it mean something
    /// that an account is not.
    pub fn is_whole(&self) -> bool {
        self.unread == 0 && !self.incomplete
    }
}

/// The person who approved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The network's identity.
    pub id: AccountId,
    /// The name. Text of strangers.
    pub name: String,
}

/// A token set that a sign-in brought.
#[derive(Clone)]
pub struct NewGrant {
    /// The tokens.
    pub tokens: TokenSet,
    /// Whose voice it is.
    pub kind: TokenKind,
    /// What was granted.
    pub scopes: Scopes,
    /// When it ends.
    pub dates: GrantDates,
}

/// A page or account that a sign-in saw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiscoveredAccount {
    /// As the network describes it.
    pub account: Account,
    /// Whether it can be connected.
    pub access: Access,
}

/// Whether a find can be connected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// By the token set with this place in [`SignInResult::grants`].
    Granted(usize),
    /// Not now.
    NotGranted(NotGranted),
}

/// What a probe saw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProbeResult {
    /// What the token speaks for: must be the location's own account.
    pub account: AccountId,
    /// Its name today; empty where the network tells none. Text of strangers.
    pub name: String,
    /// Its handle today, where the network tells. Text of strangers.
    pub handle: Option<String>,
    /// What is granted today, where the network tells.
    pub scopes: Option<Scopes>,
    /// When the access token ends as of today, where the network tells; to be taken in by
    /// [`GrantDates::seen_anew`].
    pub dates: Option<GrantDates>,
    /// What the network lets the token still do.
    pub credits: Vec<Credit>,
}

impl ProbeResult {
    /// As it may be shown and kept, whatever a stranger's server said.
    pub fn within_bounds(self) -> ProbeResult {
        ProbeResult {
            name: shortened(self.name),
            handle: self.handle.map(shortened),
            ..self
        }
    }
}

/// What a renewal brought.
#[derive(Clone)]
pub struct RefreshedTokens {
    /// The tokens; without a refresh token the old one goes on.
    pub tokens: TokenSet,
    /// What is granted, where the network tells.
    pub scopes: Option<Scopes>,
    /// When they end.
    pub dates: GrantDates,
}

#[cfg(test)]
mod tests {
    use domain::{AccountKind, LONGEST_NAME};

    use super::*;

    fn account(id: &str) -> Account {
        Account {
            id: AccountId(id.to_owned()),
            kind: AccountKind::Account,
            name: "n".repeat(900_000),
            handle: Some("h".repeat(900_000)),
        }
    }

    fn letters(text: &str) -> usize {
        text.chars().count()
    }

    #[test]
    fn of_a_megabyte_a_name_is_left_and_an_identity_of_that_size_is_none() {
        let find = |id: &str| DiscoveredAccount {
            account: account(id),
            access: Access::NotGranted(NotGranted::NoToken),
        };
        let harvest = SignInResult {
            person: Person {
                id: AccountId("7".to_owned()),
                name: "p".repeat(900_000),
            },
            grants: vec![],
            finds: vec![find(&"i".repeat(900_000)), find("8")],
            unread: 1,
            incomplete: false,
        };
        let harvest = harvest.within_bounds();
        assert_eq!(letters(&harvest.person.name), LONGEST_NAME);
        assert_eq!((harvest.finds.len(), harvest.unread), (1, 2));
        let kept = &harvest.finds[0].account;
        assert_eq!(kept.id.0, "8");
        assert_eq!(letters(&kept.name), LONGEST_NAME);
        assert_eq!(kept.handle.as_deref().map(letters), Some(LONGEST_NAME));

        let Account {
            id, name, handle, ..
        } = account("8");
        let seen = ProbeResult {
            account: id,
            name,
            handle,
            scopes: None,
            dates: None,
            credits: vec![],
        };
        let seen = seen.within_bounds();
        assert_eq!(letters(&seen.name), LONGEST_NAME);
        assert_eq!(seen.handle.as_deref().map(letters), Some(LONGEST_NAME));
    }
}
