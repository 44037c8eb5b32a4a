//! A calendar says twice what a day is.
//!
//! One of the two would be passed over, and a due time would depend on which. A weekday has one line of hours, a date
//! is a holiday or a working day or a half day.
//!
//! ## Example
//!
//! ```yaml
//! years:
//!   2024:
//!     holidays: [2024-10-01..2024-10-07]
//!     workdays: [2024-10-07]
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! years:
//!   2024:
//!     holidays: [2024-10-01..2024-10-06]
//!     workdays: [2024-10-07]
//! ```
