//! A file starts from a part that is not to be had.
//!
//! `extends` names files in `rules/common/parts/` or `forms/common/parts/`, by their path from the folder that holds
//! `rules` and `forms`. Other files belong to one organization, or are something else; a part that starts from itself
//! has no beginning. A part is named once, and no more than 16 parts start one from the other.
//!
//! ## Example
//!
//! ```yaml
//! extends: rules/hospital/complaint.yaml
//! ```
//!
//! ## Instead
//!
//! Put what both say into a part, and start both files from it.
//!
//! ```yaml
//! extends: rules/common/parts/retention.yaml
//! ```
