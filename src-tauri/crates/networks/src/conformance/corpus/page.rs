//! `docs/corpus.md`, made of what was played.

use std::collections::BTreeMap;
use std::fmt::{Debug, Write};

use super::played::{Ended, PlayedLine, Worth};
use super::{Corpus, End};
use crate::ProviderError;

const LONGEST: usize = 96;
const WORTHS: [(Worth, &str); 7] = [
    (Worth::Right, "right"),
    (Worth::Caught, "by the second net"),
    (Worth::WrongCause, "wrong cause"),
    (Worth::Missed, "missed"),
    (Worth::FalseRed, "false red"),
    (Worth::FalseGreen, "false green"),
    (Worth::Unread, "good, not read"),
];

impl Corpus {
    pub(super) fn page(&self) -> String {
        let mut page = "# What each answer of a network is taken for\n\n\
             Made by `cargo xtask proof corpus`; a test fails where it is not up to date.\n\n"
            .to_owned();
        self.table_of_seen(&mut page);
        self.kinds_of_seen(&mut page);
        self.not_right(&mut page);
        self.robustness(&mut page);
        page
    }

    fn table_of_seen(&self, page: &mut String) {
        let _ = write!(
            page,
            "## Answers that others saw\n\n\
             {} answers, each played through the real dialect at the place of the conversation \
             where it came, with its headers. *By the second net*: a no in words of no table, which \
             is told once it lasted over several looks and days. *Wrong cause*: red under another \
             name, or the end of a code told as something else. *Missed*: dead, and grey for ever. \
             *False red*: said dead and was not. The tables were written with these answers at \
             hand: how they do with others is not measured here.\n\n",
            self.seen.len()
        );
        page.push_str("| network | answers |");
        WORTHS.iter().for_each(|(_, word)| {
            let _ = write!(page, " {word} |");
        });
        page.push_str("\n|---|--:|--:|--:|--:|--:|--:|--:|--:|\n");
        let mut networks: Vec<&str> = self.seen.iter().map(|s| &*s.line.network).collect();
        networks.dedup();
        for network in networks {
            let of_network = |seen: &&PlayedLine| seen.line.network == network;
            counts(page, network, self.seen.iter().filter(of_network));
        }
        counts(page, "**all**", self.seen.iter());
        let red = self.seen.iter().filter(|seen| seen.is_red());
        let red: Vec<&PlayedLine> = red.collect();
        let named = red.iter().filter(|seen| seen.worth == Worth::Right).count();
        let _ = write!(
            page,
            "\nOf {} dead connections {named} get their right name, {} \
             in 100.\n\n",
            red.len(),
            named * 100 / red.len().max(1)
        );
    }

    fn kinds_of_seen(&self, page: &mut String) {
        let mut sources: BTreeMap<&str, usize> = BTreeMap::new();
        let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
        for PlayedLine { line, .. } in &self.seen {
            *sources.entry(&line.provenance).or_default() += 1;
            let first = line.truth.trim_start_matches("red:").split('|').next();
            *kinds.entry(first.unwrap_or_default()).or_default() += 1;
        }
        let _ = write!(
            page,
            "Where they come from: {}.\n\nWhat they are (where several names are right, the first): \
             {}.\n\n",
            counted(&sources),
            counted(&kinds)
        );
    }

    fn not_right(&self, page: &mut String) {
        page.push_str("## Those that do not end right\n\n");
        page.push_str("| network, call, status | answer, shortened | is | ends as | why it is |\n");
        page.push_str("|---|---|---|---|---|\n");
        for PlayedLine { line, ended, worth } in &self.seen {
            if *worth != Worth::Right {
                let asked = format!("{}, {:?}, {}", line.network, line.call, line.status);
                let is = line.truth.replace('|', ", ").replace("red:", "");
                let cells: [&dyn std::fmt::Display; 5] = [
                    &asked,
                    &shown(&line.body),
                    &is,
                    &words(*ended),
                    &cut(&line.why),
                ];
                row(page, &cells);
            }
        }
    }

