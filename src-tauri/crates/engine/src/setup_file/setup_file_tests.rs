use std::path::PathBuf;

use domain::alert::{Policy, Steps};
use domain::{LinkState, Secret};
use protocol::{
    EventKind, GeneralReply, SetupAppOutcome, SetupContents, SetupKind, SetupParts, SetupReply,
    SetupReport, SetupSettings,
};
use tokio::sync::{mpsc, oneshot};
use vault::Storage;

use super::*;
use crate::news::News;
use crate::rig::{Asked, NOW, Rig, mailbox, network};
use crate::store::KeptApp;

const PASSPHRASE: &str = "an old song about the sea";

/// A computer with its room for set-up files.
struct Desk {
    rig: Rig,
    room: SetupFiles,
    mail: mpsc::UnboundedReceiver<Message>,
}

impl Desk {
    async fn new() -> Desk {
        let (sender, mail) = mailbox();
        Desk {
            rig: Rig::new().await,
            room: SetupFiles::new(sender),
            mail,
        }
    }

    async fn ask(&mut self, request: SetupRequest) -> Result<Reply, Failure> {
        let (asker, reply) = oneshot::channel();
        self.room.asked(&mut self.rig.cx, request, asker).await;
        if self.room.busy {
            let message = self.mail.recv().await.unwrap();
            self.room.receive(&mut self.rig.cx, message).await;
        }
        self.rig.cx.deliver();
        reply.await.unwrap()
    }

    async fn make(&mut self, what: SetupContents) -> Result<Reply, Failure> {
        let passphrase = secret(PASSPHRASE);
        self.ask(SetupRequest::MakeSetupFile { what, passphrase })
            .await
    }

    async fn open(&mut self, path: &str, passphrase: &str) -> Result<SetupReport, Failure> {
        let request = SetupRequest::OpenSetupFile {
            path: path.to_owned(),
            passphrase: secret(passphrase),
        };
        let reply = self.ask(request).await?;
        let Reply::Setup(SetupReply::SetupOpened(report)) = reply else {
            panic!("a preview was expected");
        };
        Ok(*report)
    }

    async fn import(&mut self, apps: &[&str], alerts: bool) -> Result<SetupReport, Failure> {
        let apps = apps.iter().map(|name| network(name)).collect();
        let request = SetupRequest::ImportSetupFile { apps, alerts };
        let reply = self.ask(request).await?;
        let Reply::Setup(SetupReply::SetupImported(report)) = reply else {
            panic!("a report was expected");
        };
        Ok(*report)
    }

    async fn with_app(&mut self, of: &str, id: &str, its_secret: Option<&str>) {
        let app = networks::App {
            id: id.to_owned(),
            secret: its_secret.map(secret),
        };
        let put = self
            .rig
            .cx
            .store
            .put_app(network(of), None, KeptApp::of(app));
        put.await.unwrap();
        self.rig.cx.book.apps.insert(network(of), id.to_owned());
    }

    fn app(&self, of: &str) -> Option<(String, Option<Secret>)> {
        let kept = self.rig.rows.app(&network(of), None).ok().flatten()?;
        Some((kept.client_id, kept.client_secret))
    }
}

fn secret(text: &str) -> Secret {
    Secret::new(text.to_owned())
}

/// A file that is frozen: two apps, two clients, three locations, and days of alerts.
fn frozen() -> String {
    let folder = PathBuf::from(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../setup/tests/vectors"
    ));
    // What is the root here is none on Windows, where a path begins with a drive.
    let file = std::path::absolute(folder.join("format-1.age")).unwrap();
    file.display().to_string()
}

fn refused<T>(answer: Result<T, Failure>) -> Option<SetupProblem> {
    let failure = answer.err()?;
    let Failure::SetupFile { problem } = failure else {
        panic!("{failure}");
    };
    Some(problem)
}

