//! Effects under a condition.

use redress::scenario::coverage::could_fire;

use super::{Changed, passes};

fn graded() -> Changed {
    Changed::new().put(
        "complaint.yaml",
        "    - notify: acknowledgement\n",
        r#"    - { when: 'severity == "ordinary"', does: [{ notify: acknowledgement }, { when: loss > 100, does: [{ remind: manager }] }] }
    - { when: promised_at > now, does: [{ open_task: investigate }] }
"#,
    )
}

#[test]
fn effects_happen_only_while_their_condition_holds() {
    let pack = graded().pack();
    passes(
        &pack,
        "- { open: {}, by: agent, then: { notices: [acknowledgement], tasks: { investigate: 0 } } }",
    );
    let ran = super::run(
        &pack,
        "- { open: { loss: 30000 }, by: agent, then: { notices: [acknowledgement] } }",
    );
    assert_eq!(ran.failures.len(), 1, "a major complaint is not acknowledged so");
}

#[test]
fn coverage_counts_each_condition_by_its_place() {
    let pack = graded().pack();
    let mine = |name: &&String| name.contains("opening effect");
    let could: Vec<String> = could_fire(&pack).into_iter().filter(|name| mine(&name)).collect();
    assert_eq!(
        could,
        [
            "complaint/opening effect 2",
            "complaint/opening effect 2.2",
            "complaint/opening effect 3"
        ]
    );
    let ran = passes(&pack, "- { open: {}, by: agent }");
    let fired: Vec<&String> = ran.fired.0.iter().filter(mine).collect();
    assert_eq!(
        fired,
        ["complaint/opening effect 2"],
        "an unknown condition does not hold"
    );
}

#[test]
fn a_condition_that_can_never_hold_is_found() {
    let told = graded()
        .put("complaint.yaml", "loss > 100", "loss > 100 && loss < 50")
        .findings();
    assert!(told.contains("constant-condition"), "{told}");
}
