//! Nobody approves what they have proposed themselves.

use super::{Changed, passes};

#[test]
fn whoever_proposes_anew_and_writes_an_earlier_day_is_who_proposed() {
    let pack = Changed::new()
        .put(
            "complaint.yaml",
            "actions:\n",
            "\
actions:
  propose:
    name: { en: Propose, zh: 提议 }
    at: received
    by: agent
    form: remark
    marks: { proposed: closed_on }
    clause: S-2
  approve:
    name: { en: Approve, zh: 批准 }
    at: received
    by: agent
    needs: [{ that: 'actor.id != actor_of(\"proposed\")', else: { en: nobody approves their own, zh: 不能批自己的 } }]
    clause: S-2
",
        )
        .pack();
    passes(
        &pack,
        "\
- { open: {}, by: agent }
- { act: propose, by: agent as li, answers: { closed_on: 2024-09-27T09:00 } }
- { act: approve, by: agent as li, refused: nobody approves their own }
- { act: propose, by: agent as wang, answers: { closed_on: 2024-09-26T09:00 } }
- { act: approve, by: agent as wang, refused: nobody approves their own }
- { act: approve, by: agent as li }",
    );
}