#[tokio::test]
async fn a_preview_changes_nothing_and_an_import_brings_all_of_it() {
    let mut desk = Desk::new().await;
    let preview = desk.open(&frozen(), PASSPHRASE).await.unwrap();
    assert_eq!(
        (preview.kind, preview.made_at),
        (SetupKind::SetUp, 1_800_000_000_000)
    );
    assert_eq!(
        (preview.clients_added, preview.odd),
        (2, 0),
        "{:?}",
        preview.first_odd
    );
    assert_eq!(preview.apps.len(), 2);
    assert_eq!(preview.alerts, Some(SetupSettings::Added));
    let rows = desk.rig.rows.load().unwrap();
    assert!(rows.locations.is_empty() && rows.clients.is_empty());
    assert!(desk.rig.facts().is_empty() && desk.app("pinterest").is_none());

    let report = desk.import(&[], false).await.unwrap();
    assert_eq!(report, preview);
    let rows = desk.rig.rows.load().unwrap();
    assert_eq!((rows.locations.len(), rows.clients.len()), (3, 2));
    for stored in &rows.locations {
        assert_eq!(stored.link_state, LinkState::Unlinked);
        let location = &stored.location;
        assert_eq!(
            (location.login, location.grant, location.added_at),
            (None, None, NOW)
        );
        assert_eq!(desk.rig.held(location.id).location, *location);
    }
    let app = desk.app("pinterest").unwrap();
    assert!(app == ("1500001".to_owned(), Some(secret("5\"\\-not-a-real-one"))));
    assert_eq!(desk.rig.cx.book.policy.steps.days(), [30, 7, 1, 0]);
    assert_eq!(desk.rig.cx.book.policy.by_client.len(), 1);
    let facts = desk.rig.facts();
    let told = |of: fn(&EventKind) -> bool| facts.iter().filter(|fact| of(fact)).count();
    assert_eq!(
        told(|fact| matches!(fact, EventKind::LocationChanged(_))),
        3
    );
    assert_eq!(told(|fact| matches!(fact, EventKind::ClientChanged(_))), 2);
    assert_eq!(told(|fact| matches!(fact, EventKind::AlertsChanged(_))), 1);
    let networks = desk.rig.news().into_iter().find_map(|news| {
        let News::NetworksChanged(networks) = news else {
            return None;
        };
        Some(networks)
    });
    assert!(networks.unwrap().contains(&network("pinterest")));

    assert_eq!(
        refused(desk.import(&[], false).await),
        Some(SetupProblem::NoneOpen)
    );
    let again = desk.open(&frozen(), PASSPHRASE).await.unwrap();
    assert_eq!((again.clients_added, again.clients_already_here), (0, 2));
    assert!(
        again
            .locations
            .iter()
            .all(|one| (one.added, one.already_here) == (0, 1))
    );
    assert!(
        again
            .apps
            .iter()
            .all(|one| one.outcome == SetupAppOutcome::AlreadyHere)
    );
}

#[tokio::test]
async fn what_is_here_goes_to_another_computer_without_a_token() {
    let mut desk = Desk::new().await;
    let page = desk.rig.linked(1);
    let client = desk.rig.with_client(9, "Acme");
    desk.rig
        .cx
        .book
        .locations
        .get_mut(&page)
        .unwrap()
        .location
        .client = Some(client);
    desk.with_app("x", "ours", Some("a-secret")).await;
    desk.rig.cx.book.policy.by_client = [(client, Steps::default())].into();

    let made = desk.make(SetupContents::Everything).await;
    assert!(matches!(
        made,
        Ok(Reply::General(GeneralReply::Exported(_)))
    ));
    let name = "greentick-back-up-2027-01-15.greentick";
    assert_eq!(desk.rig.desktop.asked(), [Asked::Saved(name.to_owned())]);
    let file = desk.rig.desktop.saved();
    let opened = setup::read(&file, &secret(PASSPHRASE)).unwrap().set_up;
    assert_eq!(opened.locations[0].client.as_deref(), Some("Acme"));
    assert_eq!((opened.apps.len(), opened.clients.len()), (1, 1));

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, file).unwrap();
    let mut other = Desk::new().await;
    let report = other
        .open(path.to_str().unwrap(), PASSPHRASE)
        .await
        .unwrap();
    assert_eq!(report.kind, SetupKind::BackUp);
    // What was shown is kept, whatever becomes of the file.
    std::fs::remove_file(&path).unwrap();
    other.import(&[], false).await.unwrap();
    let rows = other.rig.rows.load().unwrap();
    assert_eq!(
        rows.locations[0].location.account,
        desk.rig.held(page).location.account
    );
    assert_eq!(rows.locations[0].location.client, Some(rows.clients[0].id));
    assert!(rows.logins.is_empty() && rows.grants.is_empty());
    assert!(other.app("x") == Some(("ours".to_owned(), Some(secret("a-secret")))));
}

