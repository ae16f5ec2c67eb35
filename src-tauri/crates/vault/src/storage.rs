//! What a store must do for the engine. SQLite does it, and for tests memory does: one suite holds
//! both to it.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;

use domain::{
    Grant, GrantId, Host, KeyState, LocationId, Network, Secret, Span, Timestamp, TokenSet,
};
use serde_json::Value;
use zeroize::Zeroizing;

use crate::{
    Activity, AppCredentials, Audience, Change, Interrupted, Kek, Keychain, KeychainProblem, Known,
    Lease, NotLeased, OpenProblem, Renewal, SignIn, Snapshot, StartOverProblem, StoreProblem,
    Unreadable, Vault, Vouched, Whereabouts, WriteProblem,
};

/// A store: what is in clear, what is sealed, and the key that opens it.
///
/// Every write is one durable step: all of it, or nothing. What is sealed needs the key, to be read
/// and to be written.
pub trait Storage: Send {
    /// All that is in clear but the activity, as it was at one moment.
    fn load(&self) -> Result<Snapshot, StoreProblem>;
    /// A setting; one that cannot be read counts as not set.
    fn setting(&self, key: &str) -> Result<Option<Value>, StoreProblem>;
    /// The latest lines of activity, the newest first; of one location, or of all.
    fn activity(
        &self,
        location: Option<LocationId>,
        limit: usize,
    ) -> Result<Vec<Activity>, StoreProblem>;
    /// Writes all of it, or nothing, in the order in which it stands here.
    fn commit(&mut self, changes: &[Change]) -> Result<(), WriteProblem>;
    /// Forgets activity older than `keep`, and what was kept apart long enough. Of each location on
    /// the list the newest line stays, however old it is.
    fn tidy(&mut self, now: Timestamp, keep: Span) -> Result<(), StoreProblem>;

    /// Stores a sign-in: the login, its grants in place of older ones, its locations and its lines. A
    /// grant that served one of them before and serves none now is erased. Returns the grants with the
    /// generations that were counted.
    fn link(&mut self, sign_in: &SignIn) -> Result<Vec<Grant>, WriteProblem>;
    /// The tokens of a grant, for one server. They are damaged for every other.
    fn tokens(&self, grant: GrantId, audience: &Audience) -> Result<TokenSet, Unreadable>;
    /// The access tokens of several grants as they stand at one moment, each for one server, without
    /// the refresh tokens.
    fn access_tokens(
        &self,
        grants: &[(GrantId, Audience)],
    ) -> Result<Vec<Result<TokenSet, Unreadable>>, Unreadable>;
    /// A grant as it stands now. One that somebody else changed is damaged.
    fn grant(&self, id: GrantId) -> Result<Option<Grant>, Unreadable>;
    /// An app's credentials, or `None` where there are none.
    fn app(
        &self,
        network: &Network,
        host: Option<&Host>,
    ) -> Result<Option<AppCredentials>, Unreadable>;
    /// What is in a jar, or `None` where there is none.
    fn jar(&self, name: &str) -> Result<Option<Secret>, Unreadable>;

