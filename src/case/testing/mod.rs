//! What the tests of the core share: small packs built by hand, and cases told step by step.

mod blank;
mod maker;
mod short;
mod told;

pub(super) use maker::Maker;
pub(super) use short::{by, clauses, events, period, text};
pub(super) use told::{Told, answers, at, local, person};
