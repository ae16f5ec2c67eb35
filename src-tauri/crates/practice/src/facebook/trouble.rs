//! Trouble of the Facebook kind: tokens that die, roles and permissions that go, limits.

use super::state::{Checkpoint, DATA_ACCESS, Death, Page, Person, Role, RoleLoss, State};
use crate::clock::DAY;
use crate::dialect::Issued;
use crate::random;
use crate::trouble::{Aim, Kind, Trouble, Unheard};

pub(crate) const KINDS: &[Kind] = &[
    Kind::new("blanket_reset", "Blanket reset", Aim::Network),
    Kind::new("secret_changed", "New app secret", Aim::Network),
    Kind::new("app_deleted", "App deleted", Aim::Network),
    Kind::new("rate_limited", "Rate limit", Aim::Network),
    Kind::new("sign_out", "Sign out browsers", Aim::Network),
    Kind::new("change_identity", "Browser is this person", Aim::Person),
    Kind::new("password_changed", "Change password", Aim::Person),
    Kind::new("app_removed", "Remove the app", Aim::Person),
    Kind::new("checkpoint", "Checkpoint", Aim::Person),
    Kind::new("blocking_checkpoint", "Blocking checkpoint", Aim::Person),
    Kind::new("unconfirmed", "Unconfirmed account", Aim::Person),
    Kind::new("data_access_lapsed", "Data access lapsed", Aim::Person),
    Kind::new("aged", "Approved 12 weeks ago", Aim::Person),
    Kind::new("permission_removed", "Remove permission", Aim::Page),
    Kind::new("expired", "Expire tokens", Aim::Page),
    Kind::new("logged_out", "Log sessions out", Aim::Page),
    Kind::new("session_replaced", "Replace sessions", Aim::Page),
    Kind::new("role_removed", "Remove role", Aim::Page),
    Kind::new(
        "role_removed_by_number",
        "Remove role (subcode 492)",
        Aim::Page,
    ),
    Kind::new("page_deleted", "Delete page", Aim::Page),
    Kind::new("instagram_unlinked", "Unlink Instagram", Aim::Page),
    Kind::new("not_professional", "Instagram turns personal", Aim::Page),
    Kind::new("rate_limited", "Rate limit", Aim::Page),
];

pub(crate) fn cause(state: &mut State, trouble: &Trouble, now: i64) -> Result<usize, Unheard> {
    let aim = Target::find(state, trouble)?;
    let kill =
        |state: &mut State, death| state.kill(death, |token| aim.hits(&token.person, &token.page));
    match trouble.kind.as_str() {
        "expired" => Ok(expire(state, &aim, now)),
        "logged_out" => Ok(kill(state, Death::LoggedOut)),
        "session_replaced" => Ok(kill(state, Death::SessionReplaced)),
        "password_changed" => change_password(state, aim.person()?),
        "app_removed" => Ok(state.remove_app(aim.person()?)),
        "blanket_reset" => Ok(blanket_reset(state)),
        "secret_changed" => Ok(change_secret(state)),
        "app_deleted" => {
            state.app.deleted = true;
            Ok(1)
        }
        "checkpoint" => hold(state, aim.person()?, Checkpoint::MustSignIn),
        "blocking_checkpoint" => hold(state, aim.person()?, Checkpoint::Blocking),
        "unconfirmed" => hold(state, aim.person()?, Checkpoint::Unconfirmed),
        "data_access_lapsed" => {
            let lapsing = state
                .grants
                .iter_mut()
                .filter(|(person, _)| aim.hits_person(person));
            Ok(lapsing
                .map(|(_, grant)| grant.last_active = now - DATA_ACCESS - 1)
                .count())
        }
        "aged" => age(
            state,
            aim.person()?,
            trouble.seconds.unwrap_or(AGE_UNLESS_SAID),
        ),
        "permission_removed" => remove_permission(state, &aim, trouble.permission.as_deref()),
        "role_removed" => lose_role(state, &aim, RoleLoss::WithoutSubcode),
        "role_removed_by_number" => lose_role(state, &aim, RoleLoss::WithSubcode),
        "page_deleted" => on_page(state, &aim, |page| page.deleted = true),
        "instagram_unlinked" => on_page(state, &aim, |page| page.unlinked = true),
        "not_professional" => on_page(state, &aim, |page| {
            if let Some(account) = &mut page.instagram {
                account.professional = false;
            }
        }),
        "rate_limited" => Ok(throttle(state, &aim)),
        "sign_out" => Ok(match &aim.person {
            Some(person) => {
                state.sessions.end_of(person);
                1
            }
            None => state.sessions.end_all(),
        }),
        "change_identity" => Ok(state.sessions.all_become(aim.person()?)),
        _ => Err(Unheard::kind(trouble)),
    }
}

