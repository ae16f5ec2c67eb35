//! The roads to the networks and back, in the real app: what comes back is said truly, and nobody
//! else gets it.

use std::env;
use std::fs;
use std::io::{Read, Write};
use std::net::{Ipv6Addr, TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;

use journeys::scene::{JANA, Scene};
use journeys::stage::Person;
use journeys::window::Window;
use journeys::{Desktop, Parts, Trouble};
use serde_json::{Value, json};
use url::Url;

type TestResult<T = ()> = Result<T, Trouble>;

/// The registered port of LinkedIn's app.
const LINKEDIN: u16 = 47_824;
const INSTANCE: &str = networks::PRACTICE_INSTANCE;

/// What a browser gets: the status, and the page.
fn load(address: &Url) -> TestResult<(u16, String)> {
    let authority = address.authority();
    let mut stream = TcpStream::connect(authority).map_err(Trouble::because)?;
    let target = &address[url::Position::BeforePath..url::Position::AfterQuery];
    let asked = format!("GET {target} HTTP/1.1\r\nHost: {authority}\r\n\r\n");
    stream
        .write_all(asked.as_bytes())
        .map_err(Trouble::because)?;
    let mut answer = String::new();
    stream
        .read_to_string(&mut answer)
        .map_err(Trouble::because)?;
    let status = answer.split(' ').nth(1).and_then(|code| code.parse().ok());
    let (_, page) = answer.split_once("\r\n\r\n").unwrap_or_default();
    Ok((status.unwrap_or_default(), page.to_owned()))
}

async fn add(scene: &Scene, ask: Value) -> TestResult<(String, Url)> {
    scene.window.ask(ask).await?;
    let attempt = scene.waiting(&Value::Null).await?;
    let link = scene.link(&attempt).await?;
    Ok((attempt, link))
}

fn at_instance() -> Value {
    json!({ "ask": "add_location", "network": "mastodon", "host": INSTANCE })
}

#[tokio::test]
async fn who_listens_on_the_other_kind_of_address_gets_neither_code_nor_state() -> TestResult {
    let scene = Scene::set().await?;
    let other = TcpListener::bind((Ipv6Addr::LOCALHOST, LINKEDIN)).map_err(Trouble::because)?;
    let ask = json!({ "ask": "add_location", "network": "linkedin" });
    let asked = scene
        .window
        .invoke("ask", json!({ "request": ask }))
        .await?;
    let refused = asked.expect_err("a sign-in whose answer another program gets");
    assert_eq!(refused["failure"], "port_taken", "{refused}");
    assert_eq!(refused["taken"]["port"], LINKEDIN, "{refused}");
    // This test is the other program.
    let by = refused["taken"]["by"].as_str().unwrap_or_default();
    assert!(by.starts_with("faults"), "{refused}");

    drop(other);
    let (_, link) = add(&scene, ask).await?;
    let answer = Person::named(JANA).approves(&link).await?;
    // Whichever of both a browser takes, it is the app that answers.
    for host in ["127.0.0.1", "::1"] {
        let listens = TcpStream::connect((host, LINKEDIN)).is_ok();
        assert!(listens, "{host}");
    }
    assert_eq!(load(&answer)?.0, 200);
    scene.window.end().await
}

/// A desktop whose opener of links is this script.
fn whose_opener(script: &str) -> TestResult<Desktop> {
    let mut desktop = Desktop::start(Parts::Full)?;
    let programs = desktop.home().join("programs");
    let opener = programs.join("xdg-open");
    fs::create_dir(&programs).map_err(Trouble::because)?;
    fs::write(&opener, format!("#!/bin/sh\n{script}\n")).map_err(Trouble::because)?;
    let executable = fs::Permissions::from_mode(0o755);
    fs::set_permissions(&opener, executable).map_err(Trouble::because)?;
    let path = env::var("PATH").unwrap_or_default();
    desktop.wear("PATH", format!("{}:{path}", programs.display()));
    Ok(desktop)
}

/// The app on such a desktop, with its store open and a sign-in that waits.
async fn waits_at(desktop: &Desktop) -> TestResult<(Window, String)> {
    let window = Window::practice(desktop).await?;
    let open = |seen: &Value| (seen["vault"]["state"] == "open").then_some(());
    window.until("the open vault", open).await?;
    window.ask(at_instance()).await?;
    let waits = |seen: &Value| {
        let one = &seen["attempts"][0];
        (one["stage"]["at"] == "waiting").then(|| Some(one["id"].as_str()?.to_owned()))?
    };
    let attempt = window.until("a sign-in that waits", waits).await?;
    Ok((window, attempt))
}

#[tokio::test]
async fn where_no_browser_opens_the_app_says_so_and_the_sign_in_goes_on_by_hand() -> TestResult {
    let desktop = whose_opener("echo no method available >&2; exit 3")?;
    let (window, attempt) = waits_at(&desktop).await?;
    window.says("No browser opened.").await?;
    window.click("button", "Copy link").await?;
    let ask = json!({ "ask": "copy_sign_in_link", "attempt": attempt });
    let copied = window.ask(ask).await?;
    let link = copied["value"]["url"].as_str().unwrap_or_default();
    let link: Url = link.parse().map_err(Trouble::because)?;
    let answer = Person::named("@alice").approves(&link).await?;
    assert_eq!(load(&answer)?.0, 200);
    let added = |seen: &Value| (seen["locations"].as_array()?.len() == 1).then_some(());
    window.until("Alice's account", added).await?;

    // What is no sign-in has nowhere to wait: it is refused, with the address.
    let ask = json!({ "request": { "ask": "open_practice_control" } });
    let asked = window.invoke("ask", ask).await?;
    let refused = asked.expect_err("a page that no browser opened");
    assert_eq!(refused["failure"], "no_browser", "{refused}");
    let address = refused["address"].as_str().unwrap_or_default();
    assert!(address.starts_with("http://127.0.0.1:"), "{refused}");
    window.end().await
}

#[tokio::test]
async fn an_opener_that_lives_as_long_as_its_browser_is_one_that_opened() -> TestResult {
    let desktop = whose_opener("exec sleep 600")?;
    let (window, attempt) = waits_at(&desktop).await?;
    window
        .says("Approve in the browser that just opened")
        .await?;
    // Nothing waits for it.
    let ask = json!({ "ask": "cancel_sign_in", "attempt": attempt });
    window.ask(ask).await?;
    window.end().await
}

#[tokio::test]
async fn the_browsers_page_and_the_app_say_what_became_of_a_sign_in() -> TestResult {
    let scene = Scene::set().await?;
    let by = json!({ "ask": "set_return_by", "return_by": "loopback" });
    scene.window.ask(by).await?;

    let (attempt, link) = add(&scene, at_instance()).await?;
    let mut person = Person::named("@alice");
    let no = person.cancels(&link).await?;
    for forged in [
        "state=forged&code=x",
        "error=access_denied&state=forged",
        "",
    ] {
        let mut address = no.clone();
        address.set_query(Some(forged));
        let (status, page) = load(&address)?;
        assert_eq!(status, 400, "{forged}");
        assert!(page.contains("Nothing was done"), "{forged}: {page}");
    }
    // The genuine no is heard, and the page stays when it is loaded again.
    for _ in 0..2 {
        let (status, page) = load(&no)?;
        assert_eq!(status, 200);
        assert!(
            page.contains("The sign-in at Mastodon was cancelled"),
            "{page}"
        );
        assert!(!page.contains("class=\"yes\""), "{page}");
    }
    scene
        .window
        .says("The sign-in at Mastodon was cancelled")
        .await?;
    scene.window.says("Nothing changed.").await?;
    scene.window.click("button", "Try again").await?;

    let again = scene.waiting(&Value::Null).await?;
    assert_ne!(again, attempt);
    let yes = person.approves(&scene.link(&again).await?).await?;
    let (_, page) = load(&yes)?;
    assert!(page.contains("Back to Greentick"), "{page}");
    assert!(page.contains("class=\"yes\""), "{page}");
    let added = |seen: &Value| (seen["locations"].as_array()?.len() == 1).then_some(());
    scene.window.until("Alice's account", added).await?;
    // Long done, the tab shows the same when it is loaded again.
    assert_eq!(load(&yes)?.1, page);
    scene.window.end().await
}
