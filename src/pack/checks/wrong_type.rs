//! A value is of another shape than the key takes: a list where one text stands, a word where a number belongs.
//!
//! YAML guesses what a bare word is; what it guessed does not fit here. Numbers and `yes` or `no` that are meant as
//! text need quotes.
//!
//! ## Example
//!
//! ```yaml
//! languages: zh
//! settings:
//!   collective_from: { type: integer, value: ten, origin: policy }
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! languages: [zh]
//! settings:
//!   collective_from: { type: integer, value: 10, origin: policy }
//! ```
