//! A key that takes one of a few words has another one.
//!
//! Some keys know only certain values: where a setting comes from, the type of a field, what happens on a holiday.
//!
//! ## Example
//!
//! ```yaml
//! settings:
//!   answer_within: { type: period, value: 3 working days, origin: law }
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! settings:
//!   answer_within: { type: period, value: 3 working days, origin: policy }
//! ```
