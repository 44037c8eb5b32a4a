//! A key that means nothing here.
//!
//! A misspelt key would otherwise be passed over in silence, and with it the deadline or the guard the author wanted.
//!
//! ## Example
//!
//! ```yaml
//! actions:
//!   answer:
//!     name: Answer
//!     at: open
//!     who: agent          # the key is `by`
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! actions:
//!   answer:
//!     name: Answer
//!     at: open
//!     by: agent
//! ```
//!
//! `redress schema` prints every key with its meaning, for editors that complete and check while typing.
