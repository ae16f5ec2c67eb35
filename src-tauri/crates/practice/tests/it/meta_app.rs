//! What an app does with the two networks of Meta's that have a sign-in of their own.

use serde_json::{Value, json};

use crate::browser::{Answer, Browser, address, get};
use crate::facebook_app::refused;
use crate::kit::{App, text};

pub const HOUR: i64 = 3_600;
pub const DAY: i64 = 24 * HOUR;
pub const PASSWORD_WORDS: &str = "Error validating access token: The session has been invalidated \
    because the user changed their password or Facebook has changed the session for security \
    reasons.";

/// What the two call their grants, and where they show whose account it is.
#[derive(Clone, Copy)]
pub struct Words {
    pub exchange: &'static str,
    pub renew: &'static str,
    pub me: &'static str,
}

pub struct Meta {
    pub app: App,
    pub words: Words,
}

impl Meta {
    pub async fn exchange(&self, token: &str, secret: &str) -> Answer {
        let params = [
            ("grant_type", self.words.exchange),
            ("client_secret", secret),
            ("access_token", token),
        ];
        get(address(&self.app.origin(), "access_token", &params)).await
    }

    pub async fn renew(&self, token: &str) -> Answer {
        let params = [("grant_type", self.words.renew), ("access_token", token)];
        get(address(&self.app.origin(), "refresh_access_token", &params)).await
    }

    pub async fn read(&self, token: &str, path: &str) -> Answer {
        let mut url = self.app.url(path);
        url.query_pairs_mut().append_pair("access_token", token);
        get(url).await
    }

    pub async fn me(&self, token: &str) -> Answer {
        self.read(token, self.words.me).await
    }

    /// The hour's token of a fresh approval, whichever shape the answer has.
    pub async fn short(&self, person: &str) -> String {
        let given = self.app.tokens(person).await;
        let plain = given.get("data").map_or(&given, |list| &list[0]);
        text(plain, "access_token")
    }

    pub async fn long(&self, person: &str) -> String {
        let short = self.short(person).await;
        let given = self.exchange(&short, &self.app.secret).await;
        assert_eq!(given.status, 200, "{}", given.text);
        text(&given.json(), "access_token")
    }

    /// Pressing the only way out of each page up to the callback address.
    pub async fn cancelled(&self, person: &str) -> Answer {
        let mut browser = Browser::new();
        let page = browser.get(self.app.authorize(&[])).await;
        let page = self.app.sign_in(&mut browser, &page, person).await;
        self.app.press(&mut browser, &page, "cancel", &[]).await
    }

    /// The life of a token: an hour, sixty days, and sixty more for one that is a day old.
    pub async fn lives_as_documented(&self, person: &str, days: i64) {
        let short = self.short(person).await;
        assert_eq!(refused(&self.renew(&short).await), (100, None));
        assert_eq!(refused(&self.exchange(&short, "x").await), (1, None));
        let long = self.exchange(&short, &self.app.secret).await.json();
        assert_eq!(long["token_type"], "bearer");
        assert_eq!(long["expires_in"], days);
        let long = text(&long, "access_token");
        assert_ne!(long, short);
        let again = self.exchange(&long, &self.app.secret).await;
        assert_eq!(refused(&again), (452, None));
        self.app.later(HOUR).await;
        assert_eq!(refused(&self.me(&short).await), (190, Some(463)));
        let late = self.exchange(&short, &self.app.secret).await;
        assert_eq!(refused(&late), (190, Some(463)));

        assert_eq!(refused(&self.renew(&long).await), (100, None));
        self.app.later(23 * HOUR).await;
        let renewed = self.renew(&long).await.json();
        assert_eq!(renewed["expires_in"], days);
        let renewed = text(&renewed, "access_token");
        assert_eq!(self.me(&long).await.status, 200);
        self.app.later(59 * DAY + HOUR).await;
        assert_eq!(refused(&self.me(&long).await), (190, Some(463)));
        assert_eq!(refused(&self.renew(&long).await), (190, Some(463)));
        assert_eq!(self.me(&renewed).await.status, 200);
    }

    /// Trouble of one person's tokens, which another's do not notice.
    pub async fn tokens_die(&self, person: &str, other: &str) {
        let untouched = self.long(other).await;
        for (kind, subcode) in [
            ("expired", Some(463)),
            ("password_changed", Some(460)),
            ("logged_out", Some(467)),
            ("session_replaced", None),
            ("app_removed", Some(458)),
        ] {
            let token = self.long(person).await;
            self.app
                .trouble(json!({"kind": kind, "person": person}))
                .await;
            for answer in [self.me(&token).await, self.renew(&token).await] {
                assert_eq!(answer.status, 400, "{kind}");
                assert_eq!(refused(&answer), (190, subcode), "{kind}");
            }
            assert_eq!(self.me(&untouched).await.status, 200, "{kind}");
        }
    }

    /// Trouble that leaves tokens as they are.
    pub async fn tokens_rest(&self, person: &str, throttled: (u64, Option<u64>)) {
        let token = self.long(person).await;
        for (trouble, said) in [
            (
                json!({"kind": "checkpoint", "person": person}),
                (190, Some(459)),
            ),
            (
                json!({"kind": "account_suspended", "person": person}),
                (190, Some(490)),
            ),
            (json!({"kind": "rate_limited", "person": person}), throttled),
            (json!({"kind": "rate_limited"}), (4, None)),
        ] {
            self.app.trouble(trouble.clone()).await;
            assert_eq!(refused(&self.me(&token).await), said, "{trouble}");
            self.app.calm().await;
            assert_eq!(self.me(&token).await.status, 200, "{trouble}");
        }
        self.app.trouble(json!({"kind": "outage"})).await;
        let answer = self.me(&token).await;
        assert_eq!(answer.status, 503);
        assert_eq!(answer.json()["error"]["is_transient"], true);
        let page = Browser::new().get(self.app.authorize(&[])).await;
        assert!(page.status == 503 && page.text.contains("something went wrong"));
    }

    /// Trouble of the app hits everybody.
    pub async fn app_breaks(&self, people: [&str; 2]) {
        for (kind, words) in [
            ("blanket_reset", PASSWORD_WORDS),
            (
                "app_deleted",
                "Error validating application. Application has been deleted",
            ),
        ] {
            let tokens = [self.long(people[0]).await, self.long(people[1]).await];
            self.app.trouble(json!({ "kind": kind })).await;
            for token in tokens {
                let answer = self.me(&token).await;
                assert_eq!(answer.json()["error"]["code"], 190, "{kind}");
                assert_eq!(answer.json()["error"]["message"], words, "{kind}");
            }
        }
        let page = Browser::new().get(self.app.authorize(&[])).await;
        assert!(page.went_nowhere() && page.status == 400);
        self.app.calm().await;
        let token = self.long(people[0]).await;
        self.app.trouble(json!({"kind": "secret_changed"})).await;
        assert_eq!(refused(&self.me(&token).await), (190, Some(460)));
        let code = self
            .app
            .code(&mut Browser::new(), people[0], self.app.authorize(&[]))
            .await;
        assert_eq!(self.app.redeem(&code, &[]).await.status, 400);
    }

    /// Follows the list's addresses to its end.
    pub async fn all(&self, first: Answer) -> Vec<Value> {
        let (mut seen, mut page) = (Vec::new(), first.json());
        loop {
            seen.extend(page["data"].as_array().unwrap().clone());
            let Some(next) = page["paging"]["next"].as_str() else {
                return seen;
            };
            page = get(next.parse().unwrap()).await.json();
        }
    }
}
