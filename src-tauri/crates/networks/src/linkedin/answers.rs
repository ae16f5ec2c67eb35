//! The shapes of LinkedIn's answers, and how they are read.

use std::collections::BTreeMap;

use domain::{AccountId, AccountKind, Cause, GrantDates, Scopes, Span, Timestamp};
use serde::Deserialize;
use serde_json::Value;

use crate::described::Described;
use crate::lenient::{self, Id, List};
use crate::{Answer, ProviderError, oauth};

/// For so long after its issue a token may be called revoked that is none; reports speak of
/// seconds.
pub(super) const FALSELY_REVOKED_FOR: Span = Span::from_secs(60);

const ORGANIZATION: &str = "urn:li:organization:";

/// The roles that cannot both publish and see figures. A role of another name may be a new one that
/// can: what is told of it is no reason to call a page lost.
const TOO_SMALL: [&str; 6] = [
    "ANALYST",
    "CURATOR",
    "DIRECT_SPONSORED_CONTENT_POSTER",
    "LEAD_CAPTURE_ADMINISTRATOR",
    "LEAD_GEN_FORMS_MANAGER",
    "RECRUITING_POSTER",
];
/// What a role is in that is not in force.
const NOT_IN_FORCE: [&str; 3] = ["REJECTED", "REQUESTED", "REVOKED"];

/// The number of the organization that a URN names.
pub(super) fn page_number(urn: &str) -> Option<u64> {
    urn.strip_prefix(ORGANIZATION)?.parse().ok()
}

/// The account of an organization.
pub(super) fn page_id(number: u64) -> AccountId {
    AccountId(format!("{ORGANIZATION}{number}"))
}

/// What an inspection tells of a living token; nothing where it leaves that open.
pub(super) fn inspected(answer: &Answer) -> Result<Option<Inspection>, ProviderError> {
    if !answer.ok() {
        return match oauth::refusal(answer) {
            Some(ProviderError::AppRefused) => Err(ProviderError::AppRefused),
            Some(_) | None => Ok(None),
        };
    }
    let Some(facts) = answer.parsed::<Inspection>() else {
        return Ok(None);
    };
    match (facts.active, facts.status.as_deref()) {
        (Some(true), _) => Ok(Some(facts)),
        (Some(false), Some("expired")) => Err(ProviderError::No(Cause::Expired)),
        (Some(false), Some("revoked")) => Err(ProviderError::No(Cause::PermissionRemoved)),
        // The standard's whole answer about a token that is none (RFC 7662 section 2.2).
        (Some(false), None) => Err(ProviderError::No(Cause::Unknown)),
        (Some(false) | None, _) => Ok(None),
    }
}

#[derive(Deserialize)]
pub(super) struct Inspection {
    #[serde(default, deserialize_with = "lenient::flag")]
    active: Option<bool>,
    #[serde(default, deserialize_with = "lenient::text")]
    status: Option<String>,
    #[serde(default, deserialize_with = "lenient::scopes")]
    pub(super) scope: Option<Scopes>,
    #[serde(default, deserialize_with = "lenient::moment")]
    created_at: Option<Timestamp>,
    #[serde(default, deserialize_with = "lenient::moment")]
    expires_at: Option<Timestamp>,
}

impl Inspection {
    /// The dates of a token that nothing renews; `now` where its beginning is not told.
    pub(super) fn dates(&self, now: Timestamp) -> GrantDates {
        GrantDates {
            issued_at: self.created_at.unwrap_or(now),
            access_ends: self.expires_at,
            refresh_ends: None,
            data_access_ends: None,
            renewable: false,
        }
    }

    pub(super) fn is_young(&self, now: Timestamp) -> bool {
        let age = self.created_at.map(|created_at| now.since(created_at));
        // The two clocks may differ a little.
        age.is_some_and(|age| age.as_millis().abs() <= FALSELY_REVOKED_FOR.as_millis())
    }
}

/// A member, as OpenID Connect tells; the older interface has `id` for `sub`.
#[derive(Deserialize)]
pub(super) struct Member {
    #[serde(default, deserialize_with = "lenient::optional")]
    sub: Option<Id>,
    #[serde(default, deserialize_with = "lenient::optional")]
    id: Option<Id>,
    #[serde(default, deserialize_with = "lenient::text")]
    name: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    given_name: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    family_name: Option<String>,
}

