//! Scopes: which exist, which contain which.

pub(crate) const DEFAULT: &str = "read";

/// The part of the published list that is not for administrators.
pub(crate) const ALL: &[&str] = &[
    "read",
    "write",
    "write:accounts",
    "write:blocks",
    "write:bookmarks",
    "write:conversations",
    "write:favourites",
    "write:filters",
    "write:follows",
    "write:lists",
    "write:media",
    "write:mutes",
    "write:notifications",
    "write:reports",
    "write:statuses",
    "read:accounts",
    "read:blocks",
    "read:bookmarks",
    "read:favourites",
    "read:filters",
    "read:follows",
    "read:lists",
    "read:mutes",
    "read:notifications",
    "read:search",
    "read:statuses",
    "follow",
    "push",
    "profile",
];

/// The asked scopes, or the default; None when one of them does not exist.
pub(crate) fn parse(asked: Option<&str>) -> Option<Vec<String>> {
    let mut scopes: Vec<String> = Vec::new();
    for scope in asked.unwrap_or(DEFAULT).split_whitespace() {
        if !ALL.contains(&scope) {
            return None;
        }
        if !scopes.iter().any(|known| known == scope) {
            scopes.push(scope.to_owned());
        }
    }
    Some(scopes)
}

/// Registration and request are compared name by name, as Doorkeeper does.
pub(crate) fn within(asked: &[String], registered: &[String]) -> bool {
    asked.iter().all(|scope| registered.contains(scope))
}

/// Does a token with these scopes open what needs one of `needed`?
pub(crate) fn open(held: &[String], needed: &[&str]) -> bool {
    held.iter().any(|scope| needed.contains(&scope.as_str()))
}
