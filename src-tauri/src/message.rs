//! What is said where no window of ours can come up: a plain box of the system, and standard error.

/// Says why the app does not start, and waits until a person has read it where the system can
/// show it.
pub fn cannot_start(problem: &str) {
    eprintln!("greentick: {problem}");
    #[cfg(all(unix, not(target_os = "macos")))]
    show(problem);
}

#[cfg(all(unix, not(target_os = "macos")))]
fn show(problem: &str) {
    use gtk::prelude::*;

    // Without a screen nobody could read it.
    if gtk::init().is_err() {
        return;
    }
    let dialog = gtk::MessageDialog::new(
        None::<&gtk::Window>,
        gtk::DialogFlags::MODAL,
        gtk::MessageType::Error,
        gtk::ButtonsType::Close,
        "Greentick cannot start",
    );
    dialog.set_title("Greentick");
    dialog.set_secondary_text(Some(problem));
    dialog.run();
}
