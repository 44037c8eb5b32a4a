//! A calendar has no working day at all.
//!
//! Nothing that counts working time could ever become due by it.
//!
//! ## Example
//!
//! ```yaml
//! hours:
//!   mon-fri: []
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! hours:
//!   mon-fri: [08:30-12:00, 13:30-18:00]
//! ```
