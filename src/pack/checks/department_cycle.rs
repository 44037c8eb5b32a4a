//! Departments lie within each other in a circle.
//!
//! Departments are a tree: each lies within at most one other, and none within itself. In a circle nobody would
//! stand above anybody.
//!
//! ## Example
//!
//! ```yaml
//! departments:
//!   city: { name: City, within: county }
//!   county: { name: County, within: city }
//! ```
//!
//! ## Instead
//!
//! Leave out `within` for the department at the top.
//!
//! ```yaml
//! departments:
//!   city: { name: City }
//!   county: { name: County, within: city }
//! ```

use crate::locale::{Phrase, phrase};
use crate::diagnostic::Diagnostic;
use crate::pack::draft::Draft;

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    let Some(about) = &draft.about else { return };
    let above = |id: &str| about.raw.departments.get(id)?.within.as_deref();
    let mut told: Vec<&str> = Vec::new();
    for id in about.raw.departments.keys() {
        let mut circle = vec![id.as_str()];
        let mut next = above(id);
        while let Some(department) = next.filter(|department| !circle.contains(department)) {
            circle.push(department);
            next = above(department);
        }
        // Departments that only lead into a circle are not part of it.
        if next != Some(id.as_str()) || told.contains(&id.as_str()) {
            continue;
        }
        let names = circle.iter().copied().chain([id.as_str()]).map(|id| Phrase::text(format!("`{id}`")));
        let names = Phrase::joined(names, phrase!(" within "));
        let at = about.at("/departments").key(id).key("within");
        let message = phrase!("departments lie within each other in a circle: {names}", names);
        findings.push(
            Diagnostic::error("department-cycle", at.place(), message)
                .help(phrase!("leave out `within` for the department at the top")),
        );
        told.extend(circle);
    }
}
