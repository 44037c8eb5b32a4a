//! A key that must be there is not.
//!
//! Without it the entry has no meaning: a stage without a name cannot be shown, a table row without an outcome decides
//! nothing.
//!
//! ## Example
//!
//! ```yaml
//! stages:
//!   open: {}
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! stages:
//!   open: { name: Open }
//! ```
