//! A function for each message, made from the catalogue by the build script.

/// The functions of a room.
macro_rules! messages {
    ($($name:ident = $id:literal ($($argument:ident : $kind:ty),*);)*) => {$(
        #[doc = concat!("`", $id, "`")]
        #[must_use]
        pub fn $name($($argument: $kind),*) -> crate::Message {
            crate::Message::new($id)$(.with(stringify!($argument), $argument))*
        }
    )*};
}

include!(concat!(env!("OUT_DIR"), "/rooms.rs"));
