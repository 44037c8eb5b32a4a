//! The opening hours in a calendar cannot be read.
//!
//! ## Example
//!
//! ```yaml
//! hours:
//!   mon-fri: [8.30 to 12]
//! ```
//!
//! ## Instead
//!
//! Two times of one day, in order; `24:00` is the end of the day.
//!
//! ```yaml
//! hours:
//!   mon-fri: [08:30-12:00]
//! ```
