//! Somebody is to open a case who is known only once there is one.
//!
//! Before a case is opened nobody owns it and nobody is named in it: `owner` and `{ person: … }` would let nobody
//! open one.
//!
//! ## Example
//!
//! ```yaml
//! opens: { form: intake, at: open, by: [agent, owner] }
//! ```
//!
//! ## Instead
//!
//! Name roles.
//!
//! ```yaml
//! opens: { form: intake, at: open, by: agent }
//! ```
