//! The corpus: the answers that others saw, and every recorded refusal with what can be built from
//! it, played through the dialects. Each ends in the right cause or in no opinion; a no that nobody
//! said is the one thing that must not come out.
//!
//! `docs/corpus.md` is made of it by `cargo xtask proof corpus`, which runs the test below.

mod built;
mod page;
mod played;

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::Span;
use serde_json::json;

use self::built::Built;
use self::played::{PlayedLine, Worth};
use super::refusals::{meet_in_probe, meet_in_renewal};
use super::{recorded, renew};
use crate::{Answer, Dialect, ProviderError, Registry};

/// What is asked when the answer comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Asked {
    Look,
    Renewal,
}

/// How an answer may end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Right {
    /// In exactly this.
    Is(ProviderError),
    /// In this or in no opinion: something stands between the words and their meaning.
    IsOrNone(ProviderError),
    /// In no opinion.
    None,
    /// In no opinion about the token: what is wrong may be the app.
    NoNo,
}

impl Right {
    fn allows(self, end: End) -> bool {
        // To start anew, or to ask for less, is asked of nobody in a probe or a renewal: it reads as
        // no opinion.
        let none = matches!(
            end,
            End::Refused(
                ProviderError::AskLater(..)
                    | ProviderError::StartAnew
                    | ProviderError::ScopeRefused
            )
        );
        match self {
            Right::Is(refusal) => end == End::Refused(refusal),
            Right::IsOrNone(refusal) => end == End::Refused(refusal) || none,
            Right::None => none,
            Right::NoNo => none || end == End::Refused(ProviderError::AppRefused),
        }
    }
}

/// How it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// It was taken for what was asked for.
    Believed,
    /// It was not.
    Refused(ProviderError),
}

/// An answer of a network's own tables.
struct Own {
    dialect: Arc<dyn Dialect>,
    asked: Asked,
    status: u16,
    body: String,
    right: Right,
}

/// Everything that was played.
struct Corpus {
    seen: Vec<PlayedLine>,
    /// The recorded ones: how often each network's ended how.
    own: BTreeMap<&'static str, BTreeMap<&'static str, usize>>,
    /// Built from each recorded one: how often each kind ended how.
    variants: BTreeMap<&'static str, BTreeMap<String, usize>>,
    /// Built for everybody: how often they ended how.
    built: BTreeMap<&'static str, usize>,
    /// Recorded ones met at another network: how often they ended how.
    foreign: BTreeMap<String, usize>,
    answers: usize,
    plays: usize,
    wrong: Vec<String>,
}

impl Corpus {
    fn played() -> Corpus {
        let mut corpus = Corpus {
            seen: PlayedLine::all(),
            own: BTreeMap::new(),
            variants: BTreeMap::new(),
            built: BTreeMap::new(),
            foreign: BTreeMap::new(),
            answers: 0,
            plays: 0,
            wrong: vec![],
        };
        let dialects: Vec<Arc<dyn Dialect>> = Registry::real()
            .iter()
            .map(|(_, dialect)| dialect.clone())
            .collect();
        let own: Vec<Own> = dialects.iter().flat_map(own).collect();
        for one in &own {
            corpus.play_variants(one);
            corpus.play_abroad(one, &dialects);
        }
        for one in own {
            let end = corpus.meet(&one.dialect, one.asked, &one.answer(), one.right, &one.body);
            let ends = corpus.own.entry(one.dialect.about().name).or_default();
            let word = page::kind(end.unwrap_or(End::Believed));
            *ends.entry(word).or_default() += 1;
            corpus.answers += 1;
        }
        for one in built::for_everybody() {
            corpus.play_everywhere(&one, &dialects);
        }
        corpus
    }

    /// Plays an answer; nothing where there is nothing to ask.
    fn meet(
        &mut self,
        dialect: &Arc<dyn Dialect>,
        asked: Asked,
        answer: &Answer,
        right: Right,
        shown: &str,
    ) -> Option<End> {
        let met = match asked {
            Asked::Look => Some(meet_in_probe(&**dialect, copy(answer))),
            Asked::Renewal => renew(&**dialect).map(|_| meet_in_renewal(&**dialect, copy(answer))),
        }?;
        let end = met.map_or(End::Believed, End::Refused);
        self.plays += 1;
        let patient = match end {
            End::Refused(ProviderError::AskLater(_, Some(wait))) => {
                (Span::default()..=Span::from_days(40)).contains(&wait)
            }
            End::Refused(_) | End::Believed => true,
        };
        if !right.allows(end) || !patient {
            self.wrong.push(format!(
                "{} {asked:?} {}: {shown:.90}: {end:?}, not {right:?}",
                dialect.about().id,
                answer.status
            ));
        }
        Some(end)
    }

    fn play_variants(&mut self, one: &Own) {
        for (name, answer, right) in built::variants(one) {
            let end = self.meet(&one.dialect, one.asked, &answer, right, name);
            if let Some(end) = end {
                let ends = self.variants.entry(name).or_default();
                let same = one.right.allows(end) && page::kind(end) != "no opinion";
                let word = if same { "as before" } else { page::kind(end) };
                *ends.entry(word.to_owned()).or_default() += 1;
                self.answers += 1;
            }
        }
    }

