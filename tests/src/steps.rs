//! Runs a tour: named steps in order, a picture after each, a report at the end.

use std::{
    fs,
    path::PathBuf,
    process::ExitCode,
    time::{Duration, Instant},
};

use crate::{
    Desktop, Trouble,
    report::{self, Step},
    screen::Screen,
};

const LIMIT: Duration = Duration::from_secs(90);

/// A step that later steps stand on has failed; the tour ends here.
#[derive(Debug)]
pub struct Stopped;

/// A tour under way.
pub struct Tour {
    folder: PathBuf,
    steps: Vec<Step>,
}

impl Tour {
    /// Starts a new report in an empty `folder`.
    pub fn begin(folder: PathBuf) -> Result<Tour, Trouble> {
        if folder.exists() {
            fs::remove_dir_all(&folder).map_err(Trouble::io(folder.display().to_string()))?;
        }
        fs::create_dir_all(&folder).map_err(Trouble::io(folder.display().to_string()))?;
        Ok(Tour {
            folder,
            steps: Vec::new(),
        })
    }

    /// Runs a step and goes on whatever comes of it; gives what the step gave.
    pub async fn step<T>(
        &mut self,
        desktop: &Desktop,
        name: &str,
        act: impl Future<Output = Result<T, Trouble>>,
    ) -> Option<T> {
        let started = Instant::now();
        let outcome = tokio::time::timeout(LIMIT, act).await.unwrap_or_else(|_| {
            Err(Trouble::TimedOut {
                what: name.to_owned(),
                limit: LIMIT,
                last: None,
            })
        });
        let ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
        let png = format!("{:02}-{}.png", self.steps.len() + 1, slug(name));
        // A step without its picture proves nothing to the reader of the report.
        let pictured = Screen::of(desktop)
            .still_picture(&self.folder.join(&png))
            .await;
        let (gave, why) = match (outcome, pictured) {
            (Ok(gave), Ok(())) => (Some(gave), None),
            (Ok(gave), Err(trouble)) => (Some(gave), Some(trouble.to_string())),
            (Err(trouble), _) => (None, Some(trouble.to_string())),
        };
        self.note(Step {
            step: name.to_owned(),
            ok: why.is_none(),
            ms,
            png,
            why,
        });
        gave
    }

    /// Runs a step without which the rest makes no sense.
    pub async fn need<T>(
        &mut self,
        desktop: &Desktop,
        name: &str,
        act: impl Future<Output = Result<T, Trouble>>,
    ) -> Result<T, Stopped> {
        self.step(desktop, name, act).await.ok_or(Stopped)
    }

    /// Writes the report; the exit code says whether every step went well.
    pub fn end(self) -> Result<ExitCode, Trouble> {
        report::write_tour(&self.folder, &self.steps)?;
        let failed = self.steps.iter().filter(|step| !step.ok).count();
        eprintln!(
            "tour: {} steps, {failed} failed; {}",
            self.steps.len(),
            self.folder.display()
        );
        let well = failed == 0 && !self.steps.is_empty();
        Ok(if well {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        })
    }

    fn note(&mut self, step: Step) {
        let mark = if step.ok { "ok  " } else { "FAIL" };
        eprintln!("{mark} {:>6} ms  {}", step.ms, step.step);
        if let Some(why) = &step.why {
            eprintln!("     {why}");
        }
        self.steps.push(step);
    }
}

/// The step's name as part of a file name.
fn slug(name: &str) -> String {
    let words = name
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-").to_lowercase()
}

/// Runs `journey` until it ends or somebody asks this program to end; either way everything it
/// holds is dropped, and with it the session it runs in.
pub async fn until_asked_to_end<T>(journey: impl Future<Output = T>) -> Option<T> {
    tokio::select! {
        outcome = journey => Some(outcome),
        () = asked_to_end() => None,
    }
}

async fn asked_to_end() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}
