use domain::connection::Event;
use domain::pattern::Whose;
use domain::{Probe, Span, Unavailable};
use protocol::EventKind;
use tokio::sync::mpsc::UnboundedReceiver;

use super::*;
use crate::rig::{NOW, Rig, location_id, mailbox};

const SECOND: Duration = Duration::from_secs(1);

struct Here {
    rig: Rig,
    patterns: Patterns,
    came: UnboundedReceiver<Message>,
}

/// Pages that were probed an hour ago.
async fn here(pages: u8) -> Here {
    let (mail, came) = mailbox();
    let mut here = Here {
        rig: Rig::new().await,
        patterns: Patterns::new(mail),
        came,
    };
    for number in 1..=pages {
        here.rig.connected(number, number, "facebook");
    }
    here.rig.clock.pass(Span::from_minutes(60));
    here
}

impl Here {
    fn probed(&mut self, number: u8, verdict: Verdict) {
        let probe = Probe::new(self.rig.cx.now(), verdict);
        let held = self.rig.cx.book.locations.get_mut(&location_id(number));
        held.unwrap().record(probe, None);
        self.patterns.stir();
    }

    /// A page is lost, and no probe needs to confirm it any more.
    fn loses(&mut self, number: u8, cause: Cause) {
        let id = location_id(number);
        self.probed(number, Verdict::No(cause));
        let held = self.rig.cx.book.locations.get_mut(&id).unwrap();
        held.rhythm = held.rhythm.confirmed();
        self.rig.cx.apply(id, Event::ProbedNo(cause));
        self.hear();
    }

    /// The loop tells the room what it is told.
    fn hear(&mut self) {
        while let Some(news) = self.rig.cx.next_news() {
            if let News::Lost(id, cause) = news {
                self.patterns.stopped_working(&mut self.rig.cx, id, cause);
            } else if matches!(news, News::Stirred) {
                self.patterns.stir();
            }
        }
    }

    fn is_due(&self, number: u8) -> bool {
        self.rig.held(location_id(number)).rhythm.last.is_none()
    }

    /// The timer rings; whether everybody is told now.
    async fn settles(&mut self) -> bool {
        let message = self.came.recv().await.unwrap();
        self.patterns.receive(&mut self.rig.cx, message);
        let news = self.rig.news();
        assert!(news.iter().any(|news| matches!(news, News::NotifyNow)));
        self.rig.cx.book.pending_losses.is_empty()
    }

    fn whose(&self, number: u8) -> Option<Whose> {
        let judged = self.rig.held(location_id(number)).judged.as_ref();
        judged.map(|judged| judged.whose.clone())
    }
}

#[tokio::test]
async fn a_loss_has_its_siblings_asked_at_once_and_nobody_of_another_app() {
    let mut here = here(3).await;
    here.rig.connected(9, 9, "x");
    here.loses(1, Cause::Unknown);
    assert!(here.is_due(2) && here.is_due(3));
    assert!(!here.is_due(9) && !here.is_due(1));
    here.patterns.probe_siblings(&mut here.rig.cx);
    here.patterns.probe_siblings(&mut here.rig.cx);
    assert!(matches!(here.rig.news()[..], [News::WatchOn]));
}

#[tokio::test]
async fn a_loss_that_is_one_persons_asks_nobody_elses_pages() {
    let mut here = here(2).await;
    here.loses(1, Cause::AccessLost);
    assert!(!here.is_due(2));
}

#[tokio::test]
async fn siblings_that_are_asked_or_lost_or_told_just_now_are_not_asked_again() {
    let mut here = here(5).await;
    here.rig.cx.book.probing.insert(location_id(2));
    here.rig.cx.apply(location_id(3), Event::Disconnected);
    here.probed(4, Verdict::Yes);
    here.rig.clock.pass(Span::from_secs(30));
    here.loses(1, Cause::Unknown);
    // The answer of the fourth is older than the loss, and may be of before it.
    let due: Vec<u8> = (1..=5).filter(|number| here.is_due(*number)).collect();
    assert_eq!(due, [4, 5]);
    here.probed(4, Verdict::Yes);
    here.probed(5, Verdict::Yes);
    here.rig.clock.pass(Span::from_secs(1));
    here.loses(4, Cause::Unknown);
    assert!(!here.is_due(5), "it answered since the first loss");
}

