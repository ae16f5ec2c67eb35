//! A person at a browser: opens a sign-in, fills its forms in, and is led back to the app.

use std::collections::BTreeMap;

use reqwest::header::{COOKIE, LOCATION, SET_COOKIE};
use url::Url;

use super::TestResult;
use super::forms::{self, Form};
use crate::{Trouble, client};

/// More pages than any sign-in has.
const MOST_PAGES: usize = 12;

/// Where a sign-in leads back to whose address does not say so, because what it asks for was sent
/// ahead (RFC 9126): the port of the listener is known to the network alone.
const PUSHED: &str = "http://127.0.0.1:";

/// A person with a browser of their own.
pub struct Person {
    name: String,
    /// Pages to tick; without them everything stays as the page proposes it.
    ticks: Option<Vec<String>>,
    /// What to choose where one approval is for one of several.
    chooses: Option<String>,
    /// Permissions to untick.
    declines: Vec<String>,
    http: reqwest::Client,
    cookies: BTreeMap<(String, String), String>,
    pressed: Vec<String>,
}

/// What a person does on a page that is not one of practice.
pub enum Move {
    /// Sends a form as it is filled in.
    Send(Form),
    /// Follows a link.
    Follow(String),
}

/// Where a person ended up.
#[derive(Debug)]
pub enum Page {
    /// Led back to the app.
    Back(Url),
    /// A page of the network.
    Shown {
        /// Its address.
        at: Url,
        /// Its source.
        html: String,
    },
}

impl Person {
    /// A person as the sign-in pages name them: `Jana Weiss`, `@alice`.
    pub fn named(name: &str) -> Person {
        Person {
            name: name.to_owned(),
            ticks: None,
            chooses: None,
            declines: vec![],
            http: client::plain(),
            cookies: BTreeMap::new(),
            pressed: vec![],
        }
    }

    /// The same browser, somebody else at it.
    pub fn becomes(mut self, name: &str) -> Person {
        self.name = name.to_owned();
        self
    }

    /// Ticks these pages and no others.
    pub fn ticking(mut self, pages: &[&str]) -> Person {
        self.ticks = Some(pages.iter().map(|page| (*page).to_owned()).collect());
        self
    }

    /// Chooses this one where one approval is for one of several.
    pub fn choosing(mut self, name: &str) -> Person {
        self.chooses = Some(name.to_owned());
        self
    }

    /// Unticks a permission.
    pub fn declining(mut self, permission: &str) -> Person {
        self.declines.push(permission.to_owned());
        self
    }

    /// The buttons that were pressed so far.
    pub fn pressed(&self) -> &[String] {
        &self.pressed
    }

    /// Signs in where needed, ticks, approves, and gives the address that leads back.
    pub async fn approves(&mut self, sign_in: &Url) -> TestResult<Url> {
        self.walk(sign_in, &["approve"]).await
    }

    /// Signs in where needed and says no.
    pub async fn cancels(&mut self, sign_in: &Url) -> TestResult<Url> {
        self.walk(sign_in, &["deny", "cancel"]).await
    }

    /// Goes through the pages of a sign-in that others wrote: `choose` says what to do on each.
    pub async fn walks(
        &mut self,
        sign_in: &Url,
        choose: impl Fn(&[Form]) -> Option<Move>,
    ) -> TestResult<Url> {
        let back = led_back(sign_in).unwrap_or_else(|| PUSHED.to_owned());
        let mut page = self.get(sign_in.clone(), Some(&back)).await?;
        for _ in 0..MOST_PAGES {
            let (at, html) = match page {
                Page::Back(address) => return Ok(address),
                Page::Shown { at, html } => (at, html),
            };
            let chosen = choose(&forms::read(&html));
            page = match chosen.ok_or_else(|| Trouble::unexpected(forms::text(&html)))? {
                Move::Send(form) => self.press(&at, &form, "", Some(&back)).await?,
                Move::Follow(link) => {
                    let link = at.join(&link).map_err(Trouble::because)?;
                    self.get(link, Some(&back)).await?
                }
            };
        }
        Err(Trouble::unexpected("the sign-in goes in a circle"))
    }

