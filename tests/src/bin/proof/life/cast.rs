//! The networks that children renew at: who signs in there, and what a renewal is.

use protocol::LocationView;

/// A network and its people, each with a grant of their own.
pub struct Cast {
    /// Its name.
    pub network: &'static str,
    /// Who signs in.
    pub people: &'static [Member],
    /// Whether the account is named before the sign-in.
    asks_for_handle: bool,
    /// Method and path of the endpoint that renews.
    pub endpoint: (&'static str, &'static str),
    /// What an access token opens.
    pub resource: &'static str,
    /// How many requests lead to the endpoint (RFC 8414).
    pub discovery: u64,
    /// Whether a renewal spends a refresh token. Otherwise the old token lives on beside the new.
    pub rotates: bool,
    /// The seconds after which every token is due, and still good for a while.
    pub due_after: i64,
    /// The seconds after which an approval ends, however often it was renewed.
    pub approval_life: Option<i64>,
}

/// Somebody who signs in.
pub struct Member {
    /// The name on the sign-in page.
    pub name: &'static str,
    /// What the account is called.
    handle: &'static str,
}

const fn member(name: &'static str, handle: &'static str) -> Member {
    Member { name, handle }
}

const DAY: i64 = 86_400;

/// Access tokens of two hours, of which the last five minutes are for the renewal.
pub static X: Cast = Cast {
    network: "x",
    people: &[
        member("Jana Weiss", "@harbourlane"),
        member("Tom Reyes", "@studio_ost"),
        member("Nora Lind", "@noralind"),
        member("Mila Brandt", "@milabrandt"),
    ],
    asks_for_handle: false,
    endpoint: ("POST", "/2/oauth2/token"),
    resource: "2/users/me",
    discovery: 0,
    rotates: true,
    due_after: 6_960,
    approval_life: None,
};

/// Access tokens of an hour, bound to a key (RFC 9449); a session ends after two weeks.
pub static BLUESKY: Cast = Cast {
    network: "bluesky",
    people: &[
        member("Jana Weiss", "@jana.practice"),
        member("Tom Reyes", "@tom.practice"),
        member("Nora Lind", "@nora.practice"),
        member("Mila Brandt", "@mila.practice"),
    ],
    asks_for_handle: true,
    endpoint: ("POST", "/oauth/token"),
    resource: "xrpc/com.atproto.server.getSession",
    // That of the issuer, which the tokens rest with.
    discovery: 1,
    rotates: true,
    due_after: 3_360,
    approval_life: Some(14 * DAY),
};

/// Tokens of sixty days that are extended from their last thirty on. Nora's account is personal, and
/// such ones cannot sign in.
pub static INSTAGRAM: Cast = Cast {
    network: "instagram",
    people: &[
        member("Jana Weiss", "@harbourlane"),
        member("Tom Reyes", "@studio_ost"),
        member("Mila Brandt", "@brandt.agency"),
    ],
    asks_for_handle: false,
    endpoint: ("GET", "/refresh_access_token"),
    resource: "v25.0/me",
    discovery: 0,
    rotates: false,
    due_after: 31 * DAY,
    approval_life: None,
};

impl Cast {
    /// How many grants there are.
    pub fn grants(&self) -> usize {
        self.people.len()
    }

    /// The endpoint as the practice networks count it.
    pub fn counted(&self) -> String {
        let (method, path) = self.endpoint;
        format!("{} {method} {path}", self.network)
    }

    /// What somebody types before the sign-in.
    pub fn typed(&self, member: &Member) -> Option<&'static str> {
        self.asks_for_handle.then_some(member.handle)
    }

    /// Whose location it is.
    pub fn member(&self, location: &LocationView) -> Option<&Member> {
        let handle = location.handle.as_deref();
        self.people.iter().find(|one| handle == Some(one.handle))
    }
}
