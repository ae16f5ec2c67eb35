//! The lists of pages, answer by answer: the person's own, those of the person's businesses, and
//! at last, one by one, what both leave out although the person ticked it.

mod listed;

use std::collections::{HashSet, VecDeque};

use domain::{Secret, Unavailable};

use self::listed::{Failure, Listed, Onward, Place};
use super::answers::{Business, Page};
use super::granted::{Granted, Listing};
use super::refusal::{at_sign_in, refused};
use super::talk::Talk;
use crate::lenient::Id;
use crate::{Answer, ProviderError, Request, SignInResult, Step};

/// How many elements an answer is asked to hold; fewer where Facebook calls that too much. The
/// numbers are a guess: it tells none.
const AT_ONCE: [&str; 4] = ["100", "50", "25", "10"];
/// How often a question is put again that met a passing failure.
const AGAIN: usize = 2;
/// Without it every question about businesses would be refused.
const SEES_BUSINESSES: &str = "business_management";
/// Questions after which the person's own list is given up, and what it showed is all.
const MOST_OF_OWN: usize = 150;
/// Questions after which what only a business knows is given up: it is a help, and a sign-in must
/// not become long for it.
const MOST_WITH_BUSINESSES: usize = 100;
/// Pages that are asked for one by one.
const MOST_LEFT_OUT: usize = 50;

/// What a user's token brings.
pub(super) fn walk(talk: Talk, user: Secret, granted: Granted) -> Step<SignInResult> {
    let walk = Walk {
        talk,
        user,
        granted,
        open: [(List::Own, None)].into(),
        places: HashSet::new(),
        size: 0,
        again: 0,
        asked: 0,
        knows_left_out: false,
    };
    walk.next()
}

struct Walk {
    talk: Talk,
    user: Secret,
    granted: Granted,
    /// What is still to be asked, and from which place on.
    open: VecDeque<(List, Option<Place>)>,
    /// Every place that a list led to.
    places: HashSet<String>,
    /// Which of [`AT_ONCE`] is asked for.
    size: usize,
    /// How often the first question was put again.
    again: usize,
    asked: usize,
    /// Whether what the lists leave out is among the questions, or is not to be asked.
    knows_left_out: bool,
}

impl Walk {
    fn next(mut self) -> Step<SignInResult> {
        let Some((list, place)) = self.open.pop_front() else {
            return self.after_the_lists();
        };
        if self.asked >= list.most() {
            self.granted.misses_some(None);
            self.open.clear();
            return self.after_the_lists();
        }
        self.asked += 1;
        let request = self.question(&list, place.as_ref());
        Step::Send(
            Box::new(request),
            Box::new(move |came| Ok(self.hear(list, place, came)?.next())),
        )
    }

    fn after_the_lists(mut self) -> Step<SignInResult> {
        if !self.knows_left_out {
            self.knows_left_out = true;
            self.asked = 0;
            let mut left_out = self.granted.left_out();
            if left_out.len() > MOST_LEFT_OUT {
                left_out.truncate(MOST_LEFT_OUT);
                self.granted.misses_some(None);
            }
            self.open = left_out
                .into_iter()
                .map(|page| (List::Alone(page), None))
                .collect();
            return self.next();
        }
        match self.granted.harvest() {
            Ok(harvest) => Step::Done(harvest),
            Err(trouble) => Step::Refused(trouble),
        }
    }

    fn question(&self, list: &List, place: Option<&Place>) -> Request {
        let fields = self.talk.reads.fields;
        let fields = match list {
            List::Own => format!("{fields},tasks"),
            List::Businesses => "id".to_owned(),
            // A page says nothing of tasks except in the person's own list.
            List::Of { .. } | List::Alone(_) => fields.to_owned(),
        };
        let ask = self
            .talk
            .ask(&list.path(), &self.user)
            .query("fields", fields);
        if list.is_one() {
            return ask;
        }
        let ask = ask.query("limit", AT_ONCE[self.size]);
        match place {
            Some((parameter, value)) => ask.query(parameter, value.as_str()),
            None => ask,
        }
    }

    fn hear(
        mut self,
        list: List,
        place: Option<Place>,
        came: Result<Answer, Unavailable>,
    ) -> Result<Walk, ProviderError> {
        let failure = match came {
            Ok(answer) => match list.read(&answer, &mut self.granted) {
                Ok((more, onward)) => {
                    self.again = 0;
                    self.go_on(list, more, onward);
                    return Ok(self);
                }
                Err(refusal) => Failure::of(&answer, refusal),
            },
            Err(hiccup) => Failure::silence(hiccup),
        };
        match self.asks_again(&list, &failure) {
            true => self.open.push_front((list, place)),
            false => {
                self.again = 0;
                self.give_up(&list, failure.refusal)?;
            }
        }
        Ok(self)
    }