/// What the control page calls soon.
const SOON: i64 = 14 * DAY;

/// Six days before the data access ends.
const AGE_UNLESS_SAID: i64 = DATA_ACCESS - 6 * DAY;

struct Target {
    person: Option<String>,
    page: Option<String>,
}

impl Target {
    fn find(state: &State, trouble: &Trouble) -> Result<Target, Unheard> {
        let same = |a: &str, id: &str, name: &str| a == id || a.eq_ignore_ascii_case(name);
        let person = match &trouble.person {
            None => None,
            Some(asked) => {
                let found = state.people.iter().find(|p| same(asked, &p.id, &p.name));
                Some(found.ok_or_else(|| Unheard::nobody(asked))?.id.clone())
            }
        };
        let page = match &trouble.page {
            None => None,
            Some(asked) => {
                let found = state.pages.iter().find(|p| same(asked, &p.id, &p.name));
                Some(found.ok_or_else(|| Unheard::no_page(asked))?.id.clone())
            }
        };
        Ok(Target { person, page })
    }

    fn person(&self) -> Result<&str, Unheard> {
        self.person
            .as_deref()
            .ok_or_else(|| Unheard::needs("person"))
    }

    fn hits_person(&self, person: &str) -> bool {
        self.person.as_ref().is_none_or(|aimed| aimed == person)
    }

    /// Without a page named, user tokens and page tokens alike.
    fn hits(&self, person: &str, page: &Option<String>) -> bool {
        self.hits_person(person) && (self.page.is_none() || self.page == *page)
    }
}

fn expire(state: &mut State, aim: &Target, now: i64) -> usize {
    let tokens = state.tokens.values_mut();
    tokens
        .filter(|token| token.death.is_none() && token.expires.is_none_or(|at| at > now))
        .filter(|token| aim.hits(&token.person, &token.page))
        .map(|token| token.expires = Some(now - 60))
        .count()
}

/// As if the person had approved so long ago, and had not been seen since.
fn age(state: &mut State, id: &str, seconds: i64) -> Result<usize, Unheard> {
    let grant = state.grants.get_mut(id);
    let grant = grant.ok_or_else(|| Unheard::needs("approval"))?;
    grant.last_active -= seconds;
    let tokens = state.tokens.values_mut();
    let aged = tokens.filter(|token| token.person == id).map(|token| {
        token.issued -= seconds;
        token.expires = token.expires.map(|at| at - seconds);
    });
    Ok(aged.count())
}

fn change_password(state: &mut State, id: &str) -> Result<usize, Unheard> {
    state.sessions.end_of(id);
    let person = state.people.iter_mut().find(|person| person.id == id);
    let person = person.ok_or_else(|| Unheard::nobody(id))?;
    person.password = format!("practice-{}", random::hex(6));
    state.issued.push(Issued::new("password", &person.password));
    Ok(state.kill(Death::PasswordChanged, |token| token.person == id))
}

/// All grants to the app are gone at once; the network gives no reason of its own for it.
fn blanket_reset(state: &mut State) -> usize {
    state.grants.clear();
    state.kill(Death::PasswordChanged, |_| true)
}

fn change_secret(state: &mut State) -> usize {
    state.app.secret = random::hex(32);
    state
        .issued
        .push(Issued::new("app secret", &state.app.secret));
    blanket_reset(state)
}

fn hold(state: &mut State, id: &str, which: Checkpoint) -> Result<usize, Unheard> {
    let held = state.people.iter_mut().filter(|person| person.id == id);
    Ok(held.map(|person| person.checkpoint = Some(which)).count())
}

