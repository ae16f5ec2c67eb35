//! What a sign-in brought in.

use domain::{Account, AccountId, Credit, GrantDates, Scopes, TokenKind, TokenSet};

/// What a sign-in brought in. Tokens that are not needed any more are not in it.
pub struct Harvest {
    /// Who approved.
    pub person: Person,
    /// The token sets.
    pub grants: Vec<Fresh>,
    /// The pages and accounts that were seen.
    pub finds: Vec<Find>,
    /// How many elements of the network's lists could not be read.
    pub unread: usize,
    /// Whether the network has more that it did not list.
    pub incomplete: bool,
}

impl Harvest {
    /// What a sign-in brings that speaks for one account: who approved is the account itself.
    pub(crate) fn of_one(account: Account, fresh: Fresh) -> Harvest {
        Harvest {
            person: Person {
                id: account.id.clone(),
                name: account.name.clone(),
            },
            grants: vec![fresh],
            finds: vec![Find {
                account,
                access: Access::Granted(0),
            }],
            unread: 0,
            incomplete: false,
        }
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
pub struct Fresh {
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
pub struct Find {
    /// As the network describes it.
    pub account: Account,
    /// Whether it can be connected.
    pub access: Access,
}

/// Whether a find can be connected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// By the token set with this place in [`Harvest::grants`].
    Granted(usize),
    /// Not now.
    NotGranted(NotGranted),
}

/// Why a find cannot be connected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotGranted {
    /// The person did not tick it at the network.
    NotTicked,
    /// The person's role on it is too small for what Greentick does.
    RoleTooSmall,
    /// The network gave no token for it.
    NoToken,
}

/// What a look saw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
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

/// What a renewal brought.
#[derive(Clone)]
pub struct Renewed {
    /// The tokens; without a refresh token the old one goes on.
    pub tokens: TokenSet,
    /// What is granted, where the network tells.
    pub scopes: Option<Scopes>,
    /// When they end.
    pub dates: GrantDates,
}