    fn robustness(&self, page: &mut String) {
        let _ = write!(
            page,
            "\n## Answers of the tests' own tables, and what can go wrong with them\n\n\
             {} answers, played {} times through a look and, where there is one, through a renewal; \
             {} ended wrong. *No opinion* is what a location shows as grey and asks again about.\n\n",
            self.answers,
            self.plays,
            self.wrong.len()
        );
        page.push_str("| as they are recorded | end as |\n|---|---|\n");
        for (network, ends) in &self.own {
            row(page, &[network, &counted(ends)]);
        }
        page.push_str("\n| after something went wrong on the way | end as |\n|---|---|\n");
        for (name, ends) in &self.variants {
            row(page, &[name, &counted(ends)]);
        }
        let _ = write!(
            page,
            "\nMet at every other network and question, they end as: {}.\n\nWhat proxies, portals \
             and broken servers say in place of a network ends as: {}.\n",
            counted(&self.foreign),
            counted(&self.built)
        );
    }
}

fn counts<'a>(page: &mut String, name: &str, seen: impl Iterator<Item = &'a PlayedLine>) {
    let seen: Vec<Worth> = seen.map(|seen| seen.worth).collect();
    let of = |worth| seen.iter().filter(|one| **one == worth).count();
    let numbers: Vec<String> = WORTHS.iter().map(|(w, _)| of(*w).to_string()).collect();
    row(page, &[&name, &seen.len(), &numbers.join(" | ")]);
}

fn row(page: &mut String, cells: &[&dyn std::fmt::Display]) {
    for cell in cells {
        let _ = write!(page, "| {cell} ");
    }
    page.push_str("|\n");
}

fn counted<T: std::fmt::Display>(ends: &BTreeMap<T, usize>) -> String {
    let parts: Vec<String> = ends
        .iter()
        .map(|(word, times)| format!("{word} {times}"))
        .collect();
    parts.join(", ")
}

fn shown(body: &str) -> String {
    let line = cut(body);
    let line = line.trim();
    format!("`{}`", if line.is_empty() { "(blank)" } else { line })
}

/// A text on one line that breaks no table.
fn cut(text: &str) -> String {
    let mut line: String = text
        .chars()
        .map(|letter| match letter {
            letter if letter.is_control() => ' ',
            '|' => '¦',
            '`' => '\'',
            letter => letter,
        })
        .take(LONGEST)
        .collect();
    if text.chars().count() > LONGEST {
        line.push('…');
    }
    line
}

/// In which of the few ways it ended.
pub(super) fn kind(end: End) -> &'static str {
    match end {
        End::Believed => "taken for the answer",
        End::Refused(ProviderError::No(_)) => "a no",
        End::Refused(ProviderError::AppRefused) => "app refused",
        End::Refused(
            ProviderError::StartAnew
            | ProviderError::AskLater(..)
            | ProviderError::ScopeRefused
            | ProviderError::NotOffered
            | ProviderError::IssuerMismatch
            | ProviderError::Here(_),
        ) => "no opinion",
    }
}

fn words(ended: Ended) -> String {
    match ended {
        Ended::Green => "good".to_owned(),
        Ended::Grey(hiccup) => format!("grey: {}", apart(hiccup, ' ')),
        Ended::Restart => "start anew".to_owned(),
        Ended::ScopeRefused => "permissions refused".to_owned(),
        Ended::Red(cause) => apart(cause, '_'),
        Ended::NotAsked => "not asked".to_owned(),
    }
}

/// The name of a variant in small letters, as `password_changed`.
pub(super) fn apart(name: impl Debug, between: char) -> String {
    let mut words = String::new();
    for letter in format!("{name:?}").chars() {
        if letter.is_uppercase() && !words.is_empty() {
            words.push(between);
        }
        words.extend(letter.to_lowercase());
    }
    words
}
