//! The strip above a network's page in its sign-in window: as whom to sign in, what to leave ticked,
//! where one is, and Cancel. It is the toolkit's own, beside the web view and not inside of it: the
//! page can neither see nor change it, and nothing of it is open to the page.
//!
//! Tauri has such a place only on Linux; elsewhere a second web view in a window is one of its
//! unstable features.

use ::words::{desktop, say};
use engine::Expected;
use gtk::prelude::*;
use tauri::{Url, WebviewWindow};

use crate::addresses::shown_origin;
use crate::words;

const ORIGIN: &str = "greentick-origin";

/// Puts the strip above the page.
pub fn put_above(
    window: &WebviewWindow,
    network: String,
    expected: Expected,
    cancel: impl Fn() + Send + 'static,
) -> tauri::Result<()> {
    let shown = window.clone();
    window.run_on_main_thread(move || match shown.default_vbox() {
        Ok(within) => {
            let strip = strip(&network, &expected, cancel);
            within.pack_start(&strip, false, false, 0);
            within.reorder_child(&strip, 0);
            strip.show_all();
        }
        Err(problem) => tracing::warn!(%problem, "a sign-in window has no strip"),
    })
}

/// Says in the strip where the page is from.
pub fn show_origin(window: &WebviewWindow, url: &Url) -> tauri::Result<()> {
    let shown = window.clone();
    let origin = shown_origin(url);
    window.run_on_main_thread(move || {
        let Ok(within) = shown.default_vbox() else {
            return;
        };
        if let Some(label) = named(within.upcast_ref(), ORIGIN)
            && let Some(label) = label.downcast_ref::<gtk::Label>()
        {
            label.set_text(&origin);
        }
    })
}

fn strip(network: &str, expected: &Expected, cancel: impl Fn() + 'static) -> gtk::Box {
    let strip = gtk::Box::new(gtk::Orientation::Horizontal, 12);
    strip.set_border_width(10);
    let said = gtk::Box::new(gtk::Orientation::Vertical, 3);
    let who = label(&words::sign_in_as(network, expected.person.as_deref()));
    let heavier = gtk::pango::AttrList::new();
    heavier.insert(gtk::pango::AttrInt::new_weight(gtk::pango::Weight::Bold));
    who.set_attributes(Some(&heavier));
    said.pack_start(&who, false, false, 0);
    if let Some(ticked) = words::leave_ticked(&expected.stays_ticked) {
        said.pack_start(&label(&ticked), false, false, 0);
    }
    // The end of a host says whose it is: that is what stays where it is too long.
    let origin = gtk::Label::new(None);
    origin.set_widget_name(ORIGIN);
    origin.set_xalign(0.0);
    origin.set_ellipsize(gtk::pango::EllipsizeMode::Start);
    said.pack_start(&origin, false, false, 0);
    strip.pack_start(&said, true, true, 0);

    let button = gtk::Button::with_label(&say(desktop::cancel()));
    button.set_valign(gtk::Align::Start);
    // The page keeps the keyboard; the Tab key reaches the button after it.
    button.set_focus_on_click(false);
    button.connect_clicked(move |_| cancel());
    strip.pack_start(&button, false, false, 0);
    strip
}

fn label(text: &str) -> gtk::Label {
    let label = gtk::Label::new(Some(text));
    label.set_xalign(0.0);
    label.set_line_wrap(true);
    label.set_line_wrap_mode(gtk::pango::WrapMode::WordChar);
    label
}

fn named(within: &gtk::Widget, name: &str) -> Option<gtk::Widget> {
    if within.widget_name() == name {
        return Some(within.clone());
    }
    let within = within.downcast_ref::<gtk::Container>()?;
    within.children().iter().find_map(|each| named(each, name))
}
