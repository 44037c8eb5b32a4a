//! A day in a calendar cannot be read.
//!
//! ## Example
//!
//! ```yaml
//! years:
//!   2024:
//!     holidays: [1 October]
//! ```
//!
//! ## Instead
//!
//! A date, or the first and the last of several; under `every_year` without the year.
//!
//! ```yaml
//! years:
//!   2024:
//!     holidays: [2024-10-01..2024-10-07]
//! every_year:
//!   holidays: [12-25..12-26]
//! ```
