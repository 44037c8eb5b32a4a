//! A value is used as something it is not: a text compared with a number, a date where yes or no is wanted.
//!
//! Such a comparison has no answer, and the rule would never fire. Every field, decision and setting has a kind, and
//! the checker knows what each operator and each place of the pack wants.
//!
//! ## Example
//!
//! ```yaml
//! # `loss` is a money field
//! when: loss >= "20000"
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! when: loss >= 20000
//! ```
