//! The engine's words as the wire's codes. One match for each: a new word does not compile until it
//! has a code.

use crate::*;

/// Says for each word of an enumeration which code stands for it.
macro_rules! codes {
    ($($word:path => $code:path { $($variant:ident),+ $(,)? })+) => {
        $(impl From<$word> for $code {
            fn from(word: $word) -> $code {
                match word {
                    $(<$word>::$variant => <$code>::$variant,)+
                }
            }
        })+
    };
}

codes! {
    domain::Icon => IconCode { Tick, Ring, Cloud, Clock, BrokenLink }
    domain::Cause => CauseCode {
        Expired, PasswordChanged, AccessLost, PermissionRemoved, BlanketReset, AttentionNeeded,
        PermissionMissing, DataAccessLapsed, AppBroken, NotKept, Unknown,
    }
    domain::Hiccup => HiccupCode {
        Offline, Unreachable, BadCertificate, UnknownIssuer, ProxySignIn, ProxyRefused, Silent, Down, RateLimited, OutOfCredits, NotAnAnswer,
        Unrecognised, WrongClock,
    }
    domain::Trouble => TroubleCode { NoApp, TokensUnreadable, NotStored, DiskFull, NotKeptYet, StoreMoved }
    domain::Unheard => UnheardCode { Days, Refused, Weeks }
    domain::NextStep => NextStepCode {
        None, Connect, Reconnect, FinishSetUp, Approve, Wait, FixApp, OpenKeychain,
        FreeSpace, Remove,
    }
    domain::Use => UseCode { Identify, ReadStatistics, Publish, Promote }
    domain::AccountKind => AccountKindView {
        Page, BusinessAccount, Organization, Channel, Profile, Account,
    }
    domain::HostProblem => HostProblemCode {
        Empty, TooLong, NotOnlyAHost, NotAName, Address, Private, LookAlike,
    }
    domain::ClientNameProblem => ClientNameProblemCode { Empty, TooLong, Unseen }
    engine::Happening => HistoryCode {
        Connected, Reconnected, Disconnected, DisconnectedHereOnly, StoppedWorking, WorksAgain,
        SignInFailed, Moved, Renamed,
    }
    engine::Surface => Surface { Browser, Window }
    Surface => engine::Surface { Browser, Window }
    engine::ReturnBy => ReturnBy { Loopback, DeepLink }
    ReturnBy => engine::ReturnBy { Loopback, DeepLink }
    engine::NotGranted => NotGrantedCode { NotTicked, RoleTooSmall, NoToken }
    engine::Leaving => LeavingCode { Disconnecting, Removing }
    domain::Because => BecauseCode { SignInEnds, DataAccessEnds }
    domain::CreditOf => CreditOfCode { App, Account }
    engine::AsksFor => AsksForCode { Instance, Handle }
    engine::AppSecret => AppSecretCode { Needed, Optional }
    engine::AppCheck => AppCheckCode { Credentials, Redirect, Scopes, Pkce }
    engine::KeyState => VaultCode {
        Open, NoKey, WrongKey, Locked, NoBackend, NotSetUp, Declined, Ambiguous, Damaged,
    }
}

impl From<engine::Refused> for Failure {
    fn from(refused: engine::Refused) -> Failure {
        use engine::Refused;
        match refused {
            Refused::Gone => Failure::Gone,
            Refused::Malformed => Failure::Malformed,
            Refused::VaultClosed => Failure::VaultClosed,
            Refused::AppNeeded => Failure::AppNeeded,
            Refused::BadHost(problem) => Failure::BadHost {
                problem: problem.into(),
            },
            Refused::NoInstance => Failure::BadHost {
                problem: HostProblemCode::NoInstance,
            },
            Refused::NoAnswer { hiccup, by } => Failure::NoAnswer {
                hiccup: hiccup.into(),
                by,
            },
            Refused::NoAccount => Failure::BadHost {
                problem: HostProblemCode::NoAccount,
            },
            Refused::ServerTooOld => Failure::BadHost {
                problem: HostProblemCode::TooOld,
            },
            Refused::IssuerMismatch => Failure::BadHost {
                problem: HostProblemCode::IssuerMismatch,
            },
            Refused::PortTaken(taken) => Failure::PortTaken {
                taken: taken.into(),
            },
            Refused::BadToken => Failure::BadToken,
            Refused::BadAddress => Failure::BadAddress,
            Refused::BadClientId => Failure::BadApp {
                field: AppField::ClientId,
            },
            Refused::BadClientSecret => Failure::BadApp {
                field: AppField::ClientSecret,
            },
            Refused::BadClientName(problem) => Failure::BadClientName {
                problem: problem.into(),
            },
            Refused::ClientNameTaken => Failure::BadClientName {
                problem: ClientNameProblemCode::Taken,
            },
            Refused::NoBrowser(address) => Failure::NoBrowser {
                address: address.into(),
            },
            Refused::NotSaved => Failure::NotSaved,
            Refused::NotStored => Failure::NotStored,
            Refused::DiskFull => Failure::DiskFull,
            Refused::StoreMoved => Failure::StoreMoved,
            Refused::EntryChanged => Failure::EntryChanged,
            Refused::Internal => Failure::Internal,
        }
    }
}
