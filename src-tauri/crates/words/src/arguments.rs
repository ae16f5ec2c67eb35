//! What may stand for a name in a message, by the way in which its entry uses it.

use protocol::{Argument, Message};

/// Text as it stands, or a message that is worded on the way.
pub trait Text: Into<Argument> {}

impl Text for &str {}
impl Text for String {}
impl Text for Message {}

/// A number, which may choose between singular and plural.
pub trait Number: Into<Argument> {}

impl Number for usize {}
impl Number for i64 {}
impl Number for u16 {}
