//! Rules that can never fire, and cases no rule takes.

use redress::expression::{Condition, Coverage, Domain, Domains, gap, implies, never_true};
use redress::value::Value;

use super::sample::{compiled, slot, vocabulary};

fn shape(source: &str) -> Condition {
    compiled(source).shape().unwrap()
}

fn domains(answered: bool) -> Domains {
    let domain = |kind| {
        if answered {
            Domain::of(kind).always_answered()
        } else {
            Domain::of(kind)
        }
    };
    vocabulary()
        .variables
        .values()
        .map(|(slot, kind)| (*slot, domain(kind)))
        .collect()
}

fn unreachable(earlier: &[&str], later: &str) -> bool {
    let earlier: Vec<Condition> = earlier.iter().map(|source| shape(source)).collect();
    implies(&earlier.iter().collect::<Vec<_>>(), &shape(later), &domains(true))
}

fn open(conditions: &[&str]) -> Coverage {
    let conditions: Vec<Condition> = conditions.iter().map(|source| shape(source)).collect();
    gap(&conditions.iter().collect::<Vec<_>>(), &domains(true))
}

#[test]
fn a_later_rule_that_earlier_ones_cover_never_fires() {
    assert!(unreachable(&["complainants >= 3"], "complainants > 5"));
    assert!(unreachable(&["complainants >= 3"], "complainants > 2"));
    assert!(!unreachable(&["loss >= 3"], "loss > 2"));
    assert!(unreachable(&["loss < 5", "loss >= 5"], "true"));
    assert!(!unreachable(&["loss < 5", "loss > 5"], "true"));
    assert!(unreachable(
        &["severity == \"major\"", "severity == \"ordinary\""],
        "litigation"
    ));
    assert!(unreachable(
        &["severity != \"major\" || loss > 1"],
        "severity == \"ordinary\" && media_exposed"
    ));
    assert!(unreachable(
        &["litigation", "!litigation && media_exposed"],
        "media_exposed"
    ));
    assert!(!unreachable(&["litigation", "media_exposed"], "severity == \"major\""));
    assert!(unreachable(
        &["category in [\"planning\", \"quality\"]"],
        "category == \"quality\""
    ));
    assert!(unreachable(
        &["bought_on <= date(\"2024-01-01\")"],
        "bought_on < date(\"2024-01-02\")"
    ));
    assert!(!unreachable(&["reason == \"a\""], "reason != \"b\""));
    assert!(unreachable(&["true"], "complainants == doubled(2)"));
}

#[test]
fn what_may_be_unanswered_keeps_a_default_reachable() {
    let (first, second, default) = (shape("litigation"), shape("!litigation"), shape("true"));
    assert!(implies(&[&first, &second], &default, &domains(true)));
    assert!(!implies(&[&first, &second], &default, &domains(false)));
}

#[test]
fn what_cannot_be_reasoned_about_proves_nothing() {
    assert!(!unreachable(&["doubled(complainants) > 0"], "true"));
    assert!(!unreachable(&["litigation"], "doubled(complainants) > 0"));
    assert_eq!(open(&["litigation", "doubled(complainants) > 0"]), Coverage::Unsure);
    assert_eq!(shape("loss > settings.major_loss"), Condition::Opaque);
    assert_eq!(compiled("loss * 2").shape(), None);
}

#[test]
fn a_contradiction_is_found() {
    assert!(never_true(
        &shape("complainants > 3 && complainants < 4"),
        &domains(false)
    ));
    assert!(!never_true(&shape("loss > 3 && loss < 4"), &domains(false)));
    assert!(never_true(
        &shape("severity == \"major\" && severity == \"ordinary\""),
        &domains(false)
    ));
    assert!(!never_true(&shape("litigation"), &domains(false)));
}

#[test]
fn a_gap_is_shown_by_an_example() {
    assert_eq!(
        open(&["severity == \"major\"", "severity == \"ordinary\""]),
        Coverage::Complete
    );
    assert_eq!(
        open(&["category == \"planning\"", "category == \"service\""]),
        Coverage::Gap(vec![(slot("category"), Value::text("quality"))])
    );
    assert_eq!(
        open(&["severity == \"major\" && litigation", "severity == \"ordinary\""]),
        Coverage::Gap(vec![
            (slot("litigation"), Value::Bool(false)),
            (slot("severity"), Value::text("major"))
        ])
    );
    assert_eq!(
        open(&["complainants < 3", "complainants > 3"]),
        Coverage::Gap(vec![(slot("complainants"), Value::Integer(3))])
    );
    assert_eq!(open(&["complainants <= 3", "complainants >= 4"]), Coverage::Complete);
    assert!(matches!(open(&["loss <= 3", "loss >= 4"]), Coverage::Gap(_)));
    assert_eq!(open(&[]), Coverage::Gap(vec![]));
}

#[test]
fn giving_up_claims_nothing() {
    // Every combination of many thresholds on several numbers: more than the budget allows.
    let names = [
        "complainants",
        "loss",
        "settings.major_loss",
        "settings.collective_from",
        "投诉人数",
        "share",
    ];
    let sources: Vec<String> = (0..30)
        .flat_map(|threshold| names.map(|name| format!("{name} > {threshold} && {name} < {threshold}")))
        .collect();
    let sources: Vec<&str> = sources.iter().map(String::as_str).collect();
    assert_eq!(
        open(&[&sources[..], &["share < 0 || share >= 0"]].concat()),
        Coverage::Unsure
    );
}
