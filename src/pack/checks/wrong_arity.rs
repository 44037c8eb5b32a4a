//! A function is called with more or fewer arguments than it takes.
//!
//! ## Example
//!
//! ```yaml
//! when: 'answered(phone, email)'
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! when: answered(phone) && answered(email)
//! ```
