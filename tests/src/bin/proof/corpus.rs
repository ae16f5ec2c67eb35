//! What each answer of a network is taken for. The answers belong to the tests of the networks'
//! crate, which play them; this runs those tests and keeps the page that they make.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use journeys::Trouble;
use serde::Deserialize;

use crate::Outcome;

const TEST: &str = "conformance::corpus::every_answer_of_the_corpus_ends_right";

#[derive(Deserialize)]
struct Played {
    seen: usize,
    right: usize,
    caught: usize,
    missed: usize,
    false_red: usize,
    answers: usize,
    plays: usize,
    wrong: Vec<String>,
}

/// Runs the test program named first and writes `docs/corpus.md`; with `--check` the page must be
/// up to date already.
pub fn prove(words: &[String]) -> Result<Outcome, Trouble> {
    let program = words.first().filter(|word| !word.starts_with("--"));
    let program = program.ok_or_else(|| {
        Trouble::unexpected("`cargo xtask proof corpus` names the test program of the networks")
    })?;
    let folder = tempfile::tempdir().map_err(Trouble::io("a temporary folder"))?;
    let run = Command::new(program)
        .args(["--exact", TEST])
        .env("GREENTICK_CORPUS", folder.path())
        .output()
        .map_err(Trouble::io(program.as_str()))?;
    if !run.status.success() {
        return Err(Trouble::Ended {
            what: program.clone(),
            status: run.status.to_string(),
            said: String::from_utf8_lossy(&run.stdout).into_owned(),
        });
    }
    let told = read(&folder.path().join("corpus.json"))?;
    let played: Played = serde_json::from_str(&told).map_err(Trouble::because)?;
    let page = read(&folder.path().join("corpus.md"))?;
    for wrong in &played.wrong {
        eprintln!("wrong: {wrong}");
    }
    let kept = keep(&page, words.iter().any(|word| word == "--check"))?;
    Ok(Outcome {
        figure: format!(
            "{} answers that others saw, {} right, {} by the second net, {} missed, {} false red; {} \
             built, {} wrong, played {} times{}",
            played.seen,
            played.right,
            played.caught,
            played.missed,
            played.false_red,
            played.answers,
            played.wrong.len(),
            played.plays,
            if kept {
                ""
            } else {
                "; docs/corpus.md is not up to date"
            },
        ),
        ok: played.wrong.is_empty() && played.false_red == 0 && kept,
        seed: 0,
    })
}

fn keep(page: &str, only_check: bool) -> Result<bool, Trouble> {
    let path: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/corpus.md");
    if only_check {
        let kept = fs::read_to_string(&path).unwrap_or_default();
        return Ok(kept.replace("\r\n", "\n") == page);
    }
    fs::write(&path, page).map_err(Trouble::io(path.display().to_string()))?;
    Ok(true)
}

fn read(path: &Path) -> Result<String, Trouble> {
    fs::read_to_string(path).map_err(Trouble::io(path.display().to_string()))
}
