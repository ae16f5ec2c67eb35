//! Set-up files: made of what is here, read, and kept. What is slow about them, the passphrase and the
//! disk, runs beside the loop, one file at a time.

mod import;
mod made;
mod read;
mod view;

use protocol::{Failure, Reply, SetupProblem, SetupRequest};
use setup::{Opened, Take};
use vault::KeyState;

use crate::context::Context;
use crate::mailbox::{ReplySender, Sender};

/// What comes back to this room.
pub(crate) enum Message {
    /// A file was made, or could not be.
    Made(Result<Reply, Failure>, ReplySender),
    /// A file was read, or could not be.
    Read(Result<Box<Opened>, SetupProblem>, ReplySender),
    /// The work on a file broke off.
    BrokeOff(ReplySender),
}

/// Makes set-up files, and takes in those of others.
pub(crate) struct SetupFiles {
    mail: Sender<Message>,
    /// Whether one is being made or read: the work behind a passphrase takes half a gigabyte of memory.
    busy: bool,
    /// Whether somebody still waits for what is read.
    awaited: bool,
    /// What was read and is not kept yet. What a person was shown is what is kept, whatever became of
    /// the file meanwhile.
    opened: Option<Box<Opened>>,
}

impl SetupFiles {
    pub fn new(mail: Sender<Message>) -> SetupFiles {
        SetupFiles {
            mail,
            busy: false,
            awaited: false,
            opened: None,
        }
    }

    pub async fn asked(&mut self, cx: &mut Context, request: SetupRequest, asker: ReplySender) {
        let reply = match request {
            SetupRequest::MakeSetupFile { what, passphrase } => {
                match self.make(cx, what, &passphrase).await {
                    Ok(making) => return self.spawn(making, asker, Message::Made),
                    Err(refused) => Err(refused),
                }
            }
            SetupRequest::OpenSetupFile { path, passphrase } => {
                match self.may_work(cx) {
                    Ok(()) => {
                        // Another one takes its place, whatever comes of it.
                        self.opened = None;
                        self.awaited = true;
                        let reading = move || read::read(&path, &passphrase);
                        return self.spawn(reading, asker, Message::Read);
                    }
                    Err(refused) => Err(refused),
                }
            }
            SetupRequest::ImportSetupFile { apps, alerts } => {
                let apps = apps.into_iter().collect();
                self.import(cx, Take { apps, alerts }).await
            }
            SetupRequest::CloseSetupFile => {
                self.opened = None;
                self.awaited = false;
                Ok(Reply::DONE)
            }
        };
        cx.reply(asker, reply);
    }

    pub async fn receive(&mut self, cx: &mut Context, message: Message) {
        self.busy = false;
        let (reply, asker) = match message {
            Message::Made(reply, asker) => (reply, asker),
            Message::Read(_, asker) if !self.awaited => (Err(SetupProblem::NoneOpen.into()), asker),
            Message::Read(read, asker) => (self.opened(cx, read).await, asker),
            Message::BrokeOff(asker) => (Err(Failure::Internal), asker),
        };
        cx.reply(asker, reply);
    }

    /// The secrets of apps are neither read nor kept without the key.
    fn may_work(&self, cx: &Context) -> Result<(), Failure> {
        match () {
            () if cx.book.key != KeyState::Open => Err(Failure::VaultClosed),
            () if self.busy => Err(SetupProblem::Busy.into()),
            () => Ok(()),
        }
    }

    /// Works on a thread that may block.
    fn spawn<T: Send + 'static>(
        &mut self,
        work: impl FnOnce() -> T + Send + 'static,
        asker: ReplySender,
        done: fn(T, ReplySender) -> Message,
    ) {
        self.busy = true;
        let work = tokio::task::spawn_blocking(work);
        self.mail.spawn(async move {
            match work.await {
                Ok(made) => done(made, asker),
                Err(_) => Message::BrokeOff(asker),
            }
        });
    }
}

#[cfg(test)]
#[path = "setup_file_tests.rs"]
mod tests;
