//! The harness holds what it promises: the desktop is real, private, and gone afterwards.

use std::{
    io::{Read, Write},
    net::TcpListener,
    thread,
};

use journeys::{
    Desktop, Parts, Trouble, again, alone, browser::Browser, notices, process, screen::Screen,
};

fn bash(desktop: &Desktop, script: &str) -> Result<String, Trouble> {
    process::output(desktop.command("bash").args(["-c", script]))
}

const STORE: &str = "printf %s s3cret | secret-tool store --label=x app harness";
const LIST_NAMES: &str = "gdbus call --session --dest org.freedesktop.DBus \
    --object-path / --method org.freedesktop.DBus.ListNames";
const LOOKUP: &str = "secret-tool lookup app harness";

#[test]
fn a_secret_is_found_again_after_the_key_ring_was_locked_and_unlocked() {
    let mut desktop = Desktop::start(Parts::Keyring).unwrap();
    bash(&desktop, STORE).unwrap();
    assert_eq!(bash(&desktop, LOOKUP).unwrap(), "s3cret");

    desktop.lock_keyring().unwrap();
    assert!(desktop.keyring_is_locked().unwrap());
    assert!(bash(&desktop, LOOKUP).is_err());

    desktop.unlock_keyring().unwrap();
    assert!(!desktop.keyring_is_locked().unwrap());
    assert_eq!(bash(&desktop, LOOKUP).unwrap(), "s3cret");
}

#[test]
fn after_a_login_without_password_the_key_ring_is_locked() {
    let mut desktop = Desktop::start(Parts::Keyring).unwrap();
    bash(&desktop, STORE).unwrap();
    desktop.restart_keyring_locked().unwrap();
    assert!(desktop.keyring_is_locked().unwrap());
}

#[test]
fn a_deleted_secret_is_gone_and_the_others_stay() {
    let desktop = Desktop::start(Parts::Keyring).unwrap();
    bash(&desktop, STORE).unwrap();
    bash(
        &desktop,
        "printf %s other | secret-tool store --label=y app other",
    )
    .unwrap();
    desktop.delete_from_keyring(&[("app", "harness")]).unwrap();
    assert!(bash(&desktop, LOOKUP).is_err());
    assert_eq!(
        bash(&desktop, "secret-tool lookup app other").unwrap(),
        "other"
    );
}

#[test]
fn without_a_key_ring_nobody_answers_on_the_bus() {
    let desktop = Desktop::start(Parts::Bus).unwrap();
    let names = bash(&desktop, LIST_NAMES).unwrap();
    assert!(names.contains("org.freedesktop.DBus"), "{names}");
    assert!(bash(&desktop, STORE).is_err());
}

#[test]
fn without_a_bus_there_is_none_to_be_found() {
    let desktop = Desktop::start(Parts::NoBus).unwrap();
    assert!(bash(&desktop, LIST_NAMES).is_err());
}

#[test]
fn a_notice_is_shown_and_can_be_read() {
    let desktop = Desktop::start(Parts::Full).unwrap();
    notices::show(&desktop, "Calendar", "Acme expires", "in 3 days").unwrap();
    notices::until_shown(&desktop, 1).unwrap();
    let [notice] = notices::close_and_read(&desktop)
        .unwrap()
        .try_into()
        .unwrap();
    assert_eq!(
        (&*notice.app, &*notice.summary, &*notice.body),
        ("Calendar", "Acme expires", "in 3 days")
    );
}

#[test]
fn keys_reach_the_window_in_front_and_the_screen_can_be_pictured() {
    let desktop = Desktop::start(Parts::Full).unwrap();
    let screen = Screen::of(&desktop);
    let mut window = desktop.command("xmessage");
    window.args([
        "-title", "Sign in", "-buttons", "ok:7", "-default", "ok", "hello",
    ]);
    let mut window = process::Owned::start("xmessage", &mut window, &desktop.logs()).unwrap();

    let found = screen.window("Sign in").unwrap();
    let png = desktop.home().join("screen.png");
    screen.picture(&png).unwrap();
    assert!(std::fs::read(&png).unwrap().starts_with(b"\x89PNG"));
    screen.focus(&found).unwrap();
    screen.press(&["Return"]).unwrap();
    screen.window_gone("Sign in").unwrap();
    assert_eq!(
        window
            .finish(std::time::Duration::from_secs(10))
            .unwrap()
            .code(),
        Some(7)
    );
}

