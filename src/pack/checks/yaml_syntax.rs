//! The file is not well-formed YAML, or it is larger or deeper than any pack needs.
//!
//! Nothing in the file can be read, so nothing else is said about it. The place is where reading stopped; the mistake
//! is there or just before it. Anchors, aliases and nesting have limits, so that a file cannot use up the machine.
//!
//! ## Example
//!
//! ```yaml
//! stages:
//!   open: { name: Open
//!   closed: { name: Closed }     # the brace above was never closed
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! stages:
//!   open: { name: Open }
//!   closed: { name: Closed }
//! ```
