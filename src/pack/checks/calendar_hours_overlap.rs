//! Two opening hours of one day overlap.
//!
//! The time in which they do would count twice, and a period of four working hours would end too early.
//!
//! ## Example
//!
//! ```yaml
//! hours:
//!   mon-fri: [08:30-12:30, 12:00-18:00]
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! hours:
//!   mon-fri: [08:30-12:00, 13:30-18:00]
//! ```
