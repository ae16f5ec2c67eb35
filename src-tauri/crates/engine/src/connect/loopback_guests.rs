//! Who is at a listener, and who goes when others wait.
//!
//! Any program of this computer can open connections and say nothing. They must neither keep a
//! browser out nor grow without end: where there is no room, whoever has said least goes first.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

use tokio::task::{AbortHandle, JoinSet};
use tokio::time::{Instant, sleep_until, timeout};

/// So many are at a listener at once.
pub(crate) const AT_ONCE: usize = 64;
/// How long a guest may take in all.
pub(crate) const PATIENCE: Duration = Duration::from_secs(5);
/// How long a guest may take for a request line.
pub(crate) const SAYS_WITHIN: Duration = Duration::from_secs(1);
/// How long each guest has at least, however many wait: a browser needs far less, and 300 who say
/// nothing pass in a fraction of a second.
const AT_LEAST: Duration = Duration::from_millis(50);

/// How much of a request a guest has said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
enum Said {
    NoLine,
    Line,
    Whole,
}

/// Where a guest says how far it is.
#[derive(Debug, Clone, Default)]
pub(crate) struct HeadProgress(Arc<AtomicU8>);

impl HeadProgress {
    /// It has said a whole request line.
    pub fn line(&self) {
        self.0.fetch_max(Said::Line as u8, Ordering::Relaxed);
    }

    /// It has said a whole head: what is left is ours to do.
    pub fn whole(&self) {
        self.0.fetch_max(Said::Whole as u8, Ordering::Relaxed);
    }

    fn said(&self) -> Said {
        match self.0.load(Ordering::Relaxed) {
            0 => Said::NoLine,
            1 => Said::Line,
            _ => Said::Whole,
        }
    }
}

struct Guest {
    progress: HeadProgress,
    since: Instant,
    task: AbortHandle,
}

/// The guests of one listener, the oldest first; all go with it.
#[derive(Default)]
pub(crate) struct Guests {
    tasks: JoinSet<()>,
    known: Vec<Guest>,
}

impl Guests {
    /// Waits until there is room for one more, and makes it where that is needed.
    pub async fn room(&mut self) {
        loop {
            while self.tasks.try_join_next().is_some() {}
            self.known.retain(|guest| !guest.task.is_finished());
            if self.known.len() < AT_ONCE {
                return;
            }
            let Some((place, goes_at)) = self.first_to_go() else {
                self.tasks.join_next().await;
                continue;
            };
            if goes_at <= Instant::now() {
                self.known.remove(place).task.abort();
                return;
            }
            tokio::select! {
                _ = self.tasks.join_next() => {}
                () = sleep_until(goes_at) => {}
            }
        }
    }

    /// Lets one in. `receive` says in the progress how far its guest is.
    pub fn welcome<F>(&mut self, receive: impl FnOnce(HeadProgress) -> F)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let progress = HeadProgress::default();
        let received = receive(progress.clone());
        let task = self.tasks.spawn(async move {
            let _ = timeout(PATIENCE, received).await;
        });
        self.known.push(Guest {
            progress,
            since: Instant::now(),
            task,
        });
    }

    /// Of those who have not said all the one who said least, and when it may be sent away.
    fn first_to_go(&self) -> Option<(usize, Instant)> {
        let waiting = self.known.iter().enumerate();
        let waiting = waiting.filter(|(_, guest)| guest.progress.said() != Said::Whole);
        let (place, guest) = waiting.min_by_key(|(_, guest)| guest.progress.said())?;
        Some((place, guest.since + AT_LEAST))
    }
}

#[cfg(test)]
mod tests {
    use std::future::pending;

    use super::*;

    /// One who says nothing more once it has said so much.
    async fn arrives(guests: &mut Guests, says: fn(&HeadProgress)) {
        guests.room().await;
        guests.welcome(|progress| {
            says(&progress);
            pending()
        });
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_comes_after_three_hundred_who_say_nothing_is_in_within_a_second() {
        for says in [|_: &HeadProgress| {}, HeadProgress::line] {
            let (mut guests, began) = (Guests::default(), Instant::now());
            for _ in 0..300 {
                arrives(&mut guests, says).await;
                assert!(guests.known.len() <= AT_ONCE);
            }
            guests.room().await;
            assert!(
                began.elapsed() < Duration::from_secs(1),
                "{:?}",
                began.elapsed()
            );
        }
    }

    #[tokio::test(start_paused = true)]
    async fn who_said_a_line_stays_longer_and_who_said_all_is_not_sent_away() {
        let (mut guests, began) = (Guests::default(), Instant::now());
        arrives(&mut guests, HeadProgress::whole).await;
        arrives(&mut guests, HeadProgress::line).await;
        for _ in 2..2 * AT_ONCE {
            arrives(&mut guests, |_| {}).await;
        }
        let said = |guests: &Guests| -> Vec<Said> {
            let known = guests.known.iter();
            known.map(|guest| guest.progress.said()).collect()
        };
        assert_eq!(said(&guests)[..3], [Said::Whole, Said::Line, Said::NoLine]);
        for _ in 0..AT_ONCE {
            arrives(&mut guests, HeadProgress::line).await;
        }
        arrives(&mut guests, HeadProgress::whole).await;
        assert!(said(&guests).iter().all(|said| *said != Said::NoLine));
        assert!(began.elapsed() < SAYS_WITHIN);
        for _ in 0..AT_ONCE {
            arrives(&mut guests, HeadProgress::whole).await;
        }
        // All of them are ours to answer: the next waits until one is done.
        assert!(began.elapsed() >= PATIENCE);
    }

    #[tokio::test(start_paused = true)]
    async fn a_hundred_thousand_who_come_and_go_leave_nothing_behind() {
        let mut guests = Guests::default();
        for _ in 0..100_000 {
            guests.room().await;
            guests.welcome(|progress| async move { progress.whole() });
            assert!(guests.known.len() <= AT_ONCE && guests.tasks.len() <= AT_ONCE);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn nobody_is_sent_away_before_a_browser_could_have_asked() {
        let (mut guests, began) = (Guests::default(), Instant::now());
        for _ in 0..AT_ONCE {
            arrives(&mut guests, |_| {}).await;
        }
        assert_eq!(began.elapsed(), Duration::ZERO);
        guests.room().await;
        assert_eq!(began.elapsed(), AT_LEAST);
    }
}
