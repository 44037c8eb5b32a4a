//! A file that every pack needs is not there.
//!
//! A pack has an `organization.yaml` and at least one case type.
//!
//! ## Example
//!
//! `rules/acme/` holds `complaint.yaml` and nothing else.
//!
//! ## Instead
//!
//! Add `rules/acme/organization.yaml`; `docs/packs.md` has one to begin from.
