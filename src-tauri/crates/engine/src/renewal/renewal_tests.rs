use std::sync::Arc;

use domain::{Secret, TokenSet, Unavailable};
use tokio::sync::mpsc::UnboundedReceiver;
use vault::{Change, MemoryStore, Renewal, Storage};

use super::*;
use crate::rig::{Asked, NOW, Rig, grant_id, location_id, mailbox};
use crate::{Failpoints, NoticeAbout, RenewalStep};

const SENT: &str = "Post https://api.x.com/2/oauth2/token";
const BROUGHT: &str = r#"{"token_type": "bearer", "expires_in": 7200,
    "access_token": "second access", "refresh_token": "second refresh",
    "scope": "tweet.read users.read offline.access"}"#;
const REFUSED: &str = r#"{"error": "invalid_grant", "error_description": "no"}"#;
const ENDED: Span = Span::from_minutes(121);

struct Here {
    rig: Rig,
    renewals: Renewals,
    came: UnboundedReceiver<Message>,
}

/// Two pages of X that live from one grant, and the user's app.
async fn here() -> Here {
    let (mail, came) = mailbox();
    let mut rig = Rig::new().await;
    rig.connected(1, 1, "x");
    rig.connected(2, 1, "x");
    rig.with_app("x").await;
    Here {
        rig,
        renewals: Renewals::new(mail),
        came,
    }
}

impl Here {
    fn renew(&mut self, location: u8) {
        let id = location_id(location);
        self.renewals.renew(&mut self.rig.cx, grant_id(1), id);
    }

    /// What comes back to the room next is handed to it.
    async fn comes_back(&mut self) {
        let message = self.came.recv().await.unwrap();
        self.renewals.receive(&mut self.rig.cx, message).await;
    }

    /// A renewal for the first page ends so.
    async fn ends(&mut self, result: Result<Grant, NotRenewed>) -> Vec<News> {
        let waiting = BTreeSet::from([location_id(1)]);
        self.rig.cx.book.renewing.insert(grant_id(1), waiting);
        let message = Message::Renewed(grant_id(1), result);
        self.renewals.receive(&mut self.rig.cx, message).await;
        self.rig.news()
    }

    fn generation(&self) -> u64 {
        self.rig.cx.book.grants[&grant_id(1)].generation
    }

    fn is_renewing(&self) -> bool {
        self.rig.cx.book.renewing.contains_key(&grant_id(1))
    }
}

/// Who is probed with the token that is held.
fn probed(news: &[News]) -> Vec<LocationId> {
    let probed = news.iter().filter_map(|news| {
        let News::Probe(id) = news else { return None };
        Some(*id)
    });
    probed.collect()
}

/// Who hears of the end of a renewal, and what.
fn verdicts(news: &[News]) -> Vec<(LocationId, Verdict)> {
    let told = news.iter().filter_map(|news| {
        let News::RenewalEnded(id, _, verdict, _) = news else {
            return None;
        };
        Some((*id, *verdict))
    });
    told.collect()
}

fn both() -> Vec<LocationId> {
    vec![location_id(1), location_id(2)]
}

fn all(verdict: Verdict) -> Vec<(LocationId, Verdict)> {
    both().into_iter().map(|id| (id, verdict)).collect()
}

/// Fills the disk as soon as the request is on its way.
struct FullAfterSending(MemoryStore);

impl Failpoints for FullAfterSending {
    fn taken(&self, step: RenewalStep) {
        if step == RenewalStep::Noted {
            self.0.fail_next_writes(usize::MAX);
        }
    }
}

#[tokio::test]
async fn a_refresh_token_is_spent_once_for_all_that_ask_meanwhile() {
    let mut here = here().await;
    here.rig.script.answer(200, BROUGHT);
    let before = here.generation();
    here.renew(1);
    here.renew(2);
    here.renew(1);
    here.comes_back().await;
    assert_eq!(here.rig.script.sent(), [SENT]);
    assert_eq!(here.generation(), before + 1);
    assert_eq!(here.rig.access(1).await, "second access");
    assert_eq!(probed(&here.rig.news()), both());
    assert!(!here.is_renewing());
    assert!(here.rig.rows.interrupted_renewals().unwrap().is_empty());
}