    /// Takes the right to renew a grant, unless a process that lives holds it.
    fn lease(
        &mut self,
        grant: GrantId,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Lease, NotLeased>;
    /// Writes down, before it happens, that the request is sent, once there is room for what comes
    /// back.
    fn record_sent(&mut self, lease: &Lease, now: Timestamp) -> Result<(), NotLeased>;
    /// Seals what came back, for as long as the lease is held. The plain text is wiped.
    fn save_answer(&mut self, lease: &Lease, answer: Vec<u8>) -> Result<(), WriteProblem>;
    /// What came back for the generation that a lease is for, whoever asked for it.
    fn answer(&self, lease: &Lease) -> Result<Option<Zeroizing<Vec<u8>>>, Unreadable>;
    /// Erases what came back, once it is known that no tokens are in it. Needs no key.
    fn drop_answer(&mut self, lease: &Lease) -> Result<(), StoreProblem>;
    /// Stores renewed tokens, if the grant is still of the generation that was renewed, and ends the
    /// lease. Returns the grant as stored.
    fn renew(
        &mut self,
        grant: GrantId,
        renewal: &Renewal,
        expected_generation: u64,
    ) -> Result<Grant, WriteProblem>;
    /// Gives the right back after an answer that changed nothing; only its holder can.
    fn release(&mut self, lease: &Lease) -> Result<(), StoreProblem>;
    /// Lets others have the right at once, and leaves what is written of the renewal: it is not over.
    fn step_back(&mut self, lease: &Lease) -> Result<(), StoreProblem>;
    /// Renewals that were sent and never came to their end; asked at the start.
    fn interrupted_renewals(&self) -> Result<Vec<Interrupted>, StoreProblem>;

    /// Whether sealed values can be opened now; [`KeyState::Locked`] until the first
    /// [`Storage::unlock`].
    fn key_state(&self) -> KeyState;
    /// The keychain in use.
    fn keychain(&self) -> Arc<dyn Keychain>;
    /// Whether the store was ever sealed; one that was not gets its key by [`Storage::unlock`].
    fn was_sealed(&self) -> Result<bool, StoreProblem>;
    /// Asks the keychain for the key, at most once per run with success. Nobody is asked for a
    /// password: that does [`Keychain::open`].
    fn unlock(&mut self) -> Result<KeyState, StoreProblem>;
    /// Takes an answer of [`Storage::keychain`] that was fetched elsewhere, so that others can use the
    /// store while the keychain is slow. Never makes a key.
    fn unlock_with(
        &mut self,
        answer: Result<Option<Kek>, KeychainProblem>,
    ) -> Result<KeyState, StoreProblem>;
    /// A person gave up on the old key: makes a new one. What is in clear stays, and every location
    /// asks for a new sign-in.
    fn start_over(&mut self, now: Timestamp) -> Result<(), StartOverProblem>;
    /// The grants whose tokens open. The others are damaged, or were sealed under a lost key.
    fn readable(&self) -> Result<HashSet<GrantId>, Unreadable>;
    /// Tells what of the rows that were read in clear, and of the grants as they stand now, nobody but
    /// this app has written. A location that was disconnected since is as it was written.
    fn vouch(&self, known: &Known) -> Result<Vouched, Unreadable>;

    /// Makes sure that there is room for the answers that are waited for, and for one more.
    fn secure_room(&mut self) -> Result<(), StoreProblem>;
    /// Does what could not be done together with a write. A store without a log leaves nothing.
    fn catch_up(&mut self) -> Result<(), StoreProblem> {
        Ok(())
    }
    /// Tells whether the open file is still the one that lies there.
    fn whereabouts(&self) -> Whereabouts {
        Whereabouts::default()
    }
    /// Writes a complete copy beside the store, when a person asked for it; says where it is. The day
    /// stands in its name, such as `2026-11-29`. A store without a file has no place for one.
    fn save_copy(&self, _day: &str) -> Result<PathBuf, OpenProblem> {
        Err(OpenProblem::NotAFile)
    }
}

impl Storage for Vault {
    fn load(&self) -> Result<Snapshot, StoreProblem> {
        Vault::load(self)
    }

    fn setting(&self, key: &str) -> Result<Option<Value>, StoreProblem> {
        Vault::setting(self, key)
    }

    fn activity(
        &self,
        location: Option<LocationId>,
        limit: usize,
    ) -> Result<Vec<Activity>, StoreProblem> {
        Vault::activity(self, location, limit)
    }

    fn commit(&mut self, changes: &[Change]) -> Result<(), WriteProblem> {
        Vault::commit(self, changes)
    }

    fn tidy(&mut self, now: Timestamp, keep: Span) -> Result<(), StoreProblem> {
        Vault::tidy(self, now, keep)
    }

