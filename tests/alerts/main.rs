//! 7, 8 and 9 in the real app: its notices, as a notice program shows them, and its tray icon, as a
//! panel shows it.

mod notice;
mod tray;

use journeys::Trouble;
use journeys::scene::{BAKERY, JANA, NORTHWIND, STUDIO, Scene, TOM};

type TestResult<T = ()> = Result<T, Trouble>;
