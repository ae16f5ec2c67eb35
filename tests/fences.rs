//! What keeps the app to itself, in the real app: its windows are led nowhere, a page of a network
//! reaches nothing of it, and a crash leaves no dump.

use std::fs;
use std::io::ErrorKind;
use std::net::TcpListener;
use std::time::Duration;

use journeys::app::App;
use journeys::browser::Browser;
use journeys::tray::Tray;
use journeys::window::Window;
use journeys::{Desktop, Parts, Trouble};
use serde_json::json;

type TestResult<T = ()> = Result<T, Trouble>;

/// What a page that was taken over could try to lead its window away.
const WAYS: [&str; 5] = [
    "location.href = to",
    "window.open(to)",
    "const a = document.createElement('a'); a.href = to; a.target = '_top'; \
     document.body.append(a); a.click(); a.remove()",
    "const form = document.createElement('form'); form.action = to; form.method = 'post'; \
     document.body.append(form); form.submit(); form.remove()",
    "const frame = document.createElement('iframe'); frame.src = to; \
     document.body.append(frame); setTimeout(() => frame.remove(), 200)",
];

/// A window that was led away answers no more.
const ANSWERS_WITHIN: Duration = Duration::from_secs(60);

#[tokio::test]
async fn the_list_window_is_led_nowhere() -> TestResult {
    let led = tokio::time::timeout(ANSWERS_WITHIN, led_nowhere()).await;
    led.map_err(|_| Trouble::unexpected("the list window answers no more"))?
}

async fn led_nowhere() -> TestResult {
    let desktop = Desktop::start(Parts::Full)?;
    let listener = TcpListener::bind("127.0.0.1:0").map_err(Trouble::because)?;
    listener.set_nonblocking(true).map_err(Trouble::because)?;
    let to = listener.local_addr().map_err(Trouble::because)?;
    let window = Window::practice(&desktop).await?;
    window.by_testid("first-run").await?;
    for way in WAYS {
        for target in [format!("http://{to}/"), "file:///etc/hostname".to_owned()] {
            let script = format!("const to = arguments[0]; {way}; return true");
            window.run(&script, vec![json!(target)]).await?;
            tokio::time::sleep(Duration::from_millis(300)).await;
            let here = window.run("return location.href", vec![]).await?;
            assert!(
                here.as_str().unwrap_or_default().starts_with("tauri://"),
                "{way}: {here}"
            );
        }
    }
    window.by_testid("first-run").await?;
    window.ask(json!({ "ask": "snapshot" })).await?;
    let came = listener.accept().map_err(|problem| problem.kind());
    assert_eq!(
        came.err(),
        Some(ErrorKind::WouldBlock),
        "somebody was asked"
    );
    window.end().await
}

#[tokio::test]
async fn a_crash_leaves_no_dump_of_what_the_app_holds() -> TestResult {
    let desktop = Desktop::start(Parts::Full)?;
    let app = App::start(&desktop, "hidden", &["--practice", "--hidden"])?;
    Tray::of(&desktop)?;
    let limits = fs::read_to_string(format!("/proc/{}/limits", app.pid()));
    let limits = limits.map_err(Trouble::because)?;
    let core = limits
        .lines()
        .find(|line| line.starts_with("Max core file size"));
    let words: Vec<_> = core.unwrap_or_default().split_whitespace().collect();
    assert_eq!(words.get(4..6), Some(["0", "0"].as_slice()), "{core:?}");
    Ok(())
}

#[tokio::test]
async fn a_page_in_the_sign_in_window_gets_nowhere_and_nothing() -> TestResult {
    let desktop = Desktop::start(Parts::Full)?;
    let browser = Browser::install(&desktop)?;
    let window = Window::practice(&desktop).await?;
    window.by_testid("first-run").await?;
    window
        .ask(json!({ "ask": "open_practice_control" }))
        .await?;
    let control = browser.control(&desktop).await?;
    let trouble = control.trouble("facebook", "hostile_page", json!({}));
    trouble.await?;
    let add = json!({ "ask": "add_location", "network": "facebook" });
    window.ask(add).await?;
    control.hostile_page_gets_nothing().await?;
    window.end().await
}