    fn link(&mut self, sign_in: &SignIn) -> Result<Vec<Grant>, WriteProblem> {
        Vault::link(self, sign_in)
    }

    fn tokens(&self, grant: GrantId, audience: &Audience) -> Result<TokenSet, Unreadable> {
        Vault::tokens(self, grant, audience)
    }

    fn access_tokens(
        &self,
        grants: &[(GrantId, Audience)],
    ) -> Result<Vec<Result<TokenSet, Unreadable>>, Unreadable> {
        Vault::access_tokens(self, grants)
    }

    fn grant(&self, id: GrantId) -> Result<Option<Grant>, Unreadable> {
        Vault::grant(self, id)
    }

    fn app(
        &self,
        network: &Network,
        host: Option<&Host>,
    ) -> Result<Option<AppCredentials>, Unreadable> {
        Vault::app(self, network, host)
    }

    fn jar(&self, name: &str) -> Result<Option<Secret>, Unreadable> {
        Vault::jar(self, name)
    }

    fn lease(
        &mut self,
        grant: GrantId,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Lease, NotLeased> {
        Vault::lease(self, grant, now, until)
    }

    fn record_sent(&mut self, lease: &Lease, now: Timestamp) -> Result<(), NotLeased> {
        Vault::record_sent(self, lease, now)
    }

    fn save_answer(&mut self, lease: &Lease, answer: Vec<u8>) -> Result<(), WriteProblem> {
        Vault::save_answer(self, lease, answer)
    }

    fn answer(&self, lease: &Lease) -> Result<Option<Zeroizing<Vec<u8>>>, Unreadable> {
        Vault::answer(self, lease)
    }

    fn drop_answer(&mut self, lease: &Lease) -> Result<(), StoreProblem> {
        Vault::drop_answer(self, lease)
    }

    fn renew(
        &mut self,
        grant: GrantId,
        renewal: &Renewal,
        expected_generation: u64,
    ) -> Result<Grant, WriteProblem> {
        Vault::renew(self, grant, renewal, expected_generation)
    }

    fn release(&mut self, lease: &Lease) -> Result<(), StoreProblem> {
        Vault::release(self, lease)
    }

    fn step_back(&mut self, lease: &Lease) -> Result<(), StoreProblem> {
        Vault::step_back(self, lease)
    }

    fn interrupted_renewals(&self) -> Result<Vec<Interrupted>, StoreProblem> {
        Vault::interrupted_renewals(self)
    }

    fn key_state(&self) -> KeyState {
        Vault::key_state(self)
    }

    fn keychain(&self) -> Arc<dyn Keychain> {
        Vault::keychain(self)
    }

    fn was_sealed(&self) -> Result<bool, StoreProblem> {
        Vault::was_sealed(self)
    }

    fn unlock(&mut self) -> Result<KeyState, StoreProblem> {
        Vault::unlock(self)
    }

    fn unlock_with(
        &mut self,
        answer: Result<Option<Kek>, KeychainProblem>,
    ) -> Result<KeyState, StoreProblem> {
        Vault::unlock_with(self, answer)
    }

    fn start_over(&mut self, now: Timestamp) -> Result<(), StartOverProblem> {
        Vault::start_over(self, now)
    }

    fn readable(&self) -> Result<HashSet<GrantId>, Unreadable> {
        Vault::readable(self)
    }

    fn vouch(&self, known: &Known) -> Result<Vouched, Unreadable> {
        Vault::vouch(self, known)
    }

    fn secure_room(&mut self) -> Result<(), StoreProblem> {
        Vault::secure_room(self)
    }

    fn catch_up(&mut self) -> Result<(), StoreProblem> {
        Vault::catch_up(self)
    }

    fn whereabouts(&self) -> Whereabouts {
        Vault::whereabouts(self)
    }

    fn save_copy(&self, day: &str) -> Result<PathBuf, OpenProblem> {
        Vault::save_copy(self, day)
    }
}
