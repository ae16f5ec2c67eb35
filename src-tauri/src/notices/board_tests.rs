use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;

/// Servers as they come and go; each life counts from one.
#[derive(Clone, Default)]
struct Servers(Rc<RefCell<Seen>>);

#[derive(Default)]
struct Seen {
    life: Option<&'static str>,
    found: Option<&'static str>,
    wakes: Option<&'static str>,
    last: u32,
    is_full: bool,
    done: Vec<String>,
}

impl Servers {
    fn live(&self, life: Option<&'static str>) {
        let mut seen = self.0.borrow_mut();
        (seen.life, seen.last) = (life, 0);
    }

    fn done(&self) -> Vec<String> {
        std::mem::take(&mut self.0.borrow_mut().done)
    }
}

impl Server for Servers {
    const REPLACES: bool = true;

    fn now(&mut self) -> Option<ServerLife> {
        let mut seen = self.0.borrow_mut();
        seen.found = seen.life;
        seen.found.map(life)
    }

    fn wake(&mut self) -> Option<ServerLife> {
        let mut seen = self.0.borrow_mut();
        seen.life = seen.life.or(seen.wakes);
        seen.found = seen.life;
        seen.found.map(life)
    }

    fn show(&mut self, sheet: &Sheet, replaces: Option<u32>) -> Option<u32> {
        let mut seen = self.0.borrow_mut();
        if seen.is_full || seen.found != seen.life {
            return None;
        }
        let id = replaces.unwrap_or(seen.last + 1);
        seen.last = seen.last.max(id);
        seen.done.push(format!("{} as {id}", sheet.words.title));
        Some(id)
    }

    fn close(&mut self, id: u32) {
        let mut seen = self.0.borrow_mut();
        let at = seen.found.unwrap_or("nobody");
        seen.done.push(format!("close {id} at {at}"));
    }
}

fn life(name: &str) -> ServerLife {
    ServerLife::new("6a1f", name)
}

fn posting(title: &str) -> Posting<String> {
    Posting {
        sheet: Sheet {
            words: NoticeWords {
                title: title.to_owned(),
                body: String::new(),
            },
            buttons: vec![],
            insists: true,
        },
        about: title.to_owned(),
        shown: None,
    }
}

fn board(servers: &Servers) -> (Board<Servers, String>, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let standing = Standing::recall(folder.path().join("standing-notices"));
    (Board::new(servers.clone(), standing), folder)
}

#[test]
fn what_stands_is_shown_once_more_by_the_next_server_and_never_touched_by_its_old_number() {
    let servers = Servers::default();
    servers.live(Some(":1.7"));
    let (mut board, _folder) = board(&servers);
    board.post("a".into(), posting("A"), true);
    board.post("b".into(), posting("B"), true);
    assert_eq!(servers.done(), ["A as 1", "B as 2"]);

    servers.live(Some(":1.8"));
    board.look_again();
    board.look_again();
    assert_eq!(servers.done(), ["A as 1", "B as 2"]);

    servers.live(Some(":1.9"));
    board.withdraw("a");
    assert_eq!(servers.done(), ["close 1 at :1.8"]);
    board.look_again();
    assert_eq!(servers.done(), ["B as 1"]);
}

#[test]
fn an_answer_of_another_life_is_not_obeyed() {
    let servers = Servers::default();
    servers.live(Some(":1.7"));
    let (mut board, _folder) = board(&servers);
    board.post("a".into(), posting("A"), true);
    let later = Answer::Button("later".into());
    assert_eq!(board.answered(&life(":1.8"), 1, &later), None);
    assert_eq!(board.answered(&life(":1.7"), 2, &later), None);
    assert_eq!(
        board.answered(&life(":1.7"), 1, &later).as_deref(),
        Some("A")
    );
    assert_eq!(board.answered(&life(":1.7"), 1, &later), None);
    assert_eq!(servers.done(), ["A as 1", "close 1 at :1.7"]);
}

#[test]
fn without_a_server_it_waits_changes_and_is_said_to_be_shown_when_it_is() {
    let servers = Servers::default();
    let (mut board, _folder) = board(&servers);
    let shown = Arc::new(AtomicUsize::new(0));
    let counts = shown.clone();
    let counted = Posting {
        shown: Some(Box::new(move || {
            counts.fetch_add(1, Ordering::Relaxed);
        })),
        ..posting("A")
    };
    board.post("a".into(), counted, true);
    board.post("gone".into(), posting("G"), true);
    board.post("never".into(), posting("N"), false);
    board.withdraw("gone");
    assert!(board.waits() && shown.load(Ordering::Relaxed) == 0);
    assert!(servers.done().is_empty());
    servers.live(Some(":1.7"));
    board.look_again();
    assert!(!board.waits() && shown.load(Ordering::Relaxed) == 1);
    assert_eq!(servers.done(), ["A as 1"]);
}

#[test]
fn a_server_that_takes_no_more_gets_it_later() {
    let servers = Servers::default();
    servers.live(Some(":1.7"));
    servers.0.borrow_mut().is_full = true;
    let (mut board, _folder) = board(&servers);
    board.post("a".into(), posting("A"), true);
    assert!(board.waits());
    servers.0.borrow_mut().is_full = false;
    board.look_again();
    assert_eq!(servers.done(), ["A as 1"]);
    board.post("a".into(), posting("A2"), false);
    assert_eq!(servers.done(), ["A2 as 1"]);
}

#[test]
fn only_news_start_a_server() {
    let servers = Servers::default();
    let (mut board, _folder) = board(&servers);
    board.post("a".into(), posting("A"), true);
    servers.0.borrow_mut().wakes = Some(":1.7");
    board.look_again();
    assert!(servers.done().is_empty());
    board.post("b".into(), posting("B"), true);
    assert_eq!(servers.done(), ["A as 1", "B as 2"]);
}
