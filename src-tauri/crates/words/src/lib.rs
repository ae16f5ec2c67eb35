//! What a person reads, in one catalogue: `catalogue/<language>/<where>/<room>.ftl`, in the language of
//! Project Fluent. *Desktop* is what the app says beside its window, *window* what stands in it, and
//! *shared* what both say. The window loads the same files.
//!
//! A [`Message`] is made by the function of its name, in the module of its room, as in `tray::more(3)`,
//! and worded by [`say`]. The build script writes the functions from the catalogue, and a test the ids
//! of the window (`ui/src/words/messages.ts`): what the catalogue does not have, or names otherwise,
//! does not compile.
#![warn(missing_docs)]

mod arguments;
mod catalogue;
mod dates;
mod rooms;
mod row;

pub use arguments::{Number, Text};
pub use catalogue::{say, say_at};
pub use dates::Clock;
pub use protocol::{Argument, Message};
pub use rooms::{
    callback, desktop, files, health, notices, ties, tray, unchecked, unheard, unwatched,
};
pub use row::{Around, Said, row};
