//! The shapes of LinkedIn's answers, and how they are read.

use std::collections::BTreeMap;

use domain::{AccountId, Cause, GrantDates, Scopes, Span, Timestamp};
use serde::Deserialize;

use crate::{Answer, Refusal, oauth};

/// For so long after its issue a token may be called revoked that is none; reports speak of
/// seconds.
pub(super) const FALSELY_REVOKED_FOR: Span = Span::from_secs(60);

const ORGANIZATION: &str = "urn:li:organization:";

/// The roles that publish and see figures. The third is the second as older pages have it; who may
/// only post advertisements (`DIRECT_SPONSORED_CONTENT_POSTER`) sees no figures.
const ROLES: [&str; 3] = ["ADMINISTRATOR", "CONTENT_ADMINISTRATOR", "CONTENT_ADMIN"];

/// The number of the organization that a URN names.
pub(super) fn page_number(urn: &str) -> Option<u64> {
    urn.strip_prefix(ORGANIZATION)?.parse().ok()
}

/// The account of an organization.
pub(super) fn page_id(number: u64) -> AccountId {
    AccountId(format!("{ORGANIZATION}{number}"))
}

/// What an inspection tells of a living token; nothing where it leaves that open.
pub(super) fn inspected(answer: &Answer) -> Result<Option<Inspection>, Refusal> {
    if !answer.ok() {
        return match oauth::refusal(answer) {
            Some(Refusal::AppRefused) => Err(Refusal::AppRefused),
            Some(_) | None => Ok(None),
        };
    }
    let Some(facts) = answer.json::<Inspection>() else {
        return Ok(None);
    };
    match (facts.active, facts.status.as_str()) {
        (true, _) => Ok(Some(facts)),
        (false, "expired") => Err(Refusal::No(Cause::Expired)),
        (false, "revoked") => Err(Refusal::No(Cause::PermissionRemoved)),
        (false, _) => Ok(None),
    }
}

#[derive(Deserialize)]
pub(super) struct Inspection {
    active: bool,
    #[serde(default)]
    status: String,
    #[serde(default)]
    scope: String,
    created_at: Option<i64>,
    expires_at: Option<i64>,
}

impl Inspection {
    pub(super) fn scopes(&self) -> Scopes {
        Scopes::parse(&self.scope)
    }

    /// The dates of a token that nothing renews; `now` where its beginning is not told.
    pub(super) fn dates(&self, now: Timestamp) -> GrantDates {
        let told = |secs: Option<i64>| secs.filter(|secs| *secs > 0).map(Timestamp::from_secs);
        GrantDates {
            issued_at: told(self.created_at).unwrap_or(now),
            access_ends: told(self.expires_at),
            refresh_ends: None,
            data_access_ends: None,
            renewable: false,
        }
    }

    pub(super) fn is_young(&self, now: Timestamp) -> bool {
        let age = self
            .created_at
            .map(|secs| now.since(Timestamp::from_secs(secs)));
        // The two clocks may differ a little.
        age.is_some_and(|age| age.as_millis().abs() <= FALSELY_REVOKED_FOR.as_millis())
    }
}

#[derive(Deserialize)]
pub(super) struct Member {
    pub(super) sub: String,
    pub(super) name: String,
}

impl Member {
    pub(super) fn id(&self) -> AccountId {
        AccountId(format!("urn:li:person:{}", self.sub))
    }
}

/// Some of the roles that a member has on organizations.
#[derive(Deserialize)]
pub(super) struct Roles {
    pub(super) elements: Vec<Role>,
    paging: Paging,
}

#[derive(Deserialize)]
pub(super) struct Role {
    pub(super) organization: String,
    pub(super) role: String,
    state: Option<String>,
}

#[derive(Deserialize)]
struct Paging {
    count: Option<usize>,
    total: Option<usize>,
    #[serde(default)]
    links: Vec<Link>,
}

#[derive(Deserialize)]
struct Link {
    rel: Option<String>,
}

impl Roles {
    /// Whether more follow after `seen` before these. A server may give less at once than it was
    /// asked for, and a total that it tells too high ends with an empty answer; addresses are
    /// never taken from here.
    pub(super) fn go_on(&self, seen: usize, asked: usize) -> bool {
        let came = self.elements.len();
        let at_once = self.paging.count.map_or(asked, |count| count.min(asked));
        let linked = self.paging.links.iter();
        let mut rels = linked.filter_map(|link| link.rel.as_deref());
        let told = self.paging.total.is_some_and(|total| total > seen + came);
        came > 0 && (came >= at_once || told || rels.any(|rel| rel == "next"))
    }
}

impl Role {
    /// The organization, where the role is in force.
    pub(super) fn page(&self) -> Option<u64> {
        let in_force = self
            .state
            .as_deref()
            .is_none_or(|state| state == "APPROVED");
        page_number(&self.organization).filter(|_| in_force)
    }

    pub(super) fn suffices(&self) -> bool {
        ROLES.contains(&self.role.as_str())
    }
}

/// Organizations by their number.
#[derive(Deserialize)]
pub(super) struct Organizations {
    pub(super) results: BTreeMap<u64, Organization>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Organization {
    pub(super) localized_name: String,
    pub(super) vanity_name: Option<String>,
}