#[test]
fn a_test_that_runs_again_inside_sees_only_the_sessions_own_home_and_secrets() {
    const NAME: &str = "a_test_that_runs_again_inside_sees_only_the_sessions_own_home_and_secrets";
    again::in_session(Parts::Keyring, NAME, || {
        let home = std::env::var("HOME").unwrap();
        assert!(
            std::env::var("XDG_RUNTIME_DIR")
                .unwrap()
                .starts_with(home.strip_suffix("/home").unwrap())
        );
        process::output(std::process::Command::new("bash").args(["-c", STORE]))?;
        let found = process::output(std::process::Command::new("bash").args(["-c", LOOKUP]))?;
        assert_eq!(found, "s3cret");
        Ok(())
    })
    .unwrap();
}

#[test]
fn running_a_test_again_that_does_not_exist_is_an_error() {
    let desktop = Desktop::start(Parts::NoBus).unwrap();
    assert!(again::run(&desktop, "there_is_no_such_test").is_err());
}

#[tokio::test]
async fn a_link_opens_in_the_browser_and_its_button_can_be_pressed() {
    let desktop = Desktop::start(Parts::Full).unwrap();
    let browser = Browser::install(&desktop).unwrap();
    let address = serve(
        "<title>Sign in</title><button onclick=\"document.body.append('approved')\">Approve</button>",
    );
    process::output(desktop.command("xdg-open").arg(&address)).unwrap();

    let tab = browser.attach(&desktop, &address).await.unwrap();
    tab.click("button", "Approve").await.unwrap();
    tab.says("approved").await.unwrap();
    assert!(!tab.text().await.unwrap().contains("refused"));
}

#[tokio::test]
async fn a_second_link_opens_a_second_tab() {
    let desktop = Desktop::start(Parts::Full).unwrap();
    let browser = Browser::install(&desktop).unwrap();
    let (first, second) = (serve("<h1>first</h1>"), serve("<h1>second</h1>"));
    process::output(desktop.command("xdg-open").arg(&first)).unwrap();
    browser.attach(&desktop, &first).await.unwrap();
    process::output(desktop.command("xdg-open").arg(&second)).unwrap();
    let tab = browser.attach(&desktop, &second).await.unwrap();
    tab.find("heading", "second").await.unwrap();
    assert_eq!(tab.handles().await.unwrap().len(), 2);
}

#[tokio::test]
async fn nothing_is_left_running_and_no_file_stays() {
    let desktop = Desktop::start(Parts::Full).unwrap();
    let (name, files) = (desktop.name(), desktop.files().to_owned());
    let browser = Browser::install(&desktop).unwrap();
    let address = serve("<h1>open</h1>");
    process::output(desktop.command("xdg-open").arg(&address)).unwrap();
    drop(browser.attach(&desktop, &address).await.unwrap());
    // One that leaves its parents and its process group behind.
    bash(&desktop, "setsid sleep 1000 >/dev/null 2>&1 &").unwrap();
    assert!(Desktop::running(&name).len() >= 8);
    drop(desktop);
    assert_eq!(Desktop::running(&name), Vec::<u32>::new());
    assert!(!files.exists());
}

#[test]
fn nothing_is_left_running_after_a_panic() {
    let mut name = String::new();
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let desktop = Desktop::start(Parts::Full).unwrap();
        name = desktop.name();
        panic!("a journey that fails");
    }));
    assert!(panicked.is_err());
    assert_eq!(Desktop::running(&name), Vec::<u32>::new());
}

/// Answers every request with the page; ends with the test.
fn serve(html: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = format!(
        "http://{}/",
        listener.local_addr().expect("a bound address")
    );
    let head = "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\nconnection: close\r\n";
    let answer = format!("{head}content-length: {}\r\n\r\n{html}", html.len());
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let _ = stream.read(&mut [0; 4096]);
            let _ = stream.write_all(answer.as_bytes());
        }
    });
    address
}

/// A port that is taken out there, such as by a Greentick that waits for a sign-in to return.
#[test]
fn a_run_does_not_meet_the_ports_of_what_runs_beside_it() {
    let beside = TcpListener::bind("127.0.0.1:0").unwrap();
    let place = format!("/dev/tcp/127.0.0.1/{}", beside.local_addr().unwrap().port());
    let mut run = std::process::Command::new(env!("CARGO_BIN_EXE_session"));
    // As by somebody who is not in a run of the tests already.
    run.env_remove(alone::MARK)
        .args(["none", "bash", "-c", &format!("! (exec 3<>{place})")]);
    let apart = process::output(&mut run);
    assert_eq!(apart.is_ok(), alone::can_be(), "{apart:?}");
}
