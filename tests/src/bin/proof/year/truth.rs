//! What the practice networks say about a sign-in. Nothing of the app decides here.

use journeys::Trouble;
use serde_json::Value;

use super::cast::Login;

/// What the networks knew at one moment.
pub struct Truth(pub Value);

impl Truth {
    /// Whether a location of a sign-in can be used by the tokens that the network gave out.
    pub fn is_usable(&self, login: &Login, name: &str) -> Result<bool, Trouble> {
        let host = login.host();
        let network = &self.0["networks"][host];
        let people = network["people"].as_array().into_iter().flatten();
        let mut people = people.filter(|one| {
            let name = one["name"].as_str().unwrap_or_default();
            name.contains(login.person)
        });
        let nobody = || Trouble::unexpected(format!("nobody named {} at {host}", login.person));
        let person = people.next().ok_or_else(nobody)?;
        let page = || {
            let name = login.hangs_on.or(login.chooses).unwrap_or(name);
            let mut pages = person["pages"].as_array().into_iter().flatten();
            pages.find(|page| page["name"] == name)
        };
        let lives = |of: &Value| of["live_tokens"].as_u64().unwrap_or(0) > 0;
        let untroubled = |of: &Value| of["troubles"].as_array().is_some_and(Vec::is_empty);
        Ok(match host {
            "facebook" => page().is_some_and(lives),
            "youtube" => page().is_some_and(|page| lives(page) && untroubled(page)),
            "linkedin" => lives(person) && page().is_none_or(untroubled),
            _ => lives(person),
        })
    }
}
