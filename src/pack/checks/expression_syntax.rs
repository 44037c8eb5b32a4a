//! The expression cannot be read.
//!
//! A condition nobody can read can never hold. Expressions are written in the syntax of Rhai: `==` compares, `&&` is
//! "and", `||` is "or", `!` is "not", texts stand in double quotes.
//!
//! ## Example
//!
//! ```yaml
//! when: 'loss => 20000 and urgent'
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! when: loss >= 20000 && urgent
//! ```