    /// Opens an address and looks, without pressing anything.
    pub async fn opens(&mut self, address: &Url) -> TestResult<Page> {
        let back = led_back(address);
        self.get(address.clone(), back.as_deref()).await
    }

    /// Opens a network's permissions page and presses the button whose id begins so.
    pub async fn removes_app(&mut self, settings: &Url) -> TestResult {
        let mut page = self.opens(settings).await?;
        for _ in 0..MOST_PAGES {
            let (at, html) = page.shown()?;
            let forms = forms::read(&html);
            let removes = |id: &str| id == "remove" || id.starts_with("revoke-");
            if let Some((form, id)) = find(&forms, removes) {
                return self.press(&at, &form, &id, None).await.map(drop);
            }
            let (form, id) = find(&forms, |id| id == "login")
                .ok_or_else(|| Trouble::unexpected(forms::text(&html)))?;
            let form = self.signing_in(form)?;
            page = self.press(&at, &form, &id, None).await?;
        }
        Err(Trouble::unexpected("the settings go in a circle"))
    }

    async fn walk(&mut self, sign_in: &Url, last: &[&str]) -> TestResult<Url> {
        let back = led_back(sign_in).unwrap_or_else(|| PUSHED.to_owned());
        let mut page = self.get(sign_in.clone(), Some(&back)).await?;
        for _ in 0..MOST_PAGES {
            let (at, html) = match page {
                Page::Back(address) => return Ok(address),
                Page::Shown { at, html } => (at, html),
            };
            let forms = forms::read(&html);
            let (form, id) = self.choose(&forms, &html, last)?;
            page = self.press(&at, &form, &id, Some(&back)).await?;
        }
        Err(Trouble::unexpected("the sign-in goes in a circle"))
    }

    /// What a person does on the page before them.
    fn choose(&self, forms: &[Form], html: &str, last: &[&str]) -> TestResult<(Form, String)> {
        let consent = find(forms, |id| id == "approve");
        if consent.is_some() && !forms::text(html).contains(&self.name) {
            let other = find(forms, |id| id == "other");
            return other.ok_or_else(|| Trouble::unexpected("somebody else is signed in"));
        }
        if consent.is_some() {
            let (form, id) = find(forms, |id| last.contains(&id))
                .ok_or_else(|| Trouble::unexpected("a consent without the wanted button"))?;
            return Ok((self.ticked(form)?, id));
        }
        // Whoever wants to cancel does so on the first page that lets them.
        if let Some(end) = find(forms, |id| last.contains(&id)) {
            return Ok(end);
        }
        if let Some(confirm) = find(forms, |id| id == "confirm") {
            return Ok(confirm);
        }
        let (form, id) = find(forms, |id| id == "login")
            .ok_or_else(|| Trouble::unexpected(forms::text(html)))?;
        Ok((self.signing_in(form)?, id))
    }

    fn signing_in(&self, mut form: Form) -> TestResult<Form> {
        let mut found = false;
        for field in form.fields.iter_mut().filter(|f| f.kind == "radio") {
            field.on = field.label.contains(&self.name);
            found |= field.on;
        }
        match found {
            true => Ok(form),
            false => Err(Trouble::unexpected(format!("nobody named {}", self.name))),
        }
    }

    fn ticked(&self, mut form: Form) -> TestResult<Form> {
        for field in &mut form.fields {
            if field.name == "scope" && self.declines.contains(&field.value) {
                field.on = false;
            }
            if let ("choice", Some(name)) = (field.name.as_str(), &self.chooses) {
                field.on = field.label.starts_with(name.as_str());
            }
            if let ("page", Some(ticks)) = (field.name.as_str(), &self.ticks) {
                field.on = ticks.iter().any(|tick| field.label.starts_with(tick));
            }
        }
        let wanted = self.ticks.as_ref().map_or(0, Vec::len);
        let ticked = form.fields.iter().filter(|f| f.name == "page" && f.on);
        match self.ticks.is_some() && ticked.count() != wanted {
            true => Err(Trouble::unexpected("a page to tick is not there")),
            false => Ok(form),
        }
    }