impl Member {
    pub(super) fn described(self) -> Described {
        let member = self.sub.or(self.id);
        let parts: Vec<String> = self
            .given_name
            .into_iter()
            .chain(self.family_name)
            .collect();
        let in_parts = Some(parts.join(" ")).filter(|name| !name.is_empty());
        Described {
            id: member.map(|Id(member)| Id(format!("urn:li:person:{member}"))),
            kind: AccountKind::Profile,
            name: self.name.or(in_parts),
            handle: None,
        }
    }
}

/// Some of the roles that a member has on organizations.
#[derive(Deserialize)]
pub(super) struct Roles {
    pub(super) elements: List<Role>,
    #[serde(default, deserialize_with = "lenient::optional")]
    pub(super) paging: Option<Paging>,
}

/// A role on an organization, or on something else that has a URN. The newer and the older
/// interfaces call the organization by three names.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Role {
    #[serde(default, deserialize_with = "lenient::text")]
    organization: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    organization_target: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    organizational_target: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(super) role: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    state: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Paging {
    #[serde(default, deserialize_with = "lenient::number")]
    start: Option<i64>,
    #[serde(default, deserialize_with = "lenient::number")]
    count: Option<i64>,
    /// As it came: one that cannot be read is not one that was left out.
    #[serde(default)]
    total: Option<Value>,
    #[serde(default, deserialize_with = "lenient::optional")]
    links: Option<List<PageLink>>,
}

#[derive(Deserialize)]
struct PageLink {
    rel: String,
}

impl Paging {
    fn total(&self) -> Option<i64> {
        self.total.as_ref().and_then(lenient::whole)
    }

    /// Whether it plainly goes with an empty list after `seen`. As in every answer of LinkedIn's it is
    /// told from where the list goes on and how many would have come at once; a total is often left
    /// out, and one that is told too high ends with an empty answer.
    fn tells_of_no_more(&self, seen: usize) -> bool {
        let from = self.start.and_then(|start| usize::try_from(start).ok());
        let would_come = self.count.is_some_and(|count| count >= 0);
        let none_at_all = self.total.is_none() || self.total() == Some(0);
        from == Some(seen) && would_come && (seen > 0 || none_at_all)
    }
}

impl Roles {
    /// Whether more follow after `seen` before these. A server may give less at once than it was
    /// asked for, and a total that it tells too high ends with an empty answer; addresses are
    /// never taken from here.
    pub(super) fn go_on(&self, seen: usize, asked: usize) -> bool {
        let paging = self.paging.as_ref();
        let told = |number: fn(&Paging) -> Option<i64>| {
            paging
                .and_then(number)
                .and_then(|told| usize::try_from(told).ok())
        };
        let came = self.came();
        let at_once = told(|paging| paging.count).map_or(asked, |count| count.min(asked));
        let links = paging.and_then(|paging| paging.links.as_ref());
        let mut linked = links.into_iter().flat_map(|links| &links.items);
        let more = told(Paging::total).is_some_and(|total| total > seen + came);
        came > 0 && (came >= at_once || more || linked.any(|link| link.rel == "next"))
    }

    /// Whether it holds something, or says plainly that there is nothing after `seen`.
    pub(super) fn are_plausible(&self, seen: usize) -> bool {
        let paging = self.paging.as_ref();
        self.came() > 0 || paging.is_some_and(|paging| paging.tells_of_no_more(seen))
    }

    /// How many roles there were, also those that could not be read.
    pub(super) fn came(&self) -> usize {
        self.elements.items.len() + self.elements.unread
    }
}

impl Role {
    /// What it is a role on.
    pub(super) fn urn(&self) -> Option<&str> {
        let names = [
            &self.organization,
            &self.organization_target,
            &self.organizational_target,
        ];
        let mut named = names.into_iter().flatten().map(String::as_str);
        named.find(|named| named.starts_with("urn:li:"))
    }

    pub(super) fn is_in_force(&self) -> bool {
        let state = self.state.as_deref();
        state.is_none_or(|state| !NOT_IN_FORCE.contains(&state))
    }

    pub(super) fn suffices(&self) -> bool {
        let role = self.role.as_deref();
        role.is_none_or(|role| !TOO_SMALL.contains(&role))
    }
}

/// Organizations by their number.
#[derive(Deserialize)]
pub(super) struct Organizations {
    #[serde(deserialize_with = "lenient::entries")]
    pub(super) results: BTreeMap<u64, Organization>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Organization {
    #[serde(default, deserialize_with = "lenient::text")]
    pub(super) localized_name: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(super) vanity_name: Option<String>,
}
