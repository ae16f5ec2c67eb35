//! What others see of the book.

pub(crate) mod summary;