#[tokio::test]
async fn only_what_was_chosen_is_in_a_file() {
    let mut desk = Desk::new().await;
    let page = desk.rig.linked(1);
    let client = desk.rig.with_client(9, "Acme");
    desk.rig
        .cx
        .book
        .locations
        .get_mut(&page)
        .unwrap()
        .location
        .client = Some(client);
    desk.with_app("x", "ours", Some("a-secret")).await;
    let parts = SetupParts {
        apps: false,
        clients: false,
        locations: true,
        alerts: false,
    };
    desk.make(SetupContents::Parts(parts)).await.unwrap();
    let opened = setup::read(&desk.rig.desktop.saved(), &secret(PASSPHRASE)).unwrap();
    let set_up = opened.set_up;
    assert_eq!(
        (set_up.apps.len(), set_up.clients.len(), set_up.alerts),
        (0, 0, None)
    );
    assert_eq!(
        (set_up.locations.len(), &set_up.locations[0].client),
        (1, &None)
    );

    let none = SetupParts {
        locations: false,
        ..parts
    };
    let nothing = desk.make(SetupContents::Parts(none)).await;
    assert_eq!(refused(nothing), Some(SetupProblem::Nothing));
    desk.rig.desktop.refuse();
    let unsaved = desk.make(SetupContents::Parts(parts)).await;
    assert_eq!(unsaved.err(), Some(Failure::NotSaved));
}

#[tokio::test]
async fn what_differs_stays_until_a_person_decides() {
    let mut desk = Desk::new().await;
    desk.with_app("pinterest", "ours", Some("s")).await;
    desk.rig.cx.book.policy = Policy {
        steps: Steps::try_from(vec![5]).unwrap(),
        ..Policy::default()
    };
    let preview = desk.open(&frozen(), PASSPHRASE).await.unwrap();
    let pinterest = |report: &SetupReport| {
        let mut apps = report.apps.iter();
        let app = apps.find(|app| app.network == network("pinterest"));
        app.unwrap().outcome.clone()
    };
    let another = SetupAppOutcome::AnotherId {
        here: "ours".to_owned(),
        file: "1500001".to_owned(),
    };
    assert_eq!(pinterest(&preview), another);
    assert_eq!(preview.alerts, Some(SetupSettings::Differs));
    desk.import(&[], false).await.unwrap();
    assert_eq!(desk.app("pinterest").unwrap().0, "ours");
    assert_eq!(desk.rig.cx.book.policy.steps.days(), [5]);

    desk.open(&frozen(), PASSPHRASE).await.unwrap();
    let report = desk.import(&["pinterest"], true).await.unwrap();
    assert_eq!(pinterest(&report), SetupAppOutcome::Replaced);
    assert_eq!(desk.app("pinterest").unwrap().0, "1500001");
    assert_eq!(desk.rig.cx.book.apps[&network("pinterest")], "1500001");
    assert_eq!(desk.rig.cx.book.policy.steps.days(), [30, 7, 1, 0]);
}

#[tokio::test]
async fn an_import_that_the_disk_does_not_take_changes_nothing_and_can_be_tried_again() {
    let mut desk = Desk::new().await;
    desk.open(&frozen(), PASSPHRASE).await.unwrap();
    desk.rig.rows.fail_next_writes(1);
    assert!(desk.import(&[], false).await.is_err());
    assert!(desk.rig.facts().is_empty() && desk.rig.cx.book.locations.is_empty());
    assert!(desk.rig.cx.book.clients.is_empty() && desk.rig.cx.book.apps.is_empty());
    assert_eq!(desk.rig.cx.book.policy, Policy::default());
    desk.import(&[], false).await.unwrap();
    assert_eq!(desk.rig.cx.book.locations.len(), 3);
}

#[tokio::test]
async fn what_is_no_file_of_ours_is_named_and_changes_nothing() {
    let mut desk = Desk::new().await;
    let folder = tempfile::tempdir().unwrap();
    let place = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path.display().to_string()
    };
    let whole = std::fs::read(frozen()).unwrap();
    let large = vec![0; setup::LARGEST_FILE + 1];
    for (path, problem) in [
        (place("notes.txt", b"notes"), SetupProblem::NotASetupFile),
        (
            place("cut", &whole[..whole.len() - 9]),
            SetupProblem::Damaged,
        ),
        (place("large", &large), SetupProblem::TooLarge),
        (
            folder.path().display().to_string(),
            SetupProblem::NotASetupFile,
        ),
        (
            folder.path().join("gone").display().to_string(),
            SetupProblem::NotThere,
        ),
        ("setup/format-1.age".to_owned(), SetupProblem::NotThere),
        (String::new(), SetupProblem::NotThere),
        ("\0".to_owned(), SetupProblem::NotThere),
    ] {
        let refused = refused(desk.open(&path, PASSPHRASE).await);
        assert_eq!(refused, Some(problem), "{path}");
    }
    let wrong = refused(desk.open(&frozen(), "another passphrase").await);
    assert_eq!(wrong, Some(SetupProblem::WrongPassphrase));
    assert_eq!(
        refused(desk.import(&[], true).await),
        Some(SetupProblem::NoneOpen)
    );
    assert!(desk.rig.rows.load().unwrap().locations.is_empty());
}