    /// What one network says means nothing at another, unless both speak by the same standard.
    fn play_abroad(&mut self, one: &Own, dialects: &[Arc<dyn Dialect>]) {
        for dialect in dialects {
            for asked in [Asked::Look, Asked::Renewal] {
                let home = dialect.about().id == one.dialect.about().id && asked == one.asked;
                if home || is_recorded(&**dialect, asked, one) {
                    continue;
                }
                let shared = built::share_words(one, &**dialect, asked);
                let right = match shared {
                    true => Right::NoNo,
                    false => Right::None,
                };
                let shown = format!("of {}: {}", one.dialect.about().id, one.body);
                let met = self.meet_abroad(dialect, asked, one, right, &shown);
                if let Some(end) = met {
                    let word = match end {
                        End::Refused(ProviderError::No(_) | ProviderError::AppRefused) => {
                            "a no by shared words"
                        }
                        End::Refused(
                            ProviderError::AskLater(..)
                            | ProviderError::StartAnew
                            | ProviderError::ScopeRefused
                            | ProviderError::NotOffered
                            | ProviderError::IssuerMismatch
                            | ProviderError::Here(_),
                        ) => "no opinion",
                        End::Believed => page::kind(end),
                    };
                    *self.foreign.entry(word.to_owned()).or_default() += 1;
                }
            }
        }
    }

    /// Where words are shared, another cause than at home may be the right one: each network has
    /// its own table.
    fn meet_abroad(
        &mut self,
        dialect: &Arc<dyn Dialect>,
        asked: Asked,
        one: &Own,
        right: Right,
        shown: &str,
    ) -> Option<End> {
        let before = self.wrong.len();
        let end = self.meet(dialect, asked, &one.answer(), right, shown)?;
        let said_no = matches!(
            end,
            End::Refused(ProviderError::No(_) | ProviderError::AppRefused)
        );
        if right != Right::None && said_no {
            self.wrong.truncate(before);
        }
        Some(end)
    }

    fn play_everywhere(&mut self, one: &Built, dialects: &[Arc<dyn Dialect>]) {
        for dialect in dialects {
            for asked in [Asked::Look, Asked::Renewal] {
                let end = self.meet(dialect, asked, &one.answer, Right::None, &one.shown);
                if let Some(end) = end {
                    *self.built.entry(page::kind(end)).or_default() += 1;
                }
            }
        }
        self.answers += 1;
    }
}

impl Own {
    fn answer(&self) -> Answer {
        crate::script::answer(self.status, &self.body)
    }
}

fn own(dialect: &Arc<dyn Dialect>) -> Vec<Own> {
    let recorded = recorded(&**dialect);
    let probes = recorded.refusals.iter().map(|row| (Asked::Look, row));
    let renewals = recorded.renew_refusals.iter();
    let renewals = renewals.map(|row| (Asked::Renewal, row));
    let strange = recorded.strange.iter().flat_map(|body| {
        let asked: &[Asked] = match renew(&**dialect) {
            Some(_) => &[Asked::Look, Asked::Renewal],
            None => &[Asked::Look],
        };
        asked.iter().map(move |asked| (*asked, body))
    });
    let tables = probes
        .chain(renewals)
        .map(|(asked, (status, body, means))| Own {
            dialect: dialect.clone(),
            asked,
            status: *status,
            body: body.clone(),
            right: Right::Is(*means),
        });
    let strange = strange.map(|(asked, body)| Own {
        dialect: dialect.clone(),
        asked,
        status: 400,
        body: body.clone(),
        right: Right::NoNo,
    });
    tables.chain(strange).collect()
}

/// Whether a table of this network says itself what that answer means.
fn is_recorded(dialect: &dyn Dialect, asked: Asked, one: &Own) -> bool {
    let recorded = recorded(dialect);
    let table = match asked {
        Asked::Look => &recorded.refusals,
        Asked::Renewal => &recorded.renew_refusals,
    };
    let mut rows = table.iter();
    rows.any(|(status, body, _)| (*status, body) == (one.status, &one.body))
}

fn copy(answer: &Answer) -> Answer {
    Answer {
        status: answer.status,
        headers: answer.headers.clone(),
        body: answer.body.clone(),
        at: answer.at,
    }
}

/// The proof that runs this names a folder; without one the page in `docs` must be up to date.
#[test]
fn every_answer_of_the_corpus_ends_right() {
    let corpus = Corpus::played();
    let page = corpus.page();
    if let Some(folder) = std::env::var_os("GREENTICK_CORPUS") {
        let folder = std::path::PathBuf::from(folder);
        let count = |worth| {
            corpus
                .seen
                .iter()
                .filter(|seen| seen.worth == worth)
                .count()
        };
        let told = json!({
            "seen": corpus.seen.len(),
            "right": count(Worth::Right),
            "caught": count(Worth::Caught),
            "missed": count(Worth::Missed),
            "false_red": count(Worth::FalseRed),
            "answers": corpus.answers,
            "plays": corpus.plays,
            "wrong": corpus.wrong,
        });
        std::fs::write(folder.join("corpus.json"), told.to_string()).unwrap();
        std::fs::write(folder.join("corpus.md"), page).unwrap();
        return;
    }
    assert!(corpus.wrong.is_empty(), "{:#?}", corpus.wrong);
    let kept = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../docs/corpus.md");
    let kept = std::fs::read_to_string(kept).unwrap_or_default();
    assert!(
        kept.replace("\r\n", "\n") == page,
        "docs/corpus.md is not up to date: `cargo xtask proof corpus` writes it"
    );
}
