//! What would come of a command for one case, in words: what is otherwise after it than before.

use super::super::member::Member;
use super::super::speech::Speech;
use crate::app::Foreseen;
use crate::case::Case;
use crate::locale::{Argument, say};

pub(super) fn lines(member: &Member, foreseen: &Foreseen) -> Vec<String> {
    let Some(case_type) = foreseen.pack.case_type(&foreseen.after.case_type) else {
        return Vec::new();
    };
    let (before, after) = (&foreseen.before, &foreseen.after);
    let speech = Speech {
        pack: &foreseen.pack,
        case_type,
        language: &member.language,
        names: &after.names,
    };
    let mut lines = Vec::new();
    let mut tell = |key: &str, arguments: &[(&'static str, Argument<'_>)]| {
        lines.push(say(&member.language, key, arguments));
    };
    if before.stage != after.stage {
        tell(
            "bulk-stage",
            &[
                ("from", speech.stage(&before.stage).into()),
                ("to", speech.stage(&after.stage).into()),
            ],
        );
    }
    if before.owner != after.owner {
        match &after.owner {
            Some(owner) => tell("bulk-owner", &[("owner", speech.person(&owner.0).into())]),
            None => tell("bulk-owner-nobody", &[]),
        }
    }
    if before.department != after.department
        && let Some(department) = &after.department
    {
        tell(
            "bulk-department",
            &[("department", speech.department(department).into())],
        );
    }
    for task in after.tasks.iter().skip(before.tasks.len()) {
        tell("bulk-task", &[("task", speech.task_given(task).into())]);
    }
    for run in after.deadlines.iter().skip(before.deadlines.len()) {
        let due = speech.moment(run.due.due_at);
        tell(
            "bulk-deadline",
            &[("deadline", speech.deadline(&run.deadline).into()), ("due", due.into())],
        );
    }
    for (old, new) in before.deadlines.iter().zip(&after.deadlines) {
        if old.is_open() && !new.is_open() {
            tell(
                "bulk-deadline-ends",
                &[("deadline", speech.deadline(&new.deadline).into())],
            );
        }
    }
    for document in after.documents.iter().skip(before.documents.len()) {
        tell("bulk-document", &[("document", speech.printed(document).into())]);
    }
    let notices = after.notices.len().saturating_sub(before.notices.len());
    if notices > 0 {
        tell("bulk-notices", &[("count", notices.into())]);
    }
    if foreseen.openings > 0 {
        tell("bulk-opens", &[("count", foreseen.openings.into())]);
    }
    if is_closed(before) != is_closed(after) {
        tell("bulk-closes", &[]);
    }
    if lines.is_empty() {
        let key = if before.version == after.version {
            "bulk-nothing"
        } else {
            "bulk-noted"
        };
        lines.push(member.say(key));
    }
    lines
}

fn is_closed(case: &Case) -> bool {
    case.closed_at.is_some()
}
