//! A web page under WebDriver, worked as a person would: by role and name.
//!
//! Every search waits until exactly one visible element fits, so that a journey needs no pauses
//! and cannot press the wrong one of two.

use std::{fs, path::Path, time::Duration};

use fantoccini::{
    Client, Locator,
    elements::Element,
    error::CmdError,
    wd::{WebDriverCompatibleCommand, WindowHandle},
};
use serde_json::Value;

use crate::{Trouble, wait};

const LIMIT: Duration = Duration::from_secs(20);

pub struct Page {
    client: Client,
}

impl Page {
    pub(crate) fn new(client: Client) -> Page {
        Page { client }
    }

    /// For what this type does not offer.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// The one visible element of this role (`button`, `textbox`, `dialog`…) with exactly this
    /// accessible name.
    pub async fn find(&self, role: &str, name: &str) -> Result<Element, Trouble> {
        self.one(&format!("{role} named {name:?}"), css(role)?, |label| {
            label == name
        })
        .await
    }

    /// As [`Page::find`], for a part of the name.
    pub async fn find_like(&self, role: &str, part: &str) -> Result<Element, Trouble> {
        self.one(&format!("{role} like {part:?}"), css(role)?, |label| {
            label.contains(part)
        })
        .await
    }

    pub async fn by_testid(&self, id: &str) -> Result<Element, Trouble> {
        self.one(
            &format!("test id {id:?}"),
            &format!("[data-testid={id:?}]"),
            |_| true,
        )
        .await
    }

    pub async fn click(&self, role: &str, name: &str) -> Result<(), Trouble> {
        Ok(self.find(role, name).await?.click().await?)
    }

    /// Types into the field with this label, in place of what stood there.
    pub async fn fill(&self, label: &str, text: &str) -> Result<(), Trouble> {
        let css = "input, textarea, select";
        let field = self
            .one(&format!("field {label:?}"), css, |found| found == label)
            .await?;
        field.clear().await?;
        Ok(field.send_keys(text).await?)
    }