#[tokio::test]
async fn one_file_is_worked_on_at_a_time_and_none_without_the_key() {
    let mut desk = Desk::new().await;
    let everything = || SetupRequest::MakeSetupFile {
        what: SetupContents::Everything,
        passphrase: secret(PASSPHRASE),
    };
    desk.room.busy = true;
    let (asker, reply) = oneshot::channel();
    desk.room.asked(&mut desk.rig.cx, everything(), asker).await;
    desk.rig.cx.deliver();
    assert_eq!(refused(reply.await.unwrap()), Some(SetupProblem::Busy));
    let (asker, reply) = oneshot::channel();
    let broke_off = Message::BrokeOff(asker);
    desk.room.receive(&mut desk.rig.cx, broke_off).await;
    desk.rig.cx.deliver();
    assert_eq!(reply.await.unwrap().err(), Some(Failure::Internal));

    desk.rig.cx.book.key = KeyState::Locked;
    assert_eq!(
        desk.ask(everything()).await.err(),
        Some(Failure::VaultClosed)
    );
    let open = desk.open(&frozen(), PASSPHRASE).await;
    assert_eq!(open.err(), Some(Failure::VaultClosed));
    assert_eq!(
        desk.import(&[], false).await.err(),
        Some(Failure::VaultClosed)
    );
}

#[tokio::test]
async fn a_file_that_was_closed_brings_nothing_any_more() {
    let mut desk = Desk::new().await;
    desk.open(&frozen(), PASSPHRASE).await.unwrap();
    desk.ask(SetupRequest::CloseSetupFile).await.unwrap();
    assert_eq!(
        refused(desk.import(&[], false).await),
        Some(SetupProblem::NoneOpen)
    );
    // The same while it is being read.
    let (asker, reply) = oneshot::channel();
    let request = SetupRequest::OpenSetupFile {
        path: frozen(),
        passphrase: secret(PASSPHRASE),
    };
    desk.room.asked(&mut desk.rig.cx, request, asker).await;
    let (closer, _) = oneshot::channel();
    let close = SetupRequest::CloseSetupFile;
    desk.room.asked(&mut desk.rig.cx, close, closer).await;
    let message = desk.mail.recv().await.unwrap();
    desk.room.receive(&mut desk.rig.cx, message).await;
    desk.rig.cx.deliver();
    assert_eq!(refused(reply.await.unwrap()), Some(SetupProblem::NoneOpen));
    assert!(desk.room.opened.is_none());
}

#[tokio::test]
async fn practice_and_real_never_mix() {
    let mut desk = Desk::new().await;
    let of_practice = Opened {
        set_up: setup::SetUp {
            practice: true,
            ..setup::read(&std::fs::read(frozen()).unwrap(), &secret(PASSPHRASE))
                .unwrap()
                .set_up
        },
        odd: setup::Odds::default(),
    };
    let (asker, reply) = oneshot::channel();
    desk.room.awaited = true;
    let read = Message::Read(Ok(Box::new(of_practice)), asker);
    desk.room.receive(&mut desk.rig.cx, read).await;
    desk.rig.cx.deliver();
    assert_eq!(
        refused(reply.await.unwrap()),
        Some(SetupProblem::OfPractice)
    );
    assert!(desk.room.opened.is_none());
}

#[tokio::test]
async fn a_passphrase_that_can_be_guessed_seals_nothing() {
    let mut desk = Desk::new().await;
    desk.rig.linked(1);
    for (passphrase, problem) in [
        ("short", SetupProblem::ShortPassphrase),
        ("", SetupProblem::ShortPassphrase),
        (&"x".repeat(2_000), SetupProblem::LongPassphrase),
    ] {
        let request = SetupRequest::MakeSetupFile {
            what: SetupContents::Everything,
            passphrase: secret(passphrase),
        };
        assert_eq!(refused(desk.ask(request).await), Some(problem));
    }
    assert!(desk.rig.desktop.asked().is_empty());
}
