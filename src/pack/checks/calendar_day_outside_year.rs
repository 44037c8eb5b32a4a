//! A day stands under a year it does not belong to.
//!
//! The notice of a year may begin with the last days of December before it; everything else under another year is a
//! slip of the pen.
//!
//! ## Example
//!
//! ```yaml
//! years:
//!   2025:
//!     holidays: [2024-10-01]
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! years:
//!   2024:
//!     holidays: [2024-10-01]
//! ```
