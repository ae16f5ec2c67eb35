//! Notices on macOS and Windows, where they have neither numbers nor a server that comes and goes.

use std::sync::mpsc::Sender;
use std::thread;

use notify_rust::{Notification, NotificationHandle, NotificationResponse, Timeout};

use super::Errand;
use super::board::{Answer, Server, Sheet};
use super::standing::ServerLife;

/// The desktop of this run, whose notices are counted here.
pub struct Desktop {
    errands: Sender<Errand>,
    life: ServerLife,
    last: u32,
}

impl Desktop {
    /// Hands over what a person does with a notice as errands.
    pub fn new(errands: Sender<Errand>) -> Desktop {
        Desktop {
            errands,
            life: ServerLife::new("system", &std::process::id().to_string()),
            last: 0,
        }
    }

    /// Waits for what a person does with a notice. Keeping the handle keeps it answerable.
    fn listen(&self, id: u32, handle: NotificationHandle) {
        let (errands, life) = (self.errands.clone(), self.life.clone());
        let waiting = thread::Builder::new()
            .name("notice".to_owned())
            .spawn(move || {
                let heard = handle.wait_for_response(|response: &NotificationResponse| {
                    let answer = read(response);
                    // Without the thread nobody is left to act.
                    let _ = errands.send(Errand::Answered { life, id, answer });
                });
                if let Err(problem) = heard {
                    tracing::warn!(%problem, "nobody can answer a notice");
                }
            });
        if let Err(problem) = waiting {
            tracing::warn!(%problem, "nobody can answer a notice");
        }
    }
}

impl Server for Desktop {
    const REPLACES: bool = false;

    fn now(&mut self) -> Option<ServerLife> {
        Some(self.life.clone())
    }

    fn wake(&mut self) -> Option<ServerLife> {
        self.now()
    }

    fn show(&mut self, sheet: &Sheet, _replaces: Option<u32>) -> Option<u32> {
        let mut notification = Notification::new();
        notification
            .appname("Greentick")
            .summary(&sheet.words.title)
            .body(&sheet.words.body);
        #[cfg(windows)]
        notification.app_id("app.greentick");
        if sheet.insists {
            notification.timeout(Timeout::Never);
        }
        for (nth, (name, label)) in sheet.buttons.iter().enumerate() {
            notification.action(if nth == 0 { "default" } else { name }, label);
        }
        let handle = notification
            .show()
            .inspect_err(|problem| tracing::warn!(%problem, "a notice waits to be shown"))
            .ok()?;
        self.last = self.last.wrapping_add(1);
        self.listen(self.last, handle);
        Some(self.last)
    }

    fn close(&mut self, _id: u32) {}
}

fn read(response: &NotificationResponse) -> Answer {
    match response {
        NotificationResponse::Default => Answer::Clicked,
        NotificationResponse::Action(name) => Answer::Button(name.clone()),
        NotificationResponse::Reply(_) | NotificationResponse::Closed(_) => Answer::Closed,
    }
}
