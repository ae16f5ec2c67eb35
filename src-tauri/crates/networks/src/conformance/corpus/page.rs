//! `docs/corpus.md`, made of what was played.

use std::collections::BTreeMap;
use std::fmt::Write;

use domain::Hiccup;

use super::{Asked, Corpus, End};
use crate::Refusal;

const LONGEST: usize = 72;

impl Corpus {
    pub(super) fn page(&self) -> String {
        let mut page = format!(
            "# What each answer of a network is taken for\n\n\
             Made by `cargo xtask proof corpus`; a test fails where it is not up to date.\n\n\
             {} answers, played {} times: through a look and, where there is one, through a \
             renewal. *No opinion* is what a location shows as grey and asks again about; only a \
             *no* turns it red. {} ended wrong.\n\n",
            self.answers,
            self.plays,
            self.wrong.len()
        );
        page.push_str("## What the networks say\n\n");
        page.push_str("| network | status | answer, shortened | ends as |\n|---|---|---|---|\n");
        for (one, end) in &self.own {
            let about = one.dialect.about();
            let asked = match one.asked {
                Asked::Look => "",
                Asked::Renewal => ", renewal",
            };
            let shown = shown(&one.body);
            row(
                &mut page,
                &[
                    &format!("{}{asked}", about.name),
                    &one.status,
                    &shown,
                    &words(*end),
                ],
            );
        }
        page.push_str("\n## The same, after something went wrong on the way\n\n");
        page.push_str("| every answer above | ends as |\n|---|---|\n");
        for (name, ends) in &self.variants {
            row(&mut page, &[name, &counted(ends)]);
        }
        page.push_str("\n## The same, met at every other network and question\n\n");
        page.push_str("| ends as | times |\n|---|---|\n");
        for (word, times) in &self.foreign {
            row(&mut page, &[word, times]);
        }
        page.push_str("\n## What others say in place of a network\n\n");
        page.push_str("| network | status | answer, shortened | ends as |\n|---|---|---|---|\n");
        for (one, ends) in &self.built {
            let most = ends.values().map(Vec::len).max();
            for (end, places) in ends {
                let common = ends.len() == 1;
                let rest = !common && Some(places.len()) == most;
                let place = match (common, rest) {
                    (true, _) => "every one".to_owned(),
                    (false, true) => "every other".to_owned(),
                    (false, false) => places.join(", "),
                };
                let status = one.answer.status;
                row(
                    &mut page,
                    &[&place, &status, &shown(&one.shown), &words(*end)],
                );
            }
        }
        page
    }
}

fn row(page: &mut String, cells: &[&dyn std::fmt::Display]) {
    for cell in cells {
        let _ = write!(page, "| {cell} ");
    }
    page.push_str("|\n");
}

fn counted(ends: &BTreeMap<String, usize>) -> String {
    let parts: Vec<String> = ends
        .iter()
        .map(|(word, times)| format!("{word} {times}"))
        .collect();
    parts.join(", ")
}

fn shown(body: &str) -> String {
    let mut line: String = body
        .chars()
        .map(|letter| match letter {
            '\u{feff}' => '\u{2402}',
            letter if letter.is_control() => ' ',
            '|' => '¦',
            '`' => '\'',
            letter => letter,
        })
        .collect();
    if line.chars().count() > LONGEST {
        line = line.chars().take(LONGEST).collect();
        line.push('…');
    }
    format!(
        "`{}`",
        if line.trim().is_empty() {
            "(blank)"
        } else {
            &line
        }
    )
}

/// In which of the few ways it ended.
pub(super) fn kind(end: End) -> &'static str {
    match end {
        End::Believed => "taken for the answer",
        End::Refused(Refusal::No(_)) => "another no",
        End::Refused(Refusal::AppRefused) => "app refused",
        End::Refused(
            Refusal::StartAnew | Refusal::AskLater(..) | Refusal::ScopeRefused | Refusal::Here(_),
        ) => "no opinion",
    }
}

fn words(end: End) -> String {
    match end {
        End::Believed => "taken for the answer".to_owned(),
        End::Refused(Refusal::No(cause)) => format!("**no**: {}", apart(&format!("{cause:?}"))),
        End::Refused(Refusal::AppRefused) => "**no**: developer app refused".to_owned(),
        End::Refused(Refusal::StartAnew) => "no opinion: not an answer".to_owned(),
        End::Refused(Refusal::ScopeRefused) => "no opinion: permissions refused".to_owned(),
        End::Refused(Refusal::Here(_)) => "no opinion: not asked".to_owned(),
        End::Refused(Refusal::AskLater(hiccup, wait)) => {
            let why = match hiccup {
                Hiccup::Offline => "offline",
                Hiccup::Silent => "silent",
                Hiccup::Down => "out of order",
                Hiccup::RateLimited => "too many calls",
                Hiccup::OutOfCredits => "out of credits",
                Hiccup::NotAnAnswer => "not an answer",
                Hiccup::Unreachable => "not reachable",
                Hiccup::BadCertificate => "its certificate is not valid",
                Hiccup::Unrecognised => "refused in unknown words",
                Hiccup::WrongClock => "this computer's clock is wrong",
            };
            let wait = wait.map(|wait| format!(", wait {} s", wait.as_millis() / 1000));
            format!("no opinion: {why}{}", wait.unwrap_or_default())
        }
    }
}

/// `PasswordChanged` as people write it.
fn apart(name: &str) -> String {
    let mut words = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.extend(letter.to_lowercase());
    }
    words
}
