//! The sign-in page: shown in its window or in the browser, closed by a person, or ended by itself.

use domain::AttemptId;
use networks::{AuthorizationRequest, Surface};
use protocol::Failure;

use crate::connect::attempt::{AttemptState, PendingAuthorization, Why};
use crate::connect::prepare::Prepared;
use crate::connect::{Connect, Message};
use crate::context::Context;
use crate::{CannotOpen, SignInWindow};

impl Connect {
    pub(super) async fn open_page(
        &mut self,
        cx: &mut Context,
        id: AttemptId,
        prepared: Box<Prepared>,
    ) -> Result<(), Failure> {
        // Cancelled while it was prepared: the click that did so has its answer.
        if !self.attempts.contains_key(&id) {
            return Ok(());
        }
        let AuthorizationRequest {
            redirect_uri,
            state,
            challenge,
            scopes,
            ..
        } = prepared.asked;
        let journey = PendingAuthorization {
            url: prepared.page.url,
            redirect_uri,
            state,
            challenge,
            scopes,
            issuer: prepared.page.issuer,
            binding: prepared.page.binding,
            _loopback: prepared.loopback,
        };
        if let Some(attempt) = self.attempts.get_mut(&id) {
            attempt.progress = AttemptState::Waiting(Box::new(journey));
            if attempt.host != prepared.host {
                attempt.typed = std::mem::replace(&mut attempt.host, prepared.host);
            }
        }
        if self.show_page(cx, id).await.is_err() {
            self.fail(cx, id, Why::CannotOpen);
            return Ok(());
        }
        self.emit_attempt(cx, id);
        Ok(())
    }

    /// Brings the sign-in page before the person, in its window or in the browser.
    pub(crate) async fn show_page(
        &mut self,
        cx: &mut Context,
        id: AttemptId,
    ) -> Result<(), Failure> {
        let attempt = self.attempts.get(&id).ok_or(Failure::Gone)?;
        let AttemptState::Waiting(journey) = &attempt.progress else {
            return Err(Failure::Gone);
        };
        let opened = match attempt.surface {
            Surface::Browser => {
                let opening = cx.shell.open_in_browser(&journey.url);
                opening.map(|opening| {
                    self.mail
                        .spawn(async move { Message::BrowserOpened(id, opening.await) });
                })
            }
            Surface::Window if cx.shell.raise_sign_in_window(id) => Ok(()),
            Surface::Window => {
                let name = cx.networks.get(&attempt.network);
                let mut window = SignInWindow {
                    attempt: id,
                    title: name.map_or_else(String::new, |d| d.about().name.to_owned()),
                    expected: cx.book.expected_at(attempt, &cx.networks),
                    url: journey.url.clone(),
                    returns_to: journey.redirect_uri.clone(),
                    jar: attempt.jar(),
                    cookies: None,
                };
                window.cookies = self.lend_jar(cx, id, &window.jar).await;
                cx.shell.open_sign_in_window(window)
            }
        };
        opened.map_err(|problem| {
            tracing::warn!(%problem, "the sign-in page could not be opened");
            self.lent.remove(&id);
            Failure::Internal
        })
    }

    /// Whether a browser opened for a sign-in. Where none did, a person still has the link.
    pub(crate) fn browser_opened(
        &mut self,
        cx: &mut Context,
        id: AttemptId,
        opened: Result<(), CannotOpen>,
    ) {
        if let Err(problem) = &opened {
            tracing::warn!(%problem, "no browser opened");
        }
        let Some(attempt) = self.attempts.get_mut(&id) else {
            return;
        };
        if attempt.no_browser != opened.is_err() {
            attempt.no_browser = opened.is_err();
            self.emit_attempt(cx, id);
        }
    }

    /// A person closed the sign-in window. After the answer came back the window goes anyway, and a
    /// close that crosses it is no cancel.
    pub(crate) fn window_closed(&mut self, cx: &mut Context, id: AttemptId) {
        if self.waits(id) {
            self.end(cx, id);
        }
    }

    /// What draws the sign-in window has ended. Nobody needs it after the answer came back.
    pub(crate) fn window_died(&mut self, cx: &mut Context, id: AttemptId) {
        if self.waits(id) {
            self.fail(cx, id, Why::WindowDied);
        }
    }

    /// Whether the person is at the network.
    fn waits(&self, id: AttemptId) -> bool {
        let attempt = self.attempts.get(&id);
        attempt.is_some_and(|attempt| matches!(attempt.progress, AttemptState::Waiting(_)))
    }
}