#[tokio::test]
async fn the_next_renewal_is_one_of_its_own() {
    let mut here = here().await;
    for _ in 0..2 {
        here.rig.script.answer(200, BROUGHT);
        here.renew(1);
        here.comes_back().await;
    }
    assert_eq!(here.rig.script.sent(), [SENT, SENT]);
}

#[tokio::test]
async fn nobody_is_asked_for_a_grant_that_is_gone() {
    let mut here = here().await;
    here.rig.cx.book.grants.remove(&grant_id(1));
    here.renew(1);
    assert!(!here.is_renewing());
    assert!(here.came.try_recv().is_err());
}

#[tokio::test]
async fn what_comes_after_somebody_disconnected_brings_no_grant_back() {
    let mut here = here().await;
    let renewed = here.rig.cx.book.grants.remove(&grant_id(1)).unwrap();
    let news = here.ends(Ok(renewed)).await;
    assert!(here.rig.cx.book.grants.is_empty());
    assert!(probed(&news).is_empty() && verdicts(&news).is_empty());
}

#[tokio::test]
async fn tokens_that_came_new_are_whole_whatever_was_damaged_before() {
    let mut here = here().await;
    here.rig.cx.book.unreadable.insert(grant_id(1));
    let renewed = here.rig.cx.book.grants[&grant_id(1)].clone();
    here.ends(Ok(renewed)).await;
    assert!(here.rig.cx.book.unreadable.is_empty());
}

#[tokio::test]
async fn without_room_for_a_note_nothing_is_sent_and_it_is_tried_when_there_is() {
    let mut here = here().await;
    here.rig.rows.fail_next_writes(usize::MAX);
    here.renew(1);
    here.comes_back().await;
    assert!(here.rig.script.sent().is_empty());
    let news = here.rig.news();
    let full = Verdict::Here(Trouble::DiskFull);
    assert_eq!(verdicts(&news), [(location_id(1), full)]);
    assert!(news.iter().any(|news| matches!(news, News::WaitForRoom)));
    here.rig.rows.fail_next_writes(0);
    here.rig.script.answer(200, BROUGHT);
    here.renew(1);
    here.comes_back().await;
    assert_eq!(here.rig.access(1).await, "second access");
}

#[tokio::test(start_paused = true)]
async fn what_a_spent_token_bought_is_held_until_the_disk_takes_it() {
    let mut here = here().await;
    let rows = here.rig.rows.open_again();
    here.rig.cx.rehearsal = Arc::new(FullAfterSending(rows));
    here.rig.script.answer(200, BROUGHT);
    here.renew(1);
    here.comes_back().await;
    assert!(here.rig.cx.book.not_kept.contains(&grant_id(1)));
    let shown = here.rig.desktop.asked();
    assert!(matches!(&shown[..], [Asked::Shown(notice)]
        if matches!(&notice.about, NoticeAbout::NotKeptYet { locations, .. }
            if *locations == both())));
    // Each try that fails says so again, and no person hears it twice.
    here.comes_back().await;
    assert!(here.rig.desktop.asked().is_empty());
    assert!(here.is_renewing());
    here.rig.rows.fail_next_writes(0);
    while here.is_renewing() {
        here.comes_back().await;
    }
    assert_eq!(here.rig.access(1).await, "second access");
    assert_eq!(here.rig.script.sent(), [SENT]);
    assert!(here.rig.cx.book.not_kept.is_empty());
    assert!(matches!(
        here.rig.desktop.asked()[..],
        [Asked::Withdrawn(_)]
    ));
}

#[tokio::test]
async fn a_first_no_while_the_access_token_lives_is_asked_about_and_told_to_nobody() {
    let mut here = here().await;
    here.rig.script.answer(400, REFUSED);
    here.renew(1);
    here.comes_back().await;
    let news = here.rig.news();
    assert_eq!(probed(&news), [location_id(1)]);
    assert!(verdicts(&news).is_empty());
    // The next no is the second one: it is everybody's that hangs on it.
    here.rig.script.answer(400, REFUSED);
    here.renew(2);
    here.comes_back().await;
    let news = here.rig.news();
    let no = Verdict::No(Cause::Unknown);
    assert_eq!(verdicts(&news), all(no));
}