/// A page: it is unticked. A permission: it is taken back. Neither: all that is about pages goes.
fn remove_permission(
    state: &mut State,
    aim: &Target,
    permission: Option<&str>,
) -> Result<usize, Unheard> {
    let grant = state
        .grants
        .get_mut(aim.person()?)
        .ok_or_else(|| Unheard::needs("approval"))?;
    if let Some(page) = &aim.page {
        return Ok(usize::from(grant.pages.remove(page)));
    }
    let mut touched = 0;
    for (name, given) in &mut grant.permissions {
        let meant = permission.map_or(name.starts_with("pages_"), |permission| permission == name);
        if meant && *given {
            *given = false;
            touched += 1;
        }
    }
    Ok(touched)
}

fn lose_role(state: &mut State, aim: &Target, loss: RoleLoss) -> Result<usize, Unheard> {
    let person = aim.person()?;
    let losing = state.roles.iter_mut().filter(|role| {
        role.person == person && aim.page.as_ref().is_none_or(|page| *page == role.page)
    });
    Ok(losing.map(|role| role.lost = Some(loss)).count())
}

fn on_page(
    state: &mut State,
    aim: &Target,
    write: impl FnOnce(&mut Page),
) -> Result<usize, Unheard> {
    let id = aim.page.as_deref().ok_or_else(|| Unheard::needs("page"))?;
    let found = state.pages.iter_mut().find(|page| page.id == id);
    write(found.ok_or_else(|| Unheard::no_page(id))?);
    Ok(1)
}

fn throttle(state: &mut State, aim: &Target) -> usize {
    match (&aim.page, &aim.person) {
        (Some(page), _) => usize::from(state.throttled.pages.insert(page.clone())),
        (None, Some(person)) => usize::from(state.throttled.people.insert(person.clone())),
        (None, None) => {
            state.throttled.app = true;
            1
        }
    }
}

pub(crate) fn calm(state: &mut State) {
    state.app.deleted = false;
    state.app.secret.clone_from(&state.app.first_secret);
    state.throttled = Default::default();
    state.sessions.forget_standing();
    for person in &mut state.people {
        person.checkpoint = None;
    }
    for page in &mut state.pages {
        (page.deleted, page.unlinked) = (false, false);
        if let Some(account) = &mut page.instagram {
            account.professional = true;
        }
    }
    for role in &mut state.roles {
        role.lost = None;
    }
}

pub(crate) fn of_the_app(state: &State) -> Vec<String> {
    let mut words = Vec::new();
    if state.app.deleted {
        words.push("app deleted".to_owned());
    }
    if state.app.secret != state.app.first_secret {
        words.push("app secret changed".to_owned());
    }
    if state.throttled.app {
        words.push("app rate-limited".to_owned());
    }
    words
}

pub(crate) fn of_person(state: &State, person: &Person, now: i64) -> Vec<String> {
    let mut words = Vec::new();
    match person.checkpoint {
        Some(Checkpoint::MustSignIn) => words.push("checkpoint".to_owned()),
        Some(Checkpoint::Blocking) => words.push("blocking checkpoint".to_owned()),
        Some(Checkpoint::Unconfirmed) => words.push("unconfirmed".to_owned()),
        None => {}
    }
    let left = state.grants.get(&person.id);
    match left.map(|grant| grant.data_access_expires_at() - now) {
        Some(..=0) => words.push("data access lapsed".to_owned()),
        Some(1..=SOON) => words.push("data access ends soon".to_owned()),
        Some(_) | None => {}
    }
    if state.throttled.people.contains(&person.id) {
        words.push("rate-limited".to_owned());
    }
    words
}

pub(crate) fn of_page(state: &State, role: &Role, page: &Page) -> Vec<String> {
    let mut words = Vec::new();
    if role.lost.is_some() {
        words.push("role removed".to_owned());
    }
    if page.deleted {
        words.push("deleted".to_owned());
    }
    if page.unlinked {
        words.push("Instagram unlinked".to_owned());
    }
    if page
        .instagram
        .as_ref()
        .is_some_and(|account| !account.professional)
    {
        words.push("Instagram personal".to_owned());
    }
    if state.throttled.pages.contains(&page.id) {
        words.push("rate-limited".to_owned());
    }
    words
}
