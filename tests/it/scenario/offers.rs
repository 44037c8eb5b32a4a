//! What a scenario says of the actions that may be taken now, and of those that may not.

use super::{Changed, passes, run};

#[test]
fn a_reason_why_an_action_is_not_offered_is_looked_at_at_every_stage() {
    let pack = Changed::new().pack();
    // At its stage a guard is in the way, at another one the stage is.
    passes(
        &pack,
        "\
- { open: {}, by: agent, then: { not_offered: { close: '', reopen: S-5 } } }
- { act: dispatch, by: agent, then: { offered: [remark], not_offered: { answer: S-4, dispatch: S-4 } } }",
    );
    for (reason, told) in [("NO-SUCH", "Answered"), ("because the moon is full", "Answered")] {
        let ran = run(
            &pack,
            &format!("- {{ open: {{}}, by: agent, then: {{ not_offered: {{ close: {reason} }} }} }}"),
        );
        let [failure] = &ran.failures[..] else {
            panic!("{:#?}", ran.failures)
        };
        assert_eq!(failure.expected.english(), format!("not offered: {reason}"));
        assert!(failure.got.english().contains(told), "{}", failure.got.english());
    }
}
