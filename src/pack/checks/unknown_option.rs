//! An answer or outcome is compared with, or set to, something that is not among its options.
//!
//! A choice is a closed list. A condition that asks for an option which is not there never holds, and usually the
//! option has been renamed or misspelt.
//!
//! ## Example
//!
//! ```yaml
//! # options of `nature`: valid, invalid
//! when: nature == "vaild"
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! when: nature == "valid"
//! ```
