//! A script cannot be read.
//!
//! None of its functions can be called, so every expression that needs one would fail. The place is the one the script
//! reader gives.
//!
//! ## Example
//!
//! ```rhai
//! fn is_severe(loss, injured) {
//!     loss >= 20000 || injured
//!                                 // the closing brace is missing
//! ```
//!
//! ## Instead
//!
//! ```rhai
//! fn is_severe(loss, injured) {
//!     loss >= 20000 || injured
//! }
//! ```