#[tokio::test]
async fn a_loss_of_what_is_gone_or_was_mended_meanwhile_calls_nobody() {
    let mut here = here(1).await;
    let cx = &mut here.rig.cx;
    here.patterns
        .stopped_working(cx, location_id(77), Cause::Unknown);
    here.patterns
        .stopped_working(cx, location_id(1), Cause::Unknown);
    assert!(here.rig.cx.book.pending_losses.is_empty());
    here.patterns.probe_siblings(&mut here.rig.cx);
    assert!(here.rig.news().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_loss_waits_for_others_and_is_told_then() {
    let mut here = here(2).await;
    here.loses(1, Cause::AccessLost);
    // The timer begins to run.
    tokio::task::yield_now().await;
    tokio::time::advance(10 * SECOND).await;
    here.loses(2, Cause::AccessLost);
    assert_eq!(here.rig.cx.book.pending_losses.len(), 2);
    let begun = Instant::now();
    assert!(!here.settles().await, "the second is ten seconds old");
    assert_eq!(begun.elapsed(), 10 * SECOND);
    assert!(here.settles().await);
    assert_eq!(begun.elapsed(), 20 * SECOND);
    let next = tokio::time::timeout(600 * SECOND, here.came.recv());
    assert!(next.await.is_err(), "no timer is left");
}

#[tokio::test(start_paused = true)]
async fn a_sibling_that_does_not_answer_keeps_a_loss_from_nobody_for_more_than_two_minutes() {
    let mut here = here(2).await;
    let begun = Instant::now();
    here.loses(1, Cause::Unknown);
    here.rig.cx.book.probing.insert(location_id(2));
    let mut rounds = 0;
    while !here.settles().await {
        rounds += 1;
    }
    assert_eq!(begun.elapsed(), 120 * SECOND);
    assert_eq!(rounds, 5);
}

#[tokio::test(start_paused = true)]
async fn a_loss_is_told_as_soon_as_its_siblings_have_answered() {
    let mut here = here(2).await;
    let begun = Instant::now();
    here.loses(1, Cause::Unknown);
    assert!(!here.settles().await);
    here.probed(2, Verdict::Yes);
    assert!(here.settles().await);
    assert_eq!(begun.elapsed(), 40 * SECOND);
}

#[tokio::test(start_paused = true)]
async fn a_loss_that_no_look_confirmed_waits_for_one_but_not_for_ever() {
    let mut here = here(1).await;
    let begun = Instant::now();
    here.loses(1, Cause::Unknown);
    let held = here.rig.cx.book.locations.get_mut(&location_id(1)).unwrap();
    held.rhythm.refusals = 2;
    while !here.settles().await {}
    assert_eq!(begun.elapsed(), CONFIRM_AT_MOST);
}

#[tokio::test(start_paused = true)]
async fn a_loss_that_went_off_the_list_is_waited_for_no_more() {
    let mut here = here(2).await;
    here.loses(1, Cause::Unknown);
    here.rig.cx.book.locations.remove(&location_id(1));
    assert!(here.settles().await);
    let next = tokio::time::timeout(600 * SECOND, here.came.recv());
    assert!(next.await.is_err(), "no timer is left");
}

#[tokio::test(start_paused = true)]
async fn losses_of_one_app_do_not_wait_for_those_of_another() {
    let mut here = here(1).await;
    here.rig.connected(9, 9, "x");
    here.loses(1, Cause::AccessLost);
    here.loses(9, Cause::AccessLost);
    let other = here.rig.cx.book.locations.get_mut(&location_id(9));
    other.unwrap().rhythm.refusals = 2;
    assert!(!here.settles().await);
    let waiting: Vec<_> = here.rig.cx.book.pending_losses.keys().copied().collect();
    assert_eq!(waiting, [location_id(9)]);
}

#[tokio::test]
async fn what_several_people_lose_together_is_the_apps_and_is_told_once() {
    let mut here = here(3).await;
    here.rig.clock.pass(Span::from_minutes(1));
    for number in 1..=3 {
        here.loses(number, Cause::Unknown);
    }
    here.rig.facts();
    here.patterns.judge_patterns(&mut here.rig.cx);
    for number in 1..=3 {
        assert!(matches!(here.whose(number), Some(Whose::App(_))));
    }
    let told = here.rig.facts();
    assert_eq!(told.len(), 3);
    let changed = |fact: &EventKind| matches!(fact, EventKind::LocationChanged(_));
    assert!(told.iter().all(changed));
    here.patterns.stir();
    here.patterns.judge_patterns(&mut here.rig.cx);
    assert!(here.rig.facts().is_empty());
}

#[tokio::test]
async fn one_loss_among_pages_that_work_is_its_own() {
    let mut here = here(3).await;
    here.loses(1, Cause::Unknown);
    here.probed(2, Verdict::Yes);
    here.probed(3, Verdict::Yes);
    here.patterns.judge_patterns(&mut here.rig.cx);
    let own = Whose::Own(location_id(1));
    assert_eq!((here.whose(1), here.whose(2)), (Some(own), None));
}

#[tokio::test]
async fn what_works_again_is_judged_no_more() {
    let mut here = here(1).await;
    here.loses(1, Cause::Unknown);
    here.patterns.judge_patterns(&mut here.rig.cx);
    assert!(here.whose(1).is_some());
    here.probed(1, Verdict::Yes);
    here.rig.cx.apply(location_id(1), Event::ProbedYes);
    here.hear();
    here.patterns.judge_patterns(&mut here.rig.cx);
    assert_eq!(here.whose(1), None);
}

#[tokio::test]
async fn a_host_that_answers_nobody_is_one_outage_until_it_answers_somebody() {
    let mut here = here(3).await;
    here.probed(1, Verdict::NoAnswer(Unavailable::Down));
    here.patterns.judge_patterns(&mut here.rig.cx);
    assert!(here.patterns.outages().is_empty(), "one bad moment of one");
    here.probed(2, Verdict::NoAnswer(Unavailable::Down));
    here.probed(3, Verdict::NoAnswer(Unavailable::Silent));
    here.patterns.judge_patterns(&mut here.rig.cx);
    let outages = here.patterns.outages();
    assert_eq!(outages.len(), 1);
    let outage = &outages[0];
    assert_eq!((outage.network.as_str(), outage.locations), ("facebook", 3));
    here.rig.clock.pass(Span::from_minutes(1));
    for number in 1..=3 {
        here.probed(number, Verdict::Yes);
    }
    here.patterns.judge_patterns(&mut here.rig.cx);
    assert!(here.patterns.outages().is_empty());
}

#[tokio::test]
async fn in_the_middle_of_many_looks_it_is_judged_now_and_then_and_at_their_end() {
    let mut here = here(32).await;
    for number in 1..=32 {
        let id = location_id(number);
        let app = here.rig.cx.app_behind(here.rig.held(id));
        here.rig.cx.agenda.place(id, app, NOW, NOW);
    }
    here.rig.cx.agenda.left(location_id(32));
    here.probed(1, Verdict::NoAnswer(Unavailable::Down));
    here.probed(2, Verdict::NoAnswer(Unavailable::Down));
    here.patterns.judge_worthwhile(&mut here.rig.cx);
    assert!(here.patterns.outages().is_empty());
    here.probed(3, Verdict::NoAnswer(Unavailable::Down));
    here.patterns.judge_worthwhile(&mut here.rig.cx);
    assert_eq!(here.patterns.outages()[0].locations, 3);
    here.probed(4, Verdict::NoAnswer(Unavailable::Down));
    here.patterns.judge_worthwhile(&mut here.rig.cx);
    assert_eq!(here.patterns.outages()[0].locations, 3);
    here.rig.cx.agenda.back(location_id(32));
    here.patterns.judge_worthwhile(&mut here.rig.cx);
    assert_eq!(here.patterns.outages()[0].locations, 4);
}

#[tokio::test]
async fn where_nothing_happened_nothing_is_judged() {
    let mut here = here(1).await;
    here.patterns.judge_patterns(&mut here.rig.cx);
    assert!(here.rig.news().is_empty());
    here.patterns.stir();
    here.patterns.judge_patterns(&mut here.rig.cx);
    // An alert may end although nothing is to be judged.
    assert!(matches!(here.rig.news()[..], [News::AlertsMayEnd]));
}
