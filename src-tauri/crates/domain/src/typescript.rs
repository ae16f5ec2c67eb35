//! How what is written as text stands in TypeScript.

use ts_rs::{Config, TS};

use crate::plan::StepKey;
use crate::{AccountId, Id, Network, Secret};

macro_rules! text {
    ($($name:ty $(, $parameter:ident)?);+) => {
        $(impl$(<$parameter: 'static>)? TS for $name {
            type WithoutGenerics = Self;
            type OptionInnerType = Self;

            fn name(_: &Config) -> String {
                "string".to_owned()
            }

            fn inline(config: &Config) -> String {
                Self::name(config)
            }
        })+
    };
}

text!(Id<T>, T; AccountId; Network; Secret; StepKey);
