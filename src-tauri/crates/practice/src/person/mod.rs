//! Somebody of the sample who signs in: reads the pages as a person does, fills their forms in and
//! presses their buttons, until the network leads back. For whoever wants to see much without
//! clicking through every page; the networks let nobody in by another door.

mod browser;
mod forms;

use std::io;

use url::Url;

use self::browser::{Browser, Shown};
use self::forms::Form;

/// More pages than any sign-in has.
const MOST_PAGES: usize = 12;
/// Whichever of these a page shows is pressed, the first of them first.
const BUTTONS: [&str; 3] = ["approve", "confirm", "login"];

/// Somebody of the sample.
#[derive(Debug, Clone, Copy)]
pub struct Person<'a> {
    /// As the sign-in pages name them: `Jana Weiss`, `@alice`.
    pub name: &'a str,
    /// What they choose where one approval is for one of several.
    pub chooses: Option<&'a str>,
}

impl Person<'_> {
    /// Signs in, approves all that is asked for, and gives the address that leads back.
    pub async fn approves(&self, sign_in: &Url) -> io::Result<Url> {
        let pairs = sign_in.query_pairs();
        let mut named = pairs.filter(|(name, _)| name == "redirect_uri");
        let back = named.next().map(|(_, address)| address.into_owned());
        let mut browser = Browser::at(sign_in, back);
        let mut shown = browser.go(sign_in.clone(), None).await?;
        for _ in 0..MOST_PAGES {
            let (at, html) = match shown {
                Shown::Back(address) => return Ok(address),
                Shown::Page { at, html } => (at, html),
            };
            let (form, pairs) = self.answers(forms::read(&html))?;
            let to = at.join(&form.action).map_err(io::Error::other)?;
            shown = browser.go(to, Some(&pairs)).await?;
        }
        Err(io::Error::other("the sign-in goes in a circle"))
    }

    fn answers(&self, forms: Vec<Form>) -> io::Result<(Form, Vec<(String, String)>)> {
        let id = BUTTONS
            .iter()
            .find(|id| forms.iter().any(|form| form.button(id).is_some()));
        let found = id.and_then(|id| {
            let mut forms = forms.into_iter();
            let mut form = forms.find(|form| form.button(id).is_some())?;
            form.choose("person", |label| label.contains(self.name));
            if let Some(name) = self.chooses {
                form.choose("choice", |label| label.starts_with(name));
            }
            let pairs = form.pressed(form.button(id)?);
            Some((form, pairs))
        });
        found.ok_or_else(|| io::Error::other("a page without a way on"))
    }
}
