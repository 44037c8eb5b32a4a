//! A statement stands where one expression is wanted.
//!
//! An expression of a pack has one value and changes nothing: no `let`, no `if`, no loop, no assignment, no two lines
//! with `;`. Whatever needs more than that is a function in `scripts/`, which expressions may call.
//!
//! ## Example
//!
//! ```yaml
//! when: 'let limit = 20000; loss >= limit'
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! when: loss >= settings.major_loss
//! ```
