//! What the tests of the core share: small packs built by hand, and cases told step by step.

mod maker;
mod told;

pub(super) use maker::{Maker, by, clauses, events, period, text};
pub(super) use told::{Told, answers, at, local, person};