    async fn press(
        &mut self,
        at: &Url,
        form: &Form,
        id: &str,
        back: Option<&str>,
    ) -> TestResult<Page> {
        self.pressed.push(id.to_owned());
        let button = form.buttons.iter().filter(|button| button.id == id);
        let mut pairs: Vec<(&str, &str)> = button
            .map(|button| (button.name.as_str(), button.value.as_str()))
            .collect();
        let on = form.fields.iter().filter(|field| field.on);
        pairs.extend(on.map(|field| (field.name.as_str(), field.value.as_str())));
        let action = at.join(&form.action).map_err(Trouble::because)?;
        let request = self.http.post(action.clone()).form(&pairs);
        self.follow(action, request, back).await
    }

    async fn get(&mut self, address: Url, back: Option<&str>) -> TestResult<Page> {
        let request = self.http.get(address.clone());
        self.follow(address, request, back).await
    }

    /// Goes where the answers lead, until a page is shown or the app's address is reached.
    async fn follow(
        &mut self,
        mut at: Url,
        mut request: reqwest::RequestBuilder,
        back: Option<&str>,
    ) -> TestResult<Page> {
        for _ in 0..MOST_PAGES {
            let answer = request.header(COOKIE, self.cookies_for(&at)).send().await;
            let answer = answer.map_err(Trouble::because)?;
            for cookie in answer.headers().get_all(SET_COOKIE) {
                self.keep(&at, cookie.to_str().map_err(Trouble::because)?);
            }
            let Some(location) = answer.headers().get(LOCATION) else {
                let html = answer.text().await.map_err(Trouble::because)?;
                return Ok(Page::Shown { at, html });
            };
            at = at
                .join(location.to_str().map_err(Trouble::because)?)
                .map_err(Trouble::because)?;
            if back.is_some_and(|back| leads_back(&at, back)) {
                return Ok(Page::Back(at));
            }
            request = self.http.get(at.clone());
        }
        Err(Trouble::unexpected("redirects without an end"))
    }

    fn cookies_for(&self, at: &Url) -> String {
        let here = self.cookies.iter();
        let here = here.filter(|((site, _), _)| site == at.authority());
        let pairs: Vec<String> = here.map(|((_, n), v)| format!("{n}={v}")).collect();
        pairs.join("; ")
    }

    fn keep(&mut self, at: &Url, cookie: &str) {
        let pair = cookie.split(';').next().unwrap_or_default();
        if let Some((name, value)) = pair.split_once('=') {
            let key = (at.authority().to_owned(), name.to_owned());
            match value.is_empty() {
                true => self.cookies.remove(&key),
                false => self.cookies.insert(key, value.to_owned()),
            };
        }
    }
}

impl Page {
    /// The words on the page.
    pub fn words(&self) -> String {
        match self {
            Page::Back(address) => address.to_string(),
            Page::Shown { html, .. } => forms::text(html),
        }
    }

    fn shown(self) -> TestResult<(Url, String)> {
        match self {
            Page::Shown { at, html } => Ok((at, html)),
            Page::Back(_) => Err(Trouble::unexpected("led back to the app")),
        }
    }
}

/// Where a sign-in says it will lead back to.
fn led_back(sign_in: &Url) -> Option<String> {
    let mut pairs = sign_in.query_pairs();
    let found = pairs.find(|(name, _)| name == "redirect_uri")?;
    Some(found.1.into_owned())
}

fn leads_back(at: &Url, back: &str) -> bool {
    at.as_str().starts_with(back) && (back != PUSHED || at.path().starts_with("/callback/"))
}

fn find(forms: &[Form], wanted: impl Fn(&str) -> bool) -> Option<(Form, String)> {
    forms.iter().find_map(|form| {
        let button = form.buttons.iter().find(|button| wanted(&button.id))?;
        Some((form.clone(), button.id.clone()))
    })
}
