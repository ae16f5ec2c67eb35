//! Practice with a sample: a start of its own of this program, whose people sign in by themselves at
//! the practice networks, and what can be let happen to them.

mod people;

use std::collections::BTreeMap;
use std::process::{Command, Stdio};

use domain::{ClientId, NextStep};
use practice::{Lesson, Person, Practice};
use protocol::{
    ClientReply, ClientRequest, Failure, LessonCode, LocationRequest, LocationView, Reply,
    SettingRequest, SignInRequest, StateCode,
};
use tauri::{AppHandle, Manager};
use tokio::sync::watch;

use self::people::People;
use crate::data_dir::{DataDir, Kind};
use crate::running::EngineSlot;

/// A no is asked about again before it is believed.
const LOOKS: usize = 4;

/// Whether the sample's people sign in at the moment. Meanwhile no page is opened for a person.
#[derive(Clone)]
pub struct Plays(watch::Sender<bool>);

impl Plays {
    /// A sample is made first of all.
    pub fn at_start(kind: Kind) -> Plays {
        Plays(watch::Sender::new(kind == Kind::Sample))
    }

    /// Whether they do now.
    pub fn now(&self) -> bool {
        *self.0.borrow()
    }

    /// Waits until they do not.
    pub async fn over(&self) {
        let mut plays = self.0.subscribe();
        // The sender lives as long as this.
        let _ = plays.wait_for(|plays| !plays).await;
    }

    /// They begin; it is over when what is given back is dropped.
    fn begin(&self) -> Playing {
        self.0.send_replace(true);
        Playing(self.clone())
    }
}

struct Playing(Plays);

impl Drop for Playing {
    fn drop(&mut self) {
        self.0.0.send_replace(false);
    }
}

/// Starts practice with a sample beside the real app. Where it runs already, it comes forward.
pub fn start(beside: Kind) -> Result<Reply, Failure> {
    if beside != Kind::Real {
        return Err(Failure::Gone);
    }
    let started = std::env::current_exe().and_then(|program| {
        let mut sample = Command::new(program);
        sample.args(["--practice", "--sample"]);
        sample.stdin(Stdio::null()).spawn()
    });
    let mut run = started.map_err(|problem| {
        tracing::error!(%problem, "practice could not be started");
        Failure::Internal
    })?;
    std::thread::spawn(move || {
        if let Err(problem) = run.wait() {
            tracing::warn!(%problem, "the end of practice is not known");
        }
        DataDir::clear_sample();
    });
    Ok(Reply::DONE)
}

/// The first list has the sample's clients already, and no welcome before it.
pub async fn make_room(app: &AppHandle, engine: &engine::Handle) {
    if let Err(failure) = engine.ask(SettingRequest::DismissWelcome).await {
        tracing::warn!(?failure, "the sample begins with a welcome");
    }
    let mut clients = Clients::default();
    for sign_in in practice::SAMPLE {
        if clients.0.contains_key(sign_in.client) {
            continue;
        }
        let name = sign_in.client.to_owned();
        match engine.ask(ClientRequest::AddClient { name }).await {
            Ok(Reply::Client(ClientReply::ClientAdded(id))) => {
                clients.0.insert(sign_in.client, id);
            }
            Ok(_) => {}
            Err(failure) => tracing::warn!(?failure, "a client of the sample is missing"),
        }
    }
    app.manage(clients);
}

#[derive(Default)]
struct Clients(BTreeMap<&'static str, ClientId>);

/// Fills the list by real sign-ins, then lets one connection break and one come near its end.
pub async fn make(app: AppHandle, engine: engine::Handle) {
    let _playing = app.state::<Plays>().begin();
    let mut people = People::of(&engine);
    for sign_in in practice::SAMPLE {
        let person = Person {
            name: sign_in.person,
            chooses: sign_in.page,
        };
        let network = match sign_in.network.parse() {
            Ok(network) => network,
            Err(problem) => {
                tracing::warn!(%problem, "the sample names what is no network");
                continue;
            }
        };
        let asked = SignInRequest::AddLocation {
            network,
            host: sign_in.typed.map(str::to_owned),
            client: app.state::<Clients>().0.get(sign_in.client).copied(),
        };
        if let Err(problem) = people.sign_in(asked, person, sign_in.page).await {
            tracing::warn!(network = sign_in.network, %problem, "missing in the sample");
        }
    }
    app.state::<Practice>().trouble_the_sample();
    believe(&engine).await;
}

/// Lets something happen at the practice networks, and has everything looked at.
pub async fn teach(app: &AppHandle, lesson: LessonCode) -> Result<Reply, Failure> {
    let engine = app.state::<EngineSlot>().running().await?;
    let networks = app.try_state::<Practice>().ok_or(Failure::Malformed)?;
    let plays = app.state::<Plays>();
    plays.over().await;
    let lesson = match lesson {
        LessonCode::PasswordChanged => Lesson::PasswordChanged,
        LessonCode::EndsSoon => Lesson::EndsSoon,
        LessonCode::NoInternet => Lesson::NoInternet,
        LessonCode::WellAgain => Lesson::WellAgain,
    };
    if !networks.teach(lesson) {
        return Err(Failure::Gone);
    }
    if lesson == Lesson::WellAgain {
        let _playing = plays.begin();
        reconnect_all(&engine).await;
    }
    believe(&engine).await;
    Ok(Reply::DONE)
}

/// Everybody whose connection is lost or ends soon signs in once more.
async fn reconnect_all(engine: &engine::Handle) {
    let mut people = People::of(engine);
    let Ok(seen) = people.seen().await else {
        return;
    };
    for one in seen.locations.into_iter().filter(needs_its_person) {
        // One sign-in may have healed several.
        let still = people.location(one.id).await;
        let Some(one) = still.filter(needs_its_person) else {
            continue;
        };
        let name = one.login.as_ref().map_or("", |login| login.name.as_str());
        let chooses = one.name.as_deref();
        let person = Person { name, chooses };
        let asked = SignInRequest::Connect {
            location: one.id,
            surface: None,
        };
        if let Err(problem) = people.sign_in(asked, person, chooses).await {
            tracing::warn!(%problem, "a connection of practice stays as it is");
        }
    }
}

fn needs_its_person(one: &LocationView) -> bool {
    let needs = matches!(
        one.health.state,
        StateCode::NeedsYou | StateCode::NeedsYouSoon
    );
    needs && one.health.next == NextStep::Reconnect
}

/// Has everything looked at, and again what the network said no to, until that is believed: whoever
/// presses *Check now* again has the answer at once.
async fn believe(engine: &engine::Handle) {
    let mut people = People::of(engine);
    let mut locations = Vec::new();
    for _ in 0..LOOKS {
        if let Err(failure) = engine.ask(LocationRequest::Check { locations }).await {
            return tracing::warn!(?failure, "practice is not looked at");
        }
        locations = people.asked_again().await;
        if locations.is_empty() {
            return;
        }
    }
}
