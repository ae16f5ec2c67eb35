//! Orders: each is answered at once or handed to the room that carries it out.

use domain::LocationId;
use url::Url;
use vault::KeyState;

use crate::connect::attempt::Progress;
use crate::connect::sign_in::answer;
use crate::task::{Asker, Task};
use crate::{Fact, Order, Refused, Reply, ReturnBy};

impl Task {
    pub(crate) async fn order(&mut self, order: Order, asker: Asker) {
        let reply = match order {
            Order::Add {
                network,
                host,
                client,
            } => {
                return self.add(network, host, client, asker).await;
            }
            Order::Connect { location, surface } => {
                return self.connect(location, surface, false, asker).await;
            }
            Order::AddToken {
                network,
                host,
                client,
                token,
            } => return self.add_token(network, host, client, token, asker),
            Order::TryApp(network) => return self.try_app(network, asker),
            Order::TrySignIn(network) => return self.try_sign_in(network, asker).await,
            Order::TryAgain(attempt) => return self.try_again(attempt, asker).await,
            Order::SaveCopy => self.save_copy().await,
            Order::Export(kind) => return self.export(kind, asker),
            Order::OpenKeychain => return self.open_keychain(asker),
            // Whoever wants that wants the keychain open. What is watched then is all checked.
            Order::Check(_) if self.state.key != KeyState::Open => {
                return self.open_keychain(asker);
            }
            Order::Snapshot => Ok(Reply::Snapshot(Box::new(self.snapshot()))),
            Order::Cancel(attempt) => {
                self.nobody_came_back(attempt).await;
                self.end(attempt).await;
                Ok(Reply::Done)
            }
            Order::OpenAgain(attempt) => self.show_page(attempt).await.map(|()| Reply::Done),
            Order::Link(attempt) => self.link(attempt),
            Order::Paste(attempt, address) => self.paste(attempt, address).await,
            Order::AddAsNew(attempt) => self.add_as_new(attempt).await,
            Order::Pick(attempt, accounts) => self.pick(attempt, accounts),
            Order::PickLater(attempt) => self.pick_later(attempt),
            Order::Disconnect(location) => self.disconnect(location).await,
            Order::Remove(location) => self.remove(location).await,
            Order::UndoRemove(location) => self.undo_remove(location),
            Order::TakeLeave => return self.take_leave(asker).await,
            Order::Check(locations) => self.check_asked(locations),
            Order::OpenPermissions(location) => {
                return self.browse(self.permissions_page(location), asker);
            }
            Order::History(location) => self.history(location).await,
            Order::SaveApp {
                network,
                id,
                secret,
            } => self.save_app(network, id, secret).await,
            Order::ForgetApp(network) => self.forget_app(network).await,
            Order::StartOver => self.start_over().await,
            Order::ForgetSignIns(client) => self.forget_sign_ins(client).await,
            Order::AddClient(name) => self.add_client(&name).await,
            Order::RenameClient(client, name) => self.rename_client(client, &name).await,
            Order::RemoveClient(client) => self.remove_client(client).await,
            Order::MoveLocations(locations, client) => self.move_locations(locations, client).await,
            Order::SetTheme(theme) => self.set_theme(theme).await,
            Order::SetReturnBy(by) => self.set_return_by(by).await,
            Order::SetAlerts(policy) => self.set_alerts(policy).await,
            Order::PauseAlerts(pause) => self.pause_alerts(pause).await,
            Order::RestAlerts(locations, rest) => self.rest_alerts(locations, rest).await,
            Order::OpenPracticeControl => {
                let page = self
                    .practice
                    .as_ref()
                    .map(|practice| practice.control.clone());
                return self.browse(page.ok_or(Refused::Malformed), asker);
            }
        };
        answer(asker, reply);
    }

    fn snapshot(&self) -> crate::Snapshot {
        let keychain = self.store.keychain();
        self.state.snapshot(
            &self.networks,
            self.now(),
            keychain,
            self.practice.is_some(),
        )
    }

    pub(crate) fn open(&self, opened: Result<(), crate::CannotOpen>) -> Result<Reply, Refused> {
        opened.map(|()| Reply::Done).map_err(|problem| {
            tracing::warn!(%problem, "the desktop did not do it");
            Refused::Internal
        })
    }

    fn link(&self, attempt: domain::AttemptId) -> Result<Reply, Refused> {
        let progress = self
            .state
            .attempts
            .get(&attempt)
            .map(|attempt| &attempt.progress);
        match progress {
            Some(Progress::Waiting(journey)) => Ok(Reply::Link(journey.url.clone())),
            Some(_) | None => Err(Refused::Gone),
        }
    }

    fn check_asked(&mut self, locations: Vec<LocationId>) -> Result<Reply, Refused> {
        if locations
            .iter()
            .any(|id| !self.state.locations.contains_key(id))
        {
            return Err(Refused::Gone);
        }
        self.check(locations);
        Ok(Reply::Done)
    }

    fn permissions_page(&self, location: LocationId) -> Result<Url, Refused> {
        let held = self.state.locations.get(&location).ok_or(Refused::Gone)?;
        if self.state.changed.contains(&location) {
            return Err(Refused::EntryChanged);
        }
        let dialect = self
            .networks
            .get(&held.location.network)
            .ok_or(Refused::Internal)?;
        Ok(dialect.permissions_page(held.location.host.as_ref()))
    }

    /// Opens a page, and answers once it is known whether a browser has it.
    fn browse(&self, page: Result<Url, Refused>, asker: Asker) {
        let opening = page.and_then(|page| match self.shell.open_in_browser(&page) {
            Ok(opening) => Ok((page, opening)),
            Err(problem) => self.open(Err(problem)).and(Err(Refused::Internal)),
        });
        let (page, opening) = match opening {
            Ok(opening) => opening,
            Err(refused) => return answer(asker, Err(refused)),
        };
        tokio::spawn(async move {
            let opened = opening.await.map_err(|problem| {
                tracing::warn!(%problem, "no browser opened");
                Refused::NoBrowser(page)
            });
            answer(asker, opened.map(|()| Reply::Done));
        });
    }

    async fn history(&self, location: LocationId) -> Result<Reply, Refused> {
        if !self.state.locations.contains_key(&location) {
            return Err(Refused::Gone);
        }
        self.store
            .history(location)
            .await
            .map(Reply::History)
            .map_err(|problem| {
                tracing::error!(%problem, "the history could not be read");
                Refused::from(problem)
            })
    }

    async fn set_theme(&mut self, theme: String) -> Result<Reply, Refused> {
        self.store.set_theme(theme.clone()).await?;
        self.state.theme = theme.clone();
        self.tell(Fact::ThemeChanged(theme));
        Ok(Reply::Done)
    }

    async fn set_return_by(&mut self, by: ReturnBy) -> Result<Reply, Refused> {
        self.store.set_return_by(by).await?;
        self.state.return_by = by;
        self.tell(Fact::ReturnByChanged(by));
        Ok(Reply::Done)
    }
}
