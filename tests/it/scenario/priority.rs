//! How urgent a case is: named levels, the first that holds counts.

use super::{Changed, passes, run};

fn graded() -> Changed {
    Changed::new().put(
        "complaint.yaml",
        "deadlines:\n",
        r#"priority:
  grave: { name: { en: Grave, zh: 重大 }, when: loss >= 50000, clause: S-3 }
  major: { name: { en: Major, zh: 较大 }, when: 'severity == "major"', clause: S-3 }
deadlines:
"#,
    )
}

#[test]
fn the_first_level_that_holds_counts_and_what_is_not_known_makes_nothing_urgent() {
    let pack = graded().pack();
    passes(
        &pack,
        "- { open: { loss: 60000 }, by: agent, then: { priority: grave } }",
    );
    passes(
        &pack,
        "- { open: { loss: 30000 }, by: agent, then: { priority: major } }",
    );
    passes(&pack, "- { open: {}, by: agent, then: { priority: none } }");
    let ran = run(&pack, "- { open: {}, by: agent, then: { priority: major } }");
    assert_eq!(ran.failures.len(), 1, "an ordinary case has no level");
}
