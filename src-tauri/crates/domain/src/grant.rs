//! What one approval gave, without the tokens themselves.

use serde::{Deserialize, Serialize};

use crate::{GrantId, LoginId, Scopes, Timestamp, TokenKind};

/// The facts of a grant. The token set rests sealed in the vault under the same identity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// Our identity of it.
    pub id: GrantId,
    /// The login that approved.
    pub login: LoginId,
    /// Whose voice its token speaks with.
    pub kind: TokenKind,
    /// What the network granted.
    pub scopes: Scopes,
    /// When it begins and ends.
    pub dates: GrantDates,
    /// Counts the token sets that this grant has had; a higher one replaces a lower one.
    pub generation: u64,
}

/// When the parts of a grant end; `None` where the network sets no end or does not tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrantDates {
    /// When the network gave it.
    pub issued_at: Timestamp,
    /// When the access token stops working.
    pub access_ends: Option<Timestamp>,
    /// When the refresh token stops working.
    pub refresh_ends: Option<Timestamp>,
    /// When the network stops giving data although the token is valid (Facebook: 90 days).
    pub data_access_ends: Option<Timestamp>,
    /// Whether a fresh access token can be had without a person.
    pub renewable: bool,
}

impl GrantDates {
    /// With what a probe told of the access token. When the person approved, and whether and how long
    /// something renews the token, is known from the sign-in and from renewals alone.
    #[must_use]
    pub fn seen_anew(self, told: GrantDates) -> GrantDates {
        GrantDates {
            // A token that was extended since is younger than the approval.
            issued_at: told.issued_at.min(self.issued_at),
            refresh_ends: self.refresh_ends,
            renewable: self.renewable,
            ..told
        }
    }
}

/// A date on which a person is needed, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadline {
    /// The date after which only a person can help.
    pub by: Timestamp,
    /// What ends then.
    pub because: ExpiryKind,
}

/// What ends on a date that needs a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum ExpiryKind {
    /// The sign-in: nothing works any more.
    SignInEnds,
    /// The access to data, although the sign-in lives on.
    DataAccessEnds,
}

impl GrantDates {
    /// The next date on which a person is needed: the end of the refresh token, the end of the
    /// data access, or the end of the access token when nothing can renew it.
    ///
    /// An hourly access token that renews itself never makes a person act. Where both end at once,
    /// the sign-in is named: it is the greater loss.
    pub fn need(&self) -> Option<Deadline> {
        let token = if self.renewable {
            self.refresh_ends
        } else {
            self.access_ends
        };
        let need = |because| move |by| Deadline { by, because };
        let ends = [
            token.map(need(ExpiryKind::SignInEnds)),
            self.data_access_ends.map(need(ExpiryKind::DataAccessEnds)),
        ];
        ends.into_iter().flatten().min_by_key(|need| need.by)
    }

    /// The date after which only a person can help.
    pub fn needs_human_by(&self) -> Option<Timestamp> {
        self.need().map(|need| need.by)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Span;

    fn at(day: i64) -> Option<Timestamp> {
        Some(Timestamp::default().plus(Span::from_days(day)))
    }

    fn dates(access: Option<Timestamp>, renewable: bool) -> GrantDates {
        GrantDates {
            issued_at: Timestamp::default(),
            access_ends: access,
            refresh_ends: None,
            data_access_ends: None,
            renewable,
        }
    }

    #[test]
    fn a_look_tells_of_the_access_token_and_leaves_approval_and_renewal_as_they_are() {
        let known = GrantDates {
            refresh_ends: at(365),
            ..dates(at(60), true)
        };
        let told = GrantDates {
            issued_at: Timestamp::default().plus(Span::from_days(30)),
            data_access_ends: at(120),
            ..dates(at(90), false)
        };
        let seen = known.seen_anew(told);
        assert_eq!((seen.access_ends, seen.data_access_ends), (at(90), at(120)));
        assert_eq!((seen.refresh_ends, seen.renewable), (at(365), true));
        assert_eq!(seen.issued_at, known.issued_at);
        let earlier = known.issued_at.plus(Span::from_days(-1));
        let told = GrantDates {
            issued_at: earlier,
            ..told
        };
        assert_eq!(known.seen_anew(told).issued_at, earlier);
    }

    #[test]
    fn an_access_token_that_renews_itself_calls_nobody() {
        assert_eq!(dates(at(1), true).needs_human_by(), None);
    }

    #[test]
    fn an_access_token_that_nothing_renews_calls_a_person_at_its_end() {
        assert_eq!(dates(at(60), false).needs_human_by(), at(60));
    }

    #[test]
    fn a_page_token_without_an_end_still_ends_with_the_data_access() {
        let dates = GrantDates {
            data_access_ends: at(90),
            ..dates(None, false)
        };
        assert_eq!(dates.needs_human_by(), at(90));
    }

    proptest! {
        #[test]
        fn it_never_lies_after_an_end_that_only_a_person_can_move(
            access in 0i64..400, refresh in 0i64..400, data in 0i64..400, renewable: bool
        ) {
            let dates = GrantDates {
                refresh_ends: at(refresh), data_access_ends: at(data), ..dates(at(access), renewable)
            };
            let by = dates.needs_human_by();
            prop_assert!(by <= at(data));
            let token = if renewable { refresh } else { access };
            prop_assert!(by <= at(token));
        }

        #[test]
        fn what_is_named_as_the_reason_ends_on_the_day_that_is_named(
            access in proptest::option::of(0i64..400),
            refresh in proptest::option::of(0i64..400),
            data in proptest::option::of(0i64..400),
            renewable: bool
        ) {
            let end = |day: Option<i64>| day.and_then(at);
            let dates = GrantDates {
                refresh_ends: end(refresh),
                data_access_ends: end(data),
                ..dates(end(access), renewable)
            };
            let token = end(if renewable { refresh } else { access });
            match dates.need() {
                None => prop_assert_eq!((token, dates.data_access_ends), (None, None)),
                Some(Deadline { by, because: ExpiryKind::SignInEnds }) => {
                    prop_assert_eq!(Some(by), token);
                }
                Some(Deadline { by, because: ExpiryKind::DataAccessEnds }) => {
                    prop_assert_eq!(Some(by), dates.data_access_ends);
                    prop_assert!(token.is_none_or(|token| by < token), "the sign-in goes first");
                }
            }
        }

        #[test]
        fn a_later_end_never_calls_earlier(
            access in 0i64..400, refresh in 0i64..400, data in 0i64..400, more in 0i64..400,
            renewable: bool
        ) {
            let dates = |more: i64| GrantDates {
                refresh_ends: at(refresh + more),
                data_access_ends: at(data + more),
                ..dates(at(access + more), renewable)
            };
            prop_assert!(dates(0).needs_human_by() <= dates(more).needs_human_by());
        }
    }
}
