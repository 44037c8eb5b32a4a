//! A calendar names a time zone that does not exist.
//!
//! Opening hours mean nothing without the place where the clock hangs. Zones are those of the IANA database.
//!
//! ## Example
//!
//! ```yaml
//! zone: China/Beijing
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! zone: Asia/Shanghai
//! ```
