//! A key under `years` is no year.
//!
//! ## Example
//!
//! ```yaml
//! years:
//!   "24": { notice: Circular 7, holidays: [2024-10-01] }
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! years:
//!   2024: { notice: Circular 7, holidays: [2024-10-01] }
//! ```
