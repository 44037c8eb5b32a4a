//! What must hold before a case is opened.

use redress::scenario::coverage::could_fire;

use super::{Changed, passes, run};

fn guarded() -> Changed {
    Changed::new().put(
        "complaint.yaml",
        "  by: agent\n  marks: { received: received_at }\n",
        r#"  by: agent
  needs:
    - { that: loss <= 100000, else: { en: a claim of this size goes to court, zh: 请走诉讼 }, clause: S-3 }
    - { that: counters.same_name < 2, else: { en: there are two already, zh: 已有两件 } }
  marks: { received: received_at }
"#,
    )
}

#[test]
fn an_opening_is_refused_with_the_words_and_the_clause_of_its_guard() {
    let pack = guarded().pack();
    let ran = passes(
        &pack,
        "\
- { open: { loss: 200000 }, by: agent, refused: S-3 }
- { open: { loss: 200000 }, by: agent, refused: goes to court }
- { open: { loss: 30000 }, by: agent, then: { stage: received, number: SW24090001 } }
- { open: {}, by: agent }
- { open: {}, by: agent, refused: S-1 }",
    );
    for guard in ["complaint/opening guard 1", "complaint/opening guard 2"] {
        assert!(ran.fired.0.contains(guard), "{guard} refused");
        assert!(could_fire(&pack).contains(guard));
    }
    assert_eq!(run(&pack, "- { open: {}, by: agent, refused: S-3 }").failures.len(), 1);
}

#[test]
fn coverage_counts_guards_that_refuse_or_keep_an_action_from_being_offered() {
    let pack = guarded().pack();
    let ran = passes(
        &pack,
        "- { open: {}, by: agent }
- { act: dispatch, by: agent, then: { not_offered: { answer: still open } } }",
    );
    assert!(
        ran.fired.0.contains("complaint/action answer guard 1"),
        "{:?}",
        ran.fired
    );
}

#[test]
fn a_guard_of_an_opening_is_checked_like_any_other() {
    let told = guarded()
        .put("complaint.yaml", "loss <= 100000", "los <= 100000")
        .findings();
    assert!(
        told.contains("unknown-name") && told.contains("did you mean `loss`"),
        "{told}"
    );
    let told = guarded()
        .put(
            "complaint.yaml",
            "size goes to court, zh: 请走诉讼",
            "size goes to court",
        )
        .findings();
    assert!(told.contains("missing-translation"), "{told}");
}
