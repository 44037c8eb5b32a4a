//! An expression calls a function that neither Redress nor a script of the pack has.
//!
//! ## Example
//!
//! ```yaml
//! when: 'occurrences("called_back") >= 2'
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! when: times("called_back") >= 2
//! ```
//!
//! Built in are among others `answered(x)`, `times("event")`, `happened("event")`, `last("event")`, `since("event")`
//! and `open_tasks("task")`; everything else is a function in `scripts/*.rhai`.
