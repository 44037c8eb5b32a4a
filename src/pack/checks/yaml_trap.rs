//! An expression is not quoted, and YAML reads it as something else.
//!
//! YAML gives some signs a meaning of its own: a leading `!` is a tag, `*` and `&` are references, `{` and `[` open a
//! collection, `: ` makes a mapping, ` #` begins a comment, and between braces a comma ends the value. The expression
//! then arrives cut short or not at all, sometimes without any error.
//!
//! ## Example
//!
//! ```yaml
//! rules:
//!   - when: !urgent && loss > 0
//!     is: ordinary
//! ```
//!
//! ## Instead
//!
//! Put the whole expression between single quotes.
//!
//! ```yaml
//! rules:
//!   - when: '!urgent && loss > 0'
//!     is: ordinary
//! ```