#[tokio::test(start_paused = true)]
async fn with_a_token_that_ended_a_no_is_believed_when_it_was_said_twice_some_time_apart() {
    let mut here = here().await;
    here.rig.clock.pass(ENDED);
    here.rig.script.answer(400, REFUSED);
    here.rig.script.answer(200, BROUGHT);
    let begun = tokio::time::Instant::now();
    here.renew(1);
    here.comes_back().await;
    assert_eq!(here.rig.script.sent(), [SENT, SENT]);
    assert!(begun.elapsed() >= Duration::from_secs(10));
    assert!(verdicts(&here.rig.news()).is_empty());
    assert_eq!(here.rig.access(1).await, "second access");
}

#[tokio::test(start_paused = true)]
async fn a_no_that_was_said_twice_is_told_to_all_that_hang_on_it() {
    let mut here = here().await;
    here.rig.clock.pass(ENDED);
    here.rig.script.answer(400, REFUSED);
    here.rig.script.answer(400, REFUSED);
    here.renew(1);
    here.comes_back().await;
    let no = Verdict::No(Cause::Unknown);
    assert_eq!(verdicts(&here.rig.news()), all(no));
}

#[tokio::test]
async fn silence_lets_a_token_speak_that_still_lives_and_is_told_of_one_that_does_not() {
    let silent = || Err(NotRenewed::Refused(Unavailable::Silent.into()));
    let mut here = here().await;
    let news = here.ends(silent()).await;
    assert_eq!(probed(&news), [location_id(1)]);
    assert!(verdicts(&news).is_empty());
    here.rig.clock.pass(ENDED);
    let news = here.ends(silent()).await;
    assert!(probed(&news).is_empty());
    let no_answer = Verdict::NoAnswer(Unavailable::Silent);
    assert_eq!(verdicts(&news), [(location_id(1), no_answer)]);
}

#[tokio::test]
async fn what_a_network_asked_to_wait_is_told_with_what_it_said() {
    let mut here = here().await;
    here.rig.clock.pass(ENDED);
    let wait = Some(Span::from_minutes(15));
    let limited = ProviderError::AskLater(Unavailable::RateLimited, wait);
    let news = here.ends(Err(NotRenewed::Refused(limited))).await;
    let waits = |news: &News| matches!(news, News::RenewalEnded(_, _, _, told) if *told == wait);
    assert!(news.iter().any(waits));
}

#[tokio::test]
async fn a_no_after_an_answer_that_was_lost_here_blames_nobody_else() {
    let mut here = here().await;
    let lost = Verdict::Here(Trouble::NotStored);
    let news = here.ends(Err(NotRenewed::Lost(Trouble::NotStored))).await;
    assert_eq!(verdicts(&news), [(location_id(1), lost)]);
    let no = ProviderError::No(Cause::Unknown);
    let news = here.ends(Err(NotRenewed::Refused(no))).await;
    let not_kept = Verdict::No(Cause::NotKept);
    assert_eq!(verdicts(&news), all(not_kept));
}

#[tokio::test(start_paused = true)]
async fn what_another_process_renews_is_waited_for_and_taken_from_the_store() {
    let mut here = here().await;
    for id in both() {
        let app = here.rig.cx.app_behind(here.rig.held(id));
        here.rig.cx.agenda.place(id, app, NOW, NOW);
    }
    let mut other = here.rig.rows.open_again();
    other.unlock().unwrap();
    let until = NOW.plus(Span::from_minutes(2));
    let lease = other.lease(grant_id(1), NOW, until).unwrap();
    here.renew(1);
    here.comes_back().await;
    assert!(here.rig.script.sent().is_empty());
    assert!(here.rig.cx.agenda.is_away(location_id(1)));
    let renewal = Renewal {
        tokens: TokenSet {
            access: Secret::new("of the other".to_owned()),
            refresh: None,
            binding: None,
        },
        dates: here.rig.cx.book.grants[&grant_id(1)].dates,
        scopes: None,
    };
    let renewed = other.renew(grant_id(1), &renewal, lease.generation);
    let generation = renewed.unwrap().generation;
    here.comes_back().await;
    assert_eq!(here.generation(), generation);
    assert!(!here.rig.cx.agenda.is_away(location_id(1)));
    let news = here.rig.news();
    let looked = |id: LocationId| {
        news.iter()
            .any(|n| matches!(n, News::CheckLocation(of) if *of == id))
    };
    assert!(both().into_iter().all(looked));
}

