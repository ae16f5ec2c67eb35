//! Requests: each is answered at once or handed to the room that carries it out.

use domain::timeline::Days;
use domain::{LocationId, Span};
use protocol::{
    AlertRequest, AppRequest, ClientRequest, Fact, Failure, GeneralRequest, KeyRequest,
    LocationRequest, Reply, Request, ReturnBy, SettingRequest, SignInLink, SignInRequest, Snapshot,
    Theme,
};
use url::Url;
use vault::KeyState;

use crate::connect::attempt::Progress;
use crate::connect::sign_in::answer;
use crate::export::FileKind;
use crate::store::not_stored;
use crate::task::{Asker, Task};

impl Task {
    /// Hands a request to its room. What cannot be answered at once is answered by whoever is done
    /// with it.
    pub(crate) async fn asked(&mut self, request: Request, asker: Asker) {
        match request {
            Request::General(request) => self.general(request, asker).await,
            Request::Location(request) => self.asked_of_location(request, asker).await,
            Request::SignIn(request) => self.asked_of_sign_in(request, asker).await,
            Request::App(request) => self.asked_of_app(request, asker).await,
            Request::Key(request) => self.asked_of_key(request, asker).await,
            Request::Client(request) => {
                let reply = self.asked_of_client(request).await;
                self.answer_written(asker, reply).await;
            }
            Request::Alert(request) => {
                let reply = self.asked_of_alerts(request).await;
                self.answer_written(asker, reply).await;
            }
            Request::Setting(request) => {
                let reply = self.asked_of_settings(request).await;
                self.answer_written(asker, reply).await;
            }
            // It is for the program around the engine.
            Request::Host(_) => answer(asker, Err(Failure::Gone)),
        }
    }

    async fn general(&mut self, request: GeneralRequest, asker: Asker) {
        let reply = match request {
            GeneralRequest::Snapshot => Ok(Reply::Snapshot(Box::new(self.snapshot()))),
            GeneralRequest::Holders => {
                let held = self.state.holders(&self.networks, self.now());
                Ok(Reply::Holders(held))
            }
            GeneralRequest::Timeline { days, into_week } => Days::new(days, into_week)
                .map(|days| Reply::Timeline(self.state.timeline(&days)))
                .map_err(|_| Failure::Malformed),
            GeneralRequest::ExportCalendar => return self.export(FileKind::Calendar, asker),
            GeneralRequest::ExportCsv => return self.export(FileKind::Csv, asker),
            GeneralRequest::SaveCopy => self.save_copy().await,
            GeneralRequest::OpenPracticeControl => {
                let practice = self.practice.as_ref();
                let page = practice.map(|practice| practice.control.clone());
                return self.browse(page.ok_or(Failure::Malformed), asker);
            }
        };
        self.answer_written(asker, reply).await;
    }

    async fn asked_of_location(&mut self, request: LocationRequest, asker: Asker) {
        let reply = match request {
            LocationRequest::Disconnect { location } => self.disconnect(location).await,
            LocationRequest::Remove { location } => self.remove(location),
            LocationRequest::UndoRemove { location } => self.undo_remove(location),
            // Whoever wants that wants the keychain open. What is watched then is all checked.
            LocationRequest::Check { .. } if self.state.key != KeyState::Open => {
                return self.open_keychain(asker);
            }
            LocationRequest::Check { locations } => self.check_asked(locations),
            LocationRequest::OpenPermissions { location } => {
                return self.browse(self.permissions_page(location), asker);
            }
            LocationRequest::History { location } => self.history(location).await,
            LocationRequest::PlanFix { locations } => {
                Ok(Reply::FixPlan(self.state.plan_fix(locations, self.now())))
            }
        };
        self.answer_written(asker, reply).await;
    }

    async fn asked_of_sign_in(&mut self, request: SignInRequest, asker: Asker) {
        let reply = match request {
            SignInRequest::AddLocation {
                network,
                host,
                client,
            } => return self.add(network, host, client, asker),
            SignInRequest::Connect { location, surface } => {
                return self.connect(location, surface, false, asker);
            }
            SignInRequest::AddToken {
                network,
                host,
                client,
                token,
            } => return self.add_token(network, host, client, token, asker),
            SignInRequest::CancelSignIn { attempt } => {
                self.nobody_came_back(attempt).await;
                self.end(attempt);
                Ok(Reply::Done)
            }
            SignInRequest::OpenSignInAgain { attempt } => {
                self.show_page(attempt).await.map(|()| Reply::Done)
            }
            SignInRequest::CopySignInLink { attempt } => self.link(attempt),
            SignInRequest::PasteAddress { attempt, address } => self.paste(attempt, address).await,
            SignInRequest::TryAgain { attempt } => return self.try_again(attempt, asker),
            SignInRequest::AddAsNew { attempt } => self.add_as_new(attempt),
            SignInRequest::Pick { attempt, accounts } => self.pick(attempt, accounts),
            SignInRequest::PickLater { attempt } => self.pick_later(attempt),
            SignInRequest::StaysTicked { attempt } => self
                .state
                .attempts
                .get(&attempt)
                .map(|attempt| self.state.stays_ticked(attempt, &self.networks))
                .map(Reply::StaysTicked)
                .ok_or(Failure::Gone),
        };
        self.answer_written(asker, reply).await;
    }

    async fn asked_of_app(&mut self, request: AppRequest, asker: Asker) {
        let reply = match request {
            AppRequest::SaveApp {
                network,
                client_id,
                client_secret,
            } => self.save_app(network, client_id, client_secret).await,
            AppRequest::TryApp { network } => return self.try_app(network, asker),
            AppRequest::TrySignIn { network } => return self.try_sign_in(network, asker),
            AppRequest::ForgetApp { network } => self.forget_app(network).await,
        };
        self.answer_written(asker, reply).await;
    }

