//! The hours of a calendar are given for something that is no day of the week.
//!
//! ## Example
//!
//! ```yaml
//! hours:
//!   monday-friday: [08:30-12:00, 13:30-18:00]
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! hours:
//!   mon-fri: [08:30-12:00, 13:30-18:00]
//! ```
