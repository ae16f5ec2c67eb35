//! Somebody at a browser who follows a stranger wherever it leads.

use std::time::Duration;

use journeys::Trouble;
use reqwest::header::LOCATION;
use url::Url;

/// How long a person waits for a page.
const PATIENCE: Duration = Duration::from_secs(5);

/// How a sign-in at a stranger ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ended {
    /// With a location on the list.
    Connected,
    /// The app said no, with a reason.
    Refused,
    /// Nothing that led back was believed, so that the person gave up.
    GivenUp,
}

impl Ended {
    pub fn word(self) -> &'static str {
        match self {
            Ended::Connected => "connected",
            Ended::Refused => "refused",
            Ended::GivenUp => "given up",
        }
    }
}

/// A browser without anything in it.
pub struct Guest(reqwest::Client);

impl Guest {
    pub fn new() -> Guest {
        Guest(journeys::client::plain())
    }

    /// Where the page of a sign-in leads at once, if anywhere.
    pub async fn is_led(&self, page: &Url) -> Option<String> {
        let answer = self.open(page).await?;
        let led = answer.headers().get(LOCATION)?;
        Some(led.to_str().ok()?.to_owned())
    }

    /// Follows to the listener that waits on this computer, as a browser does.
    pub async fn follows(&self, address: &Url) -> Result<(), Trouble> {
        self.open(address).await;
        Ok(())
    }

    async fn open(&self, page: &Url) -> Option<reqwest::Response> {
        let as_a_page = self
            .0
            .get(page.clone())
            .header("sec-fetch-mode", "navigate")
            .header("sec-fetch-dest", "document")
            .timeout(PATIENCE);
        as_a_page.send().await.ok()
    }
}
