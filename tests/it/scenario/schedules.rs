//! Schedules whose time plan is a setting.

use super::{Changed, passes};

fn set_to(cron: &str) -> Changed {
    Changed::new()
        .put(
            "organization.yaml",
            "  code: {",
            &format!("  review_at: {{ type: cron, value: {cron}, origin: organization, clause: S-5 }}\n  code: {{"),
        )
        .put("schedules.yaml", "cron: \"0 9 * * 1\"", "cron: settings.review_at")
        .put(
            "schedules.yaml",
            "[{ remind: manager }]",
            "[{ open_task: investigate }]",
        )
}

#[test]
fn a_schedule_comes_round_by_a_setting() {
    let steps = "\
- { open: { loss: 30000 }, by: agent, then: { tasks: { investigate: 0 } } }
- { at: 2024-09-30 09:00, schedule: weekly, then: { tasks: { investigate: 2 } } }";
    passes(&set_to("\"0 9 * * 1\"").pack(), steps);
    let ran = super::run(&set_to("\"0 15 * * 1\"").pack(), steps);
    assert_eq!(ran.failures.len(), 1, "at nine it is not yet time");
}

#[test]
fn a_schedule_that_does_not_come_round_now_is_not_run() {
    let pack = set_to("\"0 9 * * 1\"").pack();
    let open = "- { open: { loss: 30000 }, by: agent }\n";
    let ran = super::run(&pack, &format!("{open}- {{ schedule: weekly }}"));
    assert_eq!(ran.failures[0].got.english(), "next at 2024-09-30 09:00");
    let there = "- { at: 2024-09-30 09:00 }\n- { schedule: weekly, then: { tasks: { investigate: 2 } } }";
    passes(&pack, &format!("{open}{there}"));
}

#[test]
fn a_plan_that_never_comes_is_told_at_the_setting() {
    let told = set_to("\"0 9 32 * *\"").findings();
    assert!(
        told.contains("bad-cron") && told.contains("organization.yaml"),
        "{told}"
    );
    let told = set_to("\"0 9 * * 1\"")
        .put("schedules.yaml", "settings.review_at", "settings.reviews_at")
        .findings();
    assert!(
        told.contains("unknown-setting") && told.contains("did you mean `review_at`"),
        "{told}"
    );
}
