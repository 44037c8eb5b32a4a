//! The effective pack, with the origin of each value.

use redress::pack::draft::Draft;
use redress::pack::id::OrganizationId;
use redress::pack::show::{Shown, show, text};

use crate::support::pack::sample_sources;

fn shown() -> Vec<Shown> {
    show(&Draft::new(&OrganizationId::new("sample"), &sample_sources()))
}

fn origin(name: &str) -> String {
    let all = shown();
    let found = all
        .iter()
        .find(|shown| shown.name == name)
        .unwrap_or_else(|| panic!("`{name}` is shown"));
    format!("{} {}:{}", found.value, found.origin.file, found.origin.line)
}

#[test]
fn every_value_names_its_file_and_line() {
    assert_eq!(
        origin("organization.time_zone"),
        "\"Asia/Shanghai\" rules/sample/organization.yaml:6"
    );
    assert_eq!(
        origin("complaint.actions.answer.at"),
        "[\"received\",\"handling\"] rules/sample/complaint.yaml:91"
    );
    assert_eq!(
        origin("complaint.decisions.severity.rules.2.is"),
        "\"major\" rules/sample/complaint.yaml:24"
    );
}

#[test]
fn a_shared_field_shows_the_shared_file() {
    assert_eq!(
        origin("forms.intake.received_at.required"),
        "true forms/common/fields.yaml:6"
    );
    assert_eq!(
        origin("forms.intake.items.broken.type"),
        "\"integer\" forms/sample/intake.yaml:57"
    );
}

#[test]
fn people_read_it_line_by_line() {
    let text = text(&shown());
    assert!(
        text.contains(
            "organization.settings.code.value: SW    # rules/sample/organization.yaml:24, origin organization\n"
        ),
        "{text}"
    );
}
