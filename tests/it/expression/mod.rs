//! Expressions: what they mean, which mistakes are found, why they did or did not hold.

mod asked;
mod coverage;
mod explained;
mod meaning;
mod problems;
mod same_as_rhai;
pub mod sample;
