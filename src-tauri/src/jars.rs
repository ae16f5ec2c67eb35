//! The cookies of a sign-in window as text, so that the next window can go on where one ended.
//! Nothing here touches the disk: the engine keeps the text sealed.

use domain::Secret;
use tauri::webview::cookie::Cookie;
use vault::LONGEST_JAR;

/// Stands in a line only where a cookie is meant for the hosts below its own too.
const BELOW: &str = "; Domain=.";

/// Cookies, each as the line of a `Set-Cookie` header. `Domain` is always there: with a leading dot
/// for the hosts below too, without one for that host alone.
#[derive(Clone)]
pub struct Cookies(Vec<Secret>);

impl Cookies {
    /// Those that a window holds.
    pub fn held(cookies: Vec<Cookie<'static>>) -> Cookies {
        Cookies(cookies.into_iter().map(line).collect())
    }

    /// Those of a jar. A text that is none of ours is an empty jar.
    pub fn read(jar: Option<&Secret>) -> Cookies {
        // The text is exposed to be taken apart; each line is a secret again.
        let lines = jar.and_then(|jar| serde_json::from_str::<Vec<String>>(jar.expose()).ok());
        Cookies(
            lines
                .unwrap_or_default()
                .into_iter()
                .map(Secret::new)
                .collect(),
        )
    }

    /// The text for a jar. What does not fit is left out, the longest first.
    pub fn written(&self) -> Secret {
        // Exposed to be sealed as one text.
        let lines = self
            .0
            .iter()
            .filter_map(|line| serde_json::to_string(line.expose()).ok());
        let mut lines: Vec<String> = lines.collect();
        lines.sort_by_key(String::len);
        let mut length = "[]".len();
        lines.retain(|line| {
            length += line.len() + ",".len();
            length <= LONGEST_JAR
        });
        Secret::new(format!("[{}]", lines.join(",")))
    }

    /// As a window takes them.
    pub fn each(&self) -> impl Iterator<Item = Cookie<'static>> {
        self.0.iter().filter_map(cookie)
    }

    /// Those that are not the same in `others`.
    pub fn beyond(&self, others: &Cookies) -> Cookies {
        let fresh = self.0.iter().filter(|line| !others.0.contains(line));
        Cookies(fresh.cloned().collect())
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

fn line(mut cookie: Cookie<'static>) -> Secret {
    if is_meant_for_hosts_below(&cookie) {
        show_dot(&mut cookie);
    }
    Secret::new(cookie.to_string())
}

fn cookie(line: &Secret) -> Option<Cookie<'static>> {
    // Exposed to be put into the window that it came from.
    let mut cookie = Cookie::parse(line.expose().to_owned()).ok()?;
    if line.expose().contains(BELOW) {
        show_dot(&mut cookie);
    }
    Some(cookie)
}

/// Browser engines tell the two kinds apart by a leading dot, and the crate takes one dot off
/// whenever it is asked: behind a second one it comes through.
fn show_dot(cookie: &mut Cookie<'static>) {
    if let Some(domain) = cookie.domain().map(|domain| format!("..{domain}")) {
        cookie.set_domain(domain);
    }
}

/// The dot that the engine put there is seen in the `Debug` form alone. Whatever else is a text is
/// taken out first.
fn is_meant_for_hosts_below(cookie: &Cookie<'static>) -> bool {
    let mut bare = cookie.clone();
    bare.set_name("");
    bare.set_value("");
    bare.set_path("");
    format!("{bare:?}").contains("\".")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(domain: &str) -> Cookie<'static> {
        Cookie::build(("session", "\".x=y\""))
            .domain(domain.to_owned())
            .path("/.p")
            .http_only(true)
            .build()
    }

    fn again(cookies: &Cookies) -> Cookies {
        Cookies::read(Some(&cookies.written()))
    }

    fn domains(cookies: &Cookies) -> Vec<String> {
        let domain = |cookie: Cookie| cookie.domain().map(str::to_owned);
        cookies.each().filter_map(domain).collect()
    }

    #[test]
    fn a_cookie_of_one_host_stays_with_it_and_one_of_a_domain_keeps_its_dot() {
        let cookies = Cookies::held(vec![held("127.0.0.1"), held(".network.example")]);
        let mut domains = domains(&again(&again(&cookies)));
        domains.sort();
        assert_eq!(domains, [".network.example", "127.0.0.1"]);
    }

    #[test]
    fn value_path_end_and_fences_survive() {
        let text = "a=b=\"c d\"; HttpOnly; SameSite=Lax; Secure; Path=/p; Domain=h.example; \
            Expires=Wed, 21 Oct 2099 07:28:00 GMT";
        let window = vec![Cookie::parse(text).unwrap()];
        let back: Vec<_> = again(&Cookies::held(window)).each().collect();
        assert_eq!(back[0].to_string(), text);
    }

    #[test]
    fn what_changed_is_told_from_what_was_there() {
        let before = Cookies::held(vec![held("a.example"), held("b.example")]);
        let after = Cookies::held(vec![held("b.example"), held("c.example")]);
        assert_eq!(domains(&after.beyond(&before)), ["c.example"]);
        assert!(again(&before).beyond(&before).is_empty());
        assert!(before.beyond(&again(&before)).is_empty());
    }

    #[test]
    fn a_jar_that_would_be_too_long_loses_its_longest_cookies() {
        let long = |n: usize| Cookie::new(format!("long{n}"), "\"".repeat(4_000));
        let mut window: Vec<Cookie> = (0..40).map(long).collect();
        window.push(held("a.example"));
        let cookies = Cookies::held(window);
        assert!(cookies.written().expose().len() <= LONGEST_JAR);
        let names: Vec<String> = again(&cookies)
            .each()
            .map(|cookie| cookie.name().to_owned())
            .collect();
        assert_eq!(names[0], "session");
        assert_eq!(names.len(), 8);
    }

    #[test]
    fn another_text_is_an_empty_jar() {
        for text in ["", "{}", "[1]", "[\"\"]"] {
            let jar = Secret::new(text.to_owned());
            assert_eq!(Cookies::read(Some(&jar)).each().count(), 0);
        }
        assert!(Cookies::read(None).is_empty());
    }
}
