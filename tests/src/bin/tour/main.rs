//! Walks the real window through the promises of the brief, with a picture of each step; with
//! `windows` the app as a program for Windows, under Wine.

mod promises;
mod windows;

use std::process::ExitCode;

use journeys::{
    Desktop, Parts, Trouble, alone, report,
    steps::{self, Stopped, Tour},
};

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match steps::until_asked_to_end(walk()).await {
        Some(Ok(code)) => code,
        Some(Err(trouble)) => {
            eprintln!("tour: {trouble}");
            ExitCode::FAILURE
        }
        None => ExitCode::from(130),
    }
}

async fn walk() -> Result<ExitCode, Trouble> {
    alone::or_refuse()?;
    let words: Vec<String> = std::env::args().skip(1).collect();
    if let Some(("windows", rest)) = words
        .split_first()
        .map(|(first, rest)| (first.as_str(), rest))
    {
        return windows::walk(&windows::Programs::read(rest)?).await;
    }
    let desktop = Desktop::start(Parts::Full)?;
    let mut tour = Tour::begin(report::folder().join("tour"))?;
    if let Err(Stopped) = promises::walk(&mut tour, &desktop).await {
        eprintln!("tour: the rest stands on the step that failed");
    }
    tour.end()
}
