//! The bundled policy that is measured.

use std::path::Path;

use redress::pack::id::OrganizationId;
use redress::pack::load::Sources;
use redress::pack::{CaseType, Pack, build};
use redress::value::Value;

use crate::twin::Settings;

/// The folder that holds `rules` and `forms`.
pub const ROOT: &str = env!("CARGO_MANIFEST_DIR");

pub const DEVELOPER: &str = "property-developer";

pub fn sources(organization: &OrganizationId) -> Sources {
    Sources::read(Path::new(ROOT), organization).expect("the bundled pack is there")
}

/// The property developer, ready to run.
pub fn developer() -> Pack {
    let organization = OrganizationId::new(DEVELOPER);
    build(&organization, &sources(&organization))
        .0
        .expect("the bundled pack is sound")
}

pub fn complaint(pack: &Pack) -> &CaseType {
    pack.case_type("complaint").expect("the pack has complaints")
}

/// What the twin needs of the pack's settings.
pub fn settings(pack: &Pack) -> Settings {
    let number = |id: &str| match pack.settings.get(id).map(|setting| &setting.value) {
        Some(Value::Integer(value)) => *value,
        other => panic!("setting `{id}` is {other:?}"),
    };
    let major_loss = pack
        .settings
        .get("major_loss")
        .and_then(|setting| setting.value.as_decimal());
    Settings {
        major_complainants: number("major_complainants"),
        major_loss: major_loss.expect("an amount"),
        hot_topic_cases: number("hot_topic_cases"),
    }
}
