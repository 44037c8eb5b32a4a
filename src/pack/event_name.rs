//! What people call an event. It has no name of its own: it is called after what marks it.

use super::{CaseType, Effect, MERGED_AWAY, Mark, Pack, RETENTION_OVER};
use crate::locale::Text;

/// What marks an event, as far as people know it by name.
#[derive(Clone, Copy, Debug)]
pub enum MarkedBy<'a> {
    /// An action, a task or a merger that is called so.
    Named(&'a Text),
    /// Opening the case.
    Opening,
    /// The end of a case of the type that is called so.
    EndOf(&'a Text),
    /// The case has been kept for as long as it must be.
    RetentionOver,
    /// Another case has taken it in.
    MergedAway,
}

impl Pack {
    /// What marks this event in cases of a type; `None` if nothing does.
    pub fn marked_by<'a>(&'a self, case_type: &'a CaseType, event: &str) -> Option<MarkedBy<'a>> {
        let has = |marks: &[Mark]| marks.iter().any(|mark| *mark.event == *event);
        let action = case_type.actions.values().find(|action| has(&action.marks));
        let task = || case_type.tasks.values().find(|task| has(&task.marks));
        if let Some(name) = action.map(|action| &action.name).or_else(|| Some(&task()?.name)) {
            return Some(MarkedBy::Named(name));
        }
        let public = case_type.public.as_ref();
        if event == "opened" || has(&case_type.opening.marks) || public.is_some_and(|public| has(&public.opening.marks))
        {
            return Some(MarkedBy::Opening);
        }
        let merging = case_type.merging.as_ref();
        if let Some(merging) = merging.filter(|merging| merging.marks.as_ref().is_some_and(|mark| **mark == *event)) {
            return Some(MarkedBy::Named(&merging.name));
        }
        match event {
            RETENTION_OVER => return Some(MarkedBy::RetentionOver),
            MERGED_AWAY => return Some(MarkedBy::MergedAway),
            _ => {}
        }
        let mut effects = case_type.effects().chain(self.scheduled_effects(&case_type.id));
        let opened = effects.find_map(|effects| opens_under(effects, event))?;
        self.case_type(opened).map(|other| MarkedBy::EndOf(&other.name))
    }
}

/// The type of the case whose end marks the event.
fn opens_under<'a>(effects: &'a [Effect], event: &str) -> Option<&'a str> {
    effects.iter().find_map(|effect| match effect {
        Effect::OpenCase(opening) => {
            let marks = opening.marks.as_ref().filter(|mark| ***mark == *event);
            marks.map(|_| opening.case_type.as_str())
        }
        Effect::When(conditional) => opens_under(&conditional.does, event),
        _ => None,
    })
}
