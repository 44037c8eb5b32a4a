//! A year of a calendar has days, but no public notice they come from.
//!
//! Every due time shows which notice made a day a holiday. A year whose notice has not appeared yet is provisional, and
//! due times that touch it say so.
//!
//! ## Example
//!
//! ```yaml
//! years:
//!   2024:
//!     holidays: [2024-10-01..2024-10-07]
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! years:
//!   2024:
//!     notice: 国办发明电〔2023〕7号
//!     holidays: [2024-10-01..2024-10-07]
//! ```
