//! It is not clear who is told.
//!
//! A notice or a reminder goes to a role, a role that is worked out, a department or a person, each by its own key.
//! Only a role and a department
//! mean something together: those of the role who belong to the department.
//!
//! ## Example
//!
//! ```yaml
//! notices:
//!   told: { name: Told, to: { person: handler, role: agent }, text: It is yours now }
//! ```
//!
//! ## Instead
//!
//! Write a notice for each.
//!
//! ```yaml
//! notices:
//!   told: { name: Told, to: { person: handler }, text: It is yours now }
//!   told_agents: { name: Told to the agents, to: { role: agent }, text: It is given out }
//! ```