#[tokio::test(start_paused = true)]
async fn a_disconnect_while_another_process_renews_brings_no_grant_back() {
    let mut here = here().await;
    here.rig.cx.book.grants.remove(&grant_id(1));
    let message = Message::LookAgain(grant_id(1));
    here.renewals.receive(&mut here.rig.cx, message).await;
    assert!(here.rig.cx.book.grants.is_empty());
}

#[tokio::test]
async fn tokens_that_are_newer_in_the_store_are_taken_and_nobody_is_asked() {
    let mut here = here().await;
    let known = here.rig.cx.book.grants.get_mut(&grant_id(1)).unwrap();
    let today = std::mem::replace(&mut known.generation, 0);
    here.renew(1);
    here.comes_back().await;
    assert!(here.rig.script.sent().is_empty());
    assert_eq!(here.generation(), today);
}

#[tokio::test]
async fn a_renewal_that_an_earlier_run_sent_goes_first_and_one_that_is_gone_does_not() {
    let mut here = here().await;
    let sent = BTreeSet::from([grant_id(1), grant_id(9)]);
    here.renewals.resume(&mut here.rig.cx, sent);
    assert!(here.rig.cx.book.standing(grant_id(1)).renews_first());
    assert!(!here.rig.cx.book.renewals.contains_key(&grant_id(9)));
    let news = here.rig.news();
    assert!(matches!(news[..], [News::CheckLocation(id)] if id == location_id(1)));
}

#[tokio::test]
async fn an_answer_that_an_earlier_run_sealed_is_read_and_nothing_is_sent() {
    let mut here = here().await;
    let until = NOW.plus(Span::from_minutes(2));
    let store = &here.rig.cx.store;
    let lease = store.lease(grant_id(1), NOW, until).await.unwrap();
    store.record_sent(lease.clone(), NOW).await.unwrap();
    let answer = networks::Answer {
        status: 200,
        headers: vec![("content-type".to_owned(), "application/json".to_owned())],
        body: BROUGHT.as_bytes().to_vec(),
        at: NOW,
    };
    let packed = crate::store::pack(&answer);
    store.save_answer(lease.clone(), packed).await.unwrap();
    store.step_back(lease).await.unwrap();
    here.renew(1);
    here.comes_back().await;
    assert!(here.rig.script.sent().is_empty());
    assert_eq!(here.rig.access(1).await, "second access");
}

#[tokio::test]
async fn without_an_app_nothing_is_spent() {
    let mut here = here().await;
    let gone = here.rig.cx.store.forget_app(crate::rig::network("x"), None);
    gone.await.unwrap();
    here.rig.clock.pass(ENDED);
    here.renew(1);
    here.comes_back().await;
    assert!(here.rig.script.sent().is_empty());
    let here_told = Verdict::Here(Trouble::NoApp);
    assert_eq!(verdicts(&here.rig.news()), [(location_id(1), here_told)]);
    assert!(here.rig.rows.interrupted_renewals().unwrap().is_empty());
}

#[tokio::test]
async fn tokens_that_were_erased_meanwhile_are_sent_nowhere() {
    let mut here = here().await;
    for id in both() {
        let gone = vec![Change::Unlinked(id)];
        here.rig.cx.store.commit(gone).await.unwrap();
    }
    here.renew(1);
    here.comes_back().await;
    assert!(here.rig.script.sent().is_empty());
    assert!(!here.is_renewing());
}

#[tokio::test]
async fn a_location_that_asked_for_what_nobody_can_renew_keeps_nobody_else_waiting() {
    let mut here = here().await;
    let id = location_id(1);
    let cx = &mut here.rig.cx;
    let app = cx.app_behind(&cx.book.locations[&id]);
    cx.agenda.place(id, app, NOW, NOW);
    cx.agenda.left(id);
    cx.book.logins.clear();
    here.renew(1);
    assert_eq!(here.rig.cx.agenda.away(), 0);
    assert!(here.rig.cx.book.renewing.is_empty());
}