    async fn asked_of_key(&mut self, request: KeyRequest, asker: Asker) {
        match request {
            KeyRequest::OpenKeychain => self.open_keychain(asker),
            KeyRequest::StartOver => {
                let reply = self.start_over().await;
                self.answer_written(asker, reply).await;
            }
        }
    }

    async fn asked_of_client(&mut self, request: ClientRequest) -> Result<Reply, Failure> {
        match request {
            ClientRequest::AddClient { name } => self.add_client(&name).await,
            ClientRequest::RenameClient { client, name } => self.rename_client(client, &name).await,
            ClientRequest::RemoveClient { client } => self.remove_client(client).await,
            ClientRequest::MoveLocations { locations, client } => {
                self.move_locations(locations, client).await
            }
            ClientRequest::ForgetSignIns { client } => self.forget_sign_ins(client).await,
        }
    }

    async fn asked_of_alerts(&mut self, request: AlertRequest) -> Result<Reply, Failure> {
        match request {
            AlertRequest::SetAlerts { choice } => self.set_alerts(choice.try_into()?).await,
            AlertRequest::PauseAlerts { hours } => {
                self.pause_alerts(Some(hours.map(in_hours))).await
            }
            AlertRequest::ResumeAlerts => self.pause_alerts(None).await,
            AlertRequest::SnoozeAlerts { locations, hours } => {
                let rest = Some(Some(in_hours(hours)));
                self.rest_alerts(locations, rest).await
            }
            AlertRequest::MuteAlerts { locations } => self.rest_alerts(locations, Some(None)).await,
            AlertRequest::UnmuteAlerts { locations } => self.rest_alerts(locations, None).await,
        }
    }

    async fn asked_of_settings(&mut self, request: SettingRequest) -> Result<Reply, Failure> {
        match request {
            SettingRequest::SetTheme { theme } => self.set_theme(theme).await,
            SettingRequest::SetReturnBy { return_by } => self.set_return_by(return_by).await,
        }
    }

    /// Answers when what the request changed is written: whoever hears of it takes it for kept.
    async fn answer_written(&mut self, asker: Asker, reply: Result<Reply, Failure>) {
        self.save().await;
        answer(asker, reply);
    }

    fn snapshot(&self) -> Snapshot {
        let keychain = self.store.keychain();
        self.state.snapshot(
            &self.networks,
            self.now(),
            keychain,
            self.practice.is_some(),
        )
    }

    pub(crate) fn open(&self, opened: Result<(), crate::CannotOpen>) -> Result<Reply, Failure> {
        opened.map(|()| Reply::Done).map_err(|problem| {
            tracing::warn!(%problem, "the desktop did not do it");
            Failure::Internal
        })
    }

    fn link(&self, attempt: domain::AttemptId) -> Result<Reply, Failure> {
        let progress = self
            .state
            .attempts
            .get(&attempt)
            .map(|attempt| &attempt.progress);
        match progress {
            Some(Progress::Waiting(journey)) => {
                let url = journey.url.clone().into();
                Ok(Reply::SignInLink(SignInLink { url }))
            }
            Some(_) | None => Err(Failure::Gone),
        }
    }

    fn check_asked(&mut self, locations: Vec<LocationId>) -> Result<Reply, Failure> {
        if locations
            .iter()
            .any(|id| !self.state.locations.contains_key(id))
        {
            return Err(Failure::Gone);
        }
        self.check(locations);
        Ok(Reply::Done)
    }

    fn permissions_page(&self, location: LocationId) -> Result<Url, Failure> {
        let held = self.state.locations.get(&location).ok_or(Failure::Gone)?;
        if self.state.changed.contains(&location) {
            return Err(Failure::EntryChanged);
        }
        let dialect = self
            .networks
            .get(&held.location.network)
            .ok_or(Failure::Internal)?;
        Ok(dialect.permissions_page(held.location.host.as_ref()))
    }

    /// Opens a page, and answers once it is known whether a browser has it.
    fn browse(&self, page: Result<Url, Failure>, asker: Asker) {
        let opening = page.and_then(|page| match self.shell.open_in_browser(&page) {
            Ok(opening) => Ok((page, opening)),
            Err(problem) => self.open(Err(problem)).and(Err(Failure::Internal)),
        });
        let (page, opening) = match opening {
            Ok(opening) => opening,
            Err(refused) => return answer(asker, Err(refused)),
        };
        tokio::spawn(async move {
            let opened = opening.await.map_err(|problem| {
                tracing::warn!(%problem, "no browser opened");
                Failure::NoBrowser {
                    address: page.into(),
                }
            });
            answer(asker, opened.map(|()| Reply::Done));
        });
    }

    async fn history(&self, location: LocationId) -> Result<Reply, Failure> {
        if !self.state.locations.contains_key(&location) {
            return Err(Failure::Gone);
        }
        self.store
            .history(location)
            .await
            .map(Reply::History)
            .map_err(|problem| {
                tracing::error!(%problem, "the history could not be read");
                not_stored(problem)
            })
    }

    async fn set_theme(&mut self, theme: Theme) -> Result<Reply, Failure> {
        self.store.set_theme(theme).await.map_err(not_stored)?;
        self.state.theme = theme;
        self.tell(Fact::ThemeChanged(theme));
        Ok(Reply::Done)
    }

    async fn set_return_by(&mut self, by: ReturnBy) -> Result<Reply, Failure> {
        self.store.set_return_by(by).await.map_err(not_stored)?;
        self.state.return_by = by;
        self.tell(Fact::ReturnByChanged(by));
        Ok(Reply::Done)
    }
}

fn in_hours(hours: u32) -> Span {
    Span::from_minutes(i64::from(hours) * 60)
}
