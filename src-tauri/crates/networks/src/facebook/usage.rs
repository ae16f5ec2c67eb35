//! How much of its limits a network has given out.

use crate::{CreditHeaders, CreditOf};

/// The usage headers of the Graph APIs.
pub(crate) const USAGE: &[CreditHeaders] = &[
    CreditHeaders::Percent {
        of: CreditOf::App,
        header: "x-app-usage",
    },
    CreditHeaders::Percent {
        of: CreditOf::Account,
        header: "x-business-use-case-usage",
    },
    CreditHeaders::Percent {
        of: CreditOf::Account,
        header: "x-page-usage",
    },
];
