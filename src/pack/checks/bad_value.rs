//! A value is written in a form that this place does not know: a time zone, a currency, a language, a date, a number.
//!
//! The pack would mean something else than its author, or nothing.
//!
//! ## Example
//!
//! ```yaml
//! time_zone: Beijing
//! policy: { title: Complaints, effective: 1 March 2024 }
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! time_zone: Asia/Shanghai
//! policy: { title: Complaints, effective: "2024-03-01" }
//! ```