    /// Whether the question is put again, and for how much at once.
    fn asks_again(&mut self, list: &List, failure: &Failure) -> bool {
        let can_shrink = !list.is_one() && self.size + 1 < AT_ONCE.len();
        if failure.is_too_much && can_shrink {
            self.size += 1;
            return true;
        }
        if !failure.is_passing || self.again == AGAIN {
            return false;
        }
        // Facebook calls some of what is too much an unknown error.
        self.size += usize::from(can_shrink && self.again > 0);
        self.again += 1;
        true
    }

    fn go_on(&mut self, list: List, more: Vec<List>, onward: Onward) {
        self.open.extend(more.into_iter().map(|list| (list, None)));
        match onward {
            Onward::From((parameter, value)) => {
                let place = format!("{} {parameter} {value}", list.path().join("/"));
                // A place that comes again leads in a circle: all that it shows was seen.
                if self.places.insert(place) {
                    return self.open.push_back((list, Some((parameter, value))));
                }
            }
            Onward::Unknown => self.granted.misses_some(None),
            Onward::End => {}
        }
        if matches!(list, List::Own) && self.granted.may(SEES_BUSINESSES) {
            self.open.push_back((List::Businesses, None));
        }
    }

    /// What a question that brought nothing means for the others.
    fn give_up(&mut self, list: &List, refusal: ProviderError) -> Result<(), ProviderError> {
        let is_own = matches!(list, List::Own);
        let hiccup = match refusal {
            ProviderError::AskLater(hiccup, _) => hiccup,
            _ if is_own => return Err(at_sign_in(refusal)),
            // This one is not for this person; others may be.
            ProviderError::No(_) => return Ok(()),
            ProviderError::StartAnew
            | ProviderError::AppRefused
            | ProviderError::ScopeRefused
            | ProviderError::NotOffered
            | ProviderError::IssuerMismatch
            | ProviderError::Here(_) => Unavailable::Unrecognised,
        };
        if is_own || hiccup != Unavailable::Unrecognised {
            self.granted.misses_some(Some(refusal));
        }
        // A list that is too long for Facebook does not keep a page from being asked for.
        let is_out_of_order = hiccup == Unavailable::Down;
        if is_own || !is_out_of_order {
            self.open.clear();
            self.knows_left_out |= !is_out_of_order;
        }
        Ok(())
    }
}

/// What can be asked for.
enum List {
    /// The pages that the person gave to the app.
    Own,
    Businesses,
    /// What a business holds.
    Of {
        business: Id,
        edge: &'static str,
    },
    /// One page.
    Alone(Id),
}

impl List {
    fn path(&self) -> Vec<&str> {
        match self {
            List::Own => vec!["me", "accounts"],
            List::Businesses => vec!["me", "businesses"],
            List::Of { business, edge } => vec![&business.0, edge],
            List::Alone(page) => vec![&page.0],
        }
    }

    fn is_one(&self) -> bool {
        matches!(self, List::Alone(_))
    }

    fn most(&self) -> usize {
        match self {
            List::Own => MOST_OF_OWN,
            List::Businesses | List::Of { .. } => MOST_WITH_BUSINESSES,
            List::Alone(_) => MOST_LEFT_OUT,
        }
    }

    /// Keeps the pages of an answer; tells what else is to be read, and how the list goes on.
    fn read(
        &self,
        answer: &Answer,
        granted: &mut Granted,
    ) -> Result<(Vec<List>, Onward), ProviderError> {
        match self {
            List::Own => {
                let (pages, onward) = answer.read::<Listed<Page>>(refused)?.parts();
                granted.add_all(pages, Listing::Person);
                Ok((vec![], onward))
            }
            List::Of { .. } => {
                let (pages, onward) = answer.read::<Listed<Page>>(refused)?.parts();
                granted.add_all(pages, Listing::Business);
                Ok((vec![], onward))
            }
            List::Businesses => {
                let (businesses, onward) = answer.read::<Listed<Business>>(refused)?.parts();
                granted.skipped(businesses.unread);
                let edges = |Business { id }: Business| {
                    ["owned_pages", "client_pages"].map(|edge| List::Of {
                        business: id.clone(),
                        edge,
                    })
                };
                Ok((
                    businesses.items.into_iter().flat_map(edges).collect(),
                    onward,
                ))
            }
            List::Alone(_) => {
                granted.add(answer.read::<Page>(refused)?, Listing::Nowhere);
                Ok((vec![], Onward::End))
            }
        }
    }
}
