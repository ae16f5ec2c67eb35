//! Opens the pages that the guides about the networks name, and no others, whatever the window asks
//! for: an address of its own could carry something away.

use protocol::{Failure, Reply};
use tauri::Url;

use crate::addresses::{Addresses, Admitted};
use crate::browser;

/// Every `<https://…>` of `docs/networks/`.
const NAMED: &[&str] = include!(concat!(env!("OUT_DIR"), "/guide_pages.rs"));

/// Opens one, and answers once it is known whether a browser has it.
pub async fn open(address: String) -> Result<Reply, Failure> {
    let page = find(&address).ok_or(Failure::Gone)?;
    match browser::open(page).await {
        Ok(()) => Ok(Reply::DONE),
        Err(problem) => {
            tracing::warn!(%problem, "no browser opened");
            Err(Failure::NoBrowser { address })
        }
    }
}

fn find(address: &str) -> Option<Admitted> {
    let named = NAMED.iter().find(|named| **named == address)?;
    let page = Url::parse(named).ok()?;
    Addresses::real().admit(&page).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_that_a_guide_names_can_be_opened() {
        assert!(NAMED.len() > 5, "{NAMED:?}");
        for named in NAMED {
            assert!(find(named).is_some(), "{named}");
        }
    }

    #[test]
    fn no_other_page_is_opened() {
        let named = NAMED[0];
        for other in [
            "",
            "https://example.com/",
            "http://127.0.0.1/",
            "file:///etc/passwd",
            &format!("{named}?carried=away"),
            &format!("{named}#carried-away"),
            &format!(" {named}"),
            &named.replace("https://", "http://"),
        ] {
            assert_eq!(find(other), None, "{other}");
        }
    }
}
