//! What an answer tells of the account that a token speaks for. Any of it may be missing.

use domain::{Account, AccountId, AccountKind};

use crate::lenient::Id;
use crate::{Answer, ProbeResult, ProviderError};

pub(crate) struct Described {
    pub(crate) id: Option<Id>,
    pub(crate) kind: AccountKind,
    /// What people know it by.
    pub(crate) name: Option<String>,
    /// As people write it.
    pub(crate) handle: Option<String>,
}

impl Described {
    /// An account that has a user name and may have a name.
    pub(crate) fn by_user_name(
        id: Option<Id>,
        kind: AccountKind,
        user_name: Option<String>,
        name: Option<String>,
    ) -> Described {
        Described {
            id,
            kind,
            handle: user_name.as_ref().map(|user_name| format!("@{user_name}")),
            name: name.or(user_name),
        }
    }

    /// The account as it is found; `None` without an identity. One without a name goes by its
    /// identity.
    pub(crate) fn found(self) -> Option<Account> {
        let Id(id) = self.id?;
        Some(Account {
            kind: self.kind,
            name: self.name.unwrap_or_else(|| id.clone()),
            handle: self.handle,
            id: AccountId(id),
        })
    }

    /// The one account that a sign-in is for.
    pub(crate) fn account(self, answer: &Answer) -> Result<Account, ProviderError> {
        self.found()
            .ok_or_else(|| ProviderError::unrecognised(answer))
    }

    /// What a probe for `asked` saw, with no more than the account. Whatever names an account and
    /// contradicts nothing speaks of the one that was asked about; that a token speaks for another
    /// one is believed only of an answer that names it as well.
    pub(crate) fn seen(
        self,
        asked: &AccountId,
        answer: &Answer,
    ) -> Result<ProbeResult, ProviderError> {
        let id = self.id.map(|Id(id)| AccountId(id));
        let is_asked = id.as_ref() == Some(asked);
        if !is_asked && self.name.is_none() {
            return Err(ProviderError::unrecognised(answer));
        }
        Ok(ProbeResult {
            account: id.unwrap_or_else(|| asked.clone()),
            name: self.name.unwrap_or_default(),
            handle: self.handle,
            scopes: None,
            dates: None,
            credits: vec![],
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::answer;

    fn described(id: Option<&str>, name: Option<&str>) -> Described {
        let text = |text: Option<&str>| text.map(str::to_owned);
        Described {
            id: id.map(|id| Id(id.to_owned())),
            ..Described::by_user_name(None, AccountKind::Account, text(name), None)
        }
    }

    fn seen(id: Option<&str>, name: Option<&str>) -> Option<(String, String)> {
        let asked = AccountId("1".into());
        let seen = described(id, name).seen(&asked, &answer(200, "{}"));
        seen.ok().map(|seen| (seen.account.0, seen.name))
    }

    #[test]
    fn an_answer_that_lacks_something_speaks_of_the_account_that_was_asked_about() {
        let of = |id: &str, name: &str| Some((id.to_owned(), name.to_owned()));
        assert_eq!(seen(Some("1"), Some("shop")), of("1", "shop"));
        assert_eq!(seen(Some("1"), None), of("1", ""));
        assert_eq!(seen(None, Some("shop")), of("1", "shop"));
        assert_eq!(seen(Some("2"), Some("other")), of("2", "other"));
    }

    #[test]
    fn half_an_answer_names_nobody_else() {
        assert_eq!(seen(Some("2"), None), None);
        assert_eq!(seen(None, None), None);
    }

    #[test]
    fn a_sign_in_needs_an_identity_and_nothing_more() {
        let account = |id, name| described(id, name).account(&answer(200, "{}")).ok();
        let bare = account(Some("1"), None).unwrap();
        assert_eq!((bare.name.as_str(), bare.handle), ("1", None));
        let whole = account(Some("1"), Some("shop")).unwrap();
        assert_eq!(whole.handle.as_deref(), Some("@shop"));
        assert_eq!(account(None, Some("shop")), None);
    }
}
