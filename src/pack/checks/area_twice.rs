//! Two departments of the same depth hold the same area.
//!
//! `in_charge_of(area)` gives the deepest department that holds an area. Of two that lie equally deep nobody could
//! say which is meant. A
//! department may repeat an area of one above it: then the lower one counts.
//!
//! ## Example
//!
//! ```yaml
//! departments:
//!   north: { name: North, areas: [Harbour, Old town] }
//!   south: { name: South, areas: [Harbour] }
//! ```
//!
//! ## Instead
//!
//! Give the area to one of them.
//!
//! ```yaml
//! departments:
//!   north: { name: North, areas: [Harbour, Old town] }
//!   south: { name: South, areas: [New town] }
//! ```

use std::collections::BTreeMap;

use crate::locale::phrase;
use crate::diagnostic::Diagnostic;
use crate::pack::draft::{Draft, units};

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    let Some(about) = &draft.about else { return };
    let units = units(Some(about));
    let mut held = BTreeMap::new();
    for (id, department) in &about.raw.departments {
        for (index, area) in department.areas.as_slice().iter().enumerate() {
            let at = about.at("/departments").key(id).key("areas").one_or_item(index);
            let Some((other, first)) = held.insert((units.depth(id), area), (id, at.clone())) else {
                continue;
            };
            let message = if other == id {
                phrase!("`{id}` holds `{area}` twice", id, area)
            } else {
                phrase!("`{area}` is held by `{id}` and by `{other}`, which lies equally deep", area, id, other)
            };
            findings.push(
                Diagnostic::error("area-twice", at.place(), message)
                    .related(first.place(), phrase!("held here"))
                    .help(phrase!("give the area to one department; one below may repeat it and then counts")),
            );
        }
    }
}