    /// Everything that can be read on the page.
    pub async fn text(&self) -> Result<String, Trouble> {
        // Not WebDriver's own text: WebKit's leaves out what is clipped with an ellipsis.
        let text = self.run("return document.body.innerText", vec![]).await?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    /// Waits until the page says this.
    pub async fn says(&self, text: &str) -> Result<(), Trouble> {
        wait::until_async(&format!("the page to say {text:?}"), LIMIT, async || {
            let said = self.text().await?;
            if said.contains(text) {
                Ok(())
            } else {
                Err(Trouble::unexpected(said))
            }
        })
        .await
    }

    /// Waits until no visible element of this role has this name.
    pub async fn gone(&self, role: &str, name: &str) -> Result<(), Trouble> {
        let css = css(role)?;
        wait::until_async(
            &format!("the end of {role} {name:?}"),
            LIMIT,
            async || match self.visible(css, &|label: &str| label == name).await?.len() {
                0 => Ok(()),
                count => Err(Trouble::unexpected(format!("{count} there"))),
            },
        )
        .await
    }

    /// Runs a script in the page and gives what it returns.
    pub async fn run(&self, script: &str, arguments: Vec<Value>) -> Result<Value, Trouble> {
        Ok(self.client.execute(script, arguments).await?)
    }

    /// Calls a command of the app as any script in this page could: what it gave or its refusal.
    pub async fn invoke(
        &self,
        command: &str,
        arguments: Value,
    ) -> Result<Result<Value, Value>, Trouble> {
        const SCRIPT: &str = "const [command, arguments_, done] = arguments;
            window.__TAURI_INTERNALS__.invoke(command, arguments_)
                .then(ok => done({ ok }), error => done({ error: error?.message ?? error }));";
        let answer = self
            .client
            .execute_async(SCRIPT, vec![command.into(), arguments])
            .await?;
        Ok(match answer.get("error") {
            Some(error) => Err(error.clone()),
            None => Ok(answer.get("ok").cloned().unwrap_or(Value::Null)),
        })
    }

    /// Waits until what the page holds by now has been painted: a page that is new says what it holds
    /// a while before anything of it is on the screen.
    pub async fn painted(&self) -> Result<(), Trouble> {
        const SCRIPT: &str = "const [done] = arguments;
            requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)));";
        self.client.execute_async(SCRIPT, vec![]).await?;
        Ok(())
    }

    /// A picture of the page alone, without the window around it.
    pub async fn picture(&self, png: &Path) -> Result<(), Trouble> {
        let bytes = self.client.screenshot().await?;
        fs::write(png, bytes).map_err(Trouble::io(png.display().to_string()))
    }

    pub async fn address(&self) -> Result<url::Url, Trouble> {
        Ok(self.client.current_url().await?)
    }

    pub async fn handles(&self) -> Result<Vec<WindowHandle>, Trouble> {
        Ok(self.client.windows().await?)
    }

    async fn one(
        &self,
        what: &str,
        css: &str,
        fits: impl Fn(&str) -> bool,
    ) -> Result<Element, Trouble> {
        wait::until_async(what, LIMIT, async || {
            match <[Element; 1]>::try_from(self.visible(css, &fits).await?) {
                Ok([only]) => Ok(only),
                Err(others) => {
                    let labels = self.labels(css).await?;
                    Err(Trouble::unexpected(format!(
                        "{} there, of {labels:?}",
                        others.len()
                    )))
                }
            }
        })
        .await
    }

    async fn visible(
        &self,
        css: &str,
        fits: &impl Fn(&str) -> bool,
    ) -> Result<Vec<Element>, Trouble> {
        let mut found = Vec::new();
        for element in self.client.find_all(Locator::Css(css)).await? {
            if fits(&self.label(&element).await?) && element.is_displayed().await? {
                found.push(element);
            }
        }
        Ok(found)
    }

    /// What there is, for whoever reads why nothing fitted.
    async fn labels(&self, css: &str) -> Result<Vec<String>, Trouble> {
        let mut labels = Vec::new();
        for element in self
            .client
            .find_all(Locator::Css(css))
            .await?
            .into_iter()
            .take(20)
        {
            labels.push(self.label(&element).await?);
        }
        Ok(labels)
    }

    /// The accessible name, as a screen reader would say it.
    async fn label(&self, element: &Element) -> Result<String, CmdError> {
        let ask = ComputedLabel(element.element_id().to_string());
        let label = self.client.issue_cmd(ask).await?;
        Ok(label.as_str().unwrap_or_default().trim().to_owned())
    }
}

/// Elements that have a role by themselves or are given it.
fn css(role: &str) -> Result<&'static str, Trouble> {
    Ok(match role {
        "alert" => "[role=alert]",
        "button" => "button, summary, input[type=button], input[type=submit], [role=button]",
        "checkbox" => "input[type=checkbox], [role=checkbox]",
        "combobox" => "select, [role=combobox]",
        "dialog" => "dialog, [role=dialog], [role=alertdialog]",
        "heading" => "h1, h2, h3, h4, h5, h6, [role=heading]",
        "img" => "img, svg, [role=img]",
        "link" => "a[href], [role=link]",
        "listitem" => "li, [role=listitem]",
        "menuitem" => "[role=menuitem], [role=menuitemradio], [role=menuitemcheckbox]",
        "option" => "option, [role=option]",
        "radio" => "input[type=radio], [role=radio]",
        "region" => "section, [role=region]",
        "row" => "tr, [role=row]",
        "status" => "output, [role=status]",
        "switch" => "[role=switch]",
        "tab" => "[role=tab]",
        "textbox" => "input, textarea, [role=textbox]",
        _ => {
            return Err(Trouble::unexpected(format!(
                "the harness knows no role {role:?}"
            )));
        }
    })
}

#[derive(Debug)]
struct ComputedLabel(String);

impl WebDriverCompatibleCommand for ComputedLabel {
    fn endpoint(
        &self,
        base: &url::Url,
        session: Option<&str>,
    ) -> Result<url::Url, url::ParseError> {
        let session = session.unwrap_or_default();
        base.join(&format!(
            "session/{session}/element/{}/computedlabel",
            self.0
        ))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::GET, None)
    }
}
