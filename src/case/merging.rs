//! Two cases become one: joint complaints.
//!
//! One command on two cases, and both sides are decided here, so that both are saved or none. The case that goes on takes over what its
//! policy says (how many complain, what they have lost) and is decided anew; a deadline that runs in both goes on by the clock that is
//! due first, because merging must not give anybody more time. The other one ends at the final stage of the policy.

use super::action::{is_permitted, refused_by};
use super::event::Event;
use super::linked::{OtherCase, assigned};
use super::process::{Process, failed, holds};
use super::refusal::{Reason, Refusal};
use super::{clock, reaction, reckoning, scope, sight, *};
use crate::pack::{Action, Branch, CaseType, DeadlineRule, Effect, MERGED_AWAY, Merging, Pack, RETENTION};

/// What merging means for both cases.
#[derive(Clone, Debug, PartialEq)]
pub struct Merged {
    /// Of the case that goes on.
    pub here: Changes,
    /// Of the one that is merged away.
    pub other: Changes,
}

impl Merged {
    /// The answers that the case takes over.
    pub fn taken_over(&self) -> Answers {
        let taken = self.here.events.iter().find_map(|event| match event {
            Event::TookIn { answers, .. } => Some(answers.clone()),
            _ => None,
        });
        taken.unwrap_or_default()
    }
}

/// One of the two cases, and what it is judged by. Each is counted for itself: what is true of one is not of the other.
#[derive(Clone, Copy)]
pub struct Side<'a> {
    pub pack: &'a Pack,
    pub case: &'a Case,
    pub context: &'a Context<'a>,
}

impl<'a> Side<'a> {
    /// The case as it stands at this moment. To one that is destroyed nothing happens any more, not even time.
    fn begin<'b>(self, of_time: &'b Context<'b>, held_back: Vec<DeadlineId>) -> Result<Process<'b>, Refusal>
    where
        'a: 'b,
    {
        let mut process = clock::catch_up(self.pack, self.case.clone(), self.context, of_time, held_back)?;
        sight::check(&mut process)?;
        Ok(process)
    }
}

/// Merges `other` into `here`. Whatever has fallen due in either happens first.
///
/// # Errors
/// A refusal; then nothing has happened to either.
pub fn merge(here: Side<'_>, other: Side<'_>) -> Result<Merged, Refusal> {
    let merged = merge_holding_back(here, other, Vec::new())?;
    if merged.here.in_vain.is_empty() {
        return Ok(merged);
    }
    merge_holding_back(here, other, merged.here.in_vain)
}

/// `held_back` is not started in the case that goes on before the effects are done.
fn merge_holding_back(here: Side<'_>, other: Side<'_>, held_back: Vec<DeadlineId>) -> Result<Merged, Refusal> {
    let engine = Actor::engine();
    let (time_here, time_there) = (here.context.of(&engine), other.context.of(&engine));
    let mut here = here.begin(&time_here, held_back)?;
    let mut there = other.begin(&time_there, Vec::new())?;
    let rule = here.case_type.merging.as_ref();
    let rule = rule.ok_or_else(|| Refusal::unknown(format!("merging of `{}`", here.case.case_type)))?;
    may_take_in(&here, rule)?;
    goes_on_here(&here.case)?;
    fits(&here, &there).map_err(|reason| Refusal::new(reason).under(&rule.clauses))?;
    let answers = taken_over(&here, rule, &there.case)?;

    let was = there.case.clone();
    let happenings_before = there.case.happenings.len();
    there.emit(Event::MergedInto {
        other: OtherCase::of(&here.case),
    });
    let to = final_stage(there.case_type, rule)?;
    here.emit(Event::TookIn {
        other: OtherCase::of(&there.case),
        answers,
    });
    here.settle();
    keep_first_due(&mut here, &there.case);
    here.settle();
    if let Some(event) = &rule.marks {
        here.happen(event, here.context.now);
    }
    let about = here.text(&rule.name);
    reaction::run(&mut here, &rule.does, &about);
    here.start_held_back();
    here.run_pending();
    widens_nothing(&here, &was, there.case_type, rule)?;
    there.enter(&to, happenings_before);
    keep_from_now(&mut there);
    there.run_pending();
    Ok(Merged {
        here: here.finish()?.1,
        other: there.finish()?.1,
    })
}

/// A case that was merged away takes nothing more: it would be lost to those who handle the one it goes on in. What is left of it can only
/// be destroyed, and told of others.
///
/// # Errors
/// A refusal that names the case it goes on in.
pub(super) fn takes(process: &Process, command: &Command) -> Result<(), Refusal> {
    match command {
        Command::TimePassed
        | Command::React { .. }
        | Command::Linked { .. }
        | Command::NotOpened { .. }
        | Command::OtherMoved { .. }
        // Asked when it is taken.
        | Command::Act { .. } => Ok(()),
        Command::CompleteTask { .. }
        | Command::Extend { .. }
        | Command::Override { .. }
        | Command::Reinstate { .. }
        | Command::Comment { .. }
        | Command::Attach { .. }
        | Command::GiveAccess { .. }
        | Command::TakeOver { .. }
        | Command::Record { .. } => goes_on_here(&process.case),
    }
}

/// The same of an action, whoever takes it.
///
/// # Errors
/// A refusal that names the case it goes on in.
pub(super) fn takes_action(process: &Process, action: &Action) -> Result<(), Refusal> {
    let stages = &process.case_type.stages;
    let is_final = |branch: &Branch<StageId>| stages.get(&branch.is).is_some_and(|stage| stage.is_final);
    let destroys = Effect::any(&action.does, &|effect| matches!(effect, Effect::Destroy));
    if destroys && action.to.iter().all(is_final) {
        Ok(())
    } else {
        goes_on_here(&process.case)
    }
}

fn goes_on_here(case: &Case) -> Result<(), Refusal> {
    match &case.merged_into {
        None => Ok(()),
        Some(into) => Err(Reason::GoesOnElsewhere {
            number: into.number.clone(),
        }
        .into()),
    }
}

/// Whether this person may merge another case into this one at all.
pub(super) fn may_take_in(process: &Process, rule: &Merging) -> Result<(), Refusal> {
    if !rule.at.contains(&process.case.stage) {
        let reason = Reason::NotAtThisStage {
            stage: process.case.stage.clone(),
            at: rule.at.clone(),
        };
        return Err(Refusal::new(reason).under(&rule.clauses));
    }
    is_permitted(process, &rule.by, &rule.clauses)
}

fn fits(here: &Process, there: &Process) -> Result<(), Reason> {
    let (case, other) = (&here.case, &there.case);
    let number = || other.number.clone();
    if here.is_destroyed() {
        Err(Reason::Destroyed)
    } else if case.id == other.id {
        Err(Reason::SameCase)
    } else if case.organization != other.organization {
        Err(Reason::no_such_case(&other.number))
    } else if case.case_type != other.case_type {
        Err(Reason::OtherType { number: number() })
    } else if there.is_destroyed() {
        Err(Reason::OtherDestroyed { number: number() })
    } else if other.closed_at.is_some() {
        Err(Reason::OtherClosed { number: number() })
    } else if other.linked.iter().any(|linked| linked.is_open) {
        Err(Reason::OtherHasOpen { number: number() })
    } else if other.parent.as_ref().is_some_and(|parent| parent.id != case.id) {
        Err(Reason::OtherIsPart { number: number() })
    } else {
        Ok(())
    }
}

/// What was said in a case is not shown to those it was kept from by merging it away. The policy may take over whom it is about, so it is
/// asked of the case as it is with what it has taken over.
fn widens_nothing(process: &Process, other: &Case, other_type: &CaseType, rule: &Merging) -> Result<(), Refusal> {
    let here = &process.case;
    let excludes = other.excluded.is_subset(&here.excluded);
    let confines = match (&other.confined_to, &here.confined_to) {
        (None, _) => true,
        (Some(few), Some(roles)) => roles.is_subset(few),
        (Some(_), None) => false,
    };
    let confines = confines && sees_already(process, other);
    if excludes && confines {
        return Ok(());
    }
    let mut clauses = rule.clauses.clone();
    if !excludes {
        let exclusions = other_type.excluded.iter();
        clauses.extend(exclusions.flat_map(|exclusion| exclusion.clauses.clone()));
    }
    if !confines {
        let confidential = other_type.confidential.iter();
        clauses.extend(confidential.flat_map(|confidential| confidential.clauses.clone()));
    }
    let reason = Reason::OtherKept {
        number: other.number.clone(),
    };
    Err(Refusal::new(reason).under(&clauses))
}

/// Whether those who see the case although it is confidential, because it is theirs or they have a task in it, see the other one too.
fn sees_already(process: &Process, other: &Case) -> bool {
    let Some(few) = &other.confined_to else { return true };
    let is_shown = |holder: &Addressee| {
        other.admitted.contains(holder)
            || match holder {
                Addressee::Person(person) => {
                    let (roles, departments) = process.context.posts_of(person);
                    other.kept_from(person, &roles, &departments).is_none()
                }
                Addressee::Role(role) => few.contains(role),
                Addressee::RoleIn { role, .. } => {
                    few.contains(role) || other.admitted.contains(&Addressee::Role(role.clone()))
                }
                Addressee::Department(_) | Addressee::Complainant => false,
            }
    };
    let here = &process.case;
    let owner = here.owner.clone().map(Addressee::Person);
    here.admitted.iter().chain(owner.iter()).all(is_shown)
}

/// What the case takes over, if its guards hold: they and the answers see both cases.
fn taken_over(process: &Process, rule: &Merging, other: &Case) -> Result<Answers, Refusal> {
    let mut values = process.frame().values.to_vec();
    scope::fill_other(&mut values, &process.case_type.layout, other);
    let frame = process.around().frame(&values);
    if let Some((index, guard)) = rule
        .needs
        .iter()
        .enumerate()
        .find(|(_, guard)| !holds(&guard.that, &frame))
    {
        return Err(refused_by(guard, index, &rule.clauses, &frame));
    }
    assigned(&rule.sets, &frame).map_err(|(field, failure)| failed(format!("`{field}`: {failure}")))
}

/// What would begin the retention of a case may never happen once it has been merged away, and then nobody could ever destroy it.
fn keep_from_now(process: &mut Process) {
    let has_begun = process.case.deadlines.iter().any(|run| &*run.deadline == RETENTION);
    if process.case_type.retention.is_some() && !has_begun {
        process.happen(&EventId::new(MERGED_AWAY), process.context.now);
    }
}

/// The stage at which the other one ends, by the policy it is judged by.
fn final_stage(case_type: &CaseType, rule: &Merging) -> Result<StageId, Refusal> {
    match case_type.stages.get(&rule.to) {
        Some(stage) if stage.is_final => Ok(rule.to.clone()),
        _ => Err(failed(format!(
            "the other case is judged by a version of the policy in which `{}` is no final stage",
            rule.to
        ))),
    }
}

/// What runs in both goes on by the clock that is due first. That clock is taken over whole: its beginning without the time it
/// stood still would be due before either was.
fn keep_first_due(process: &mut Process, other: &Case) {
    let taken: Vec<Event> = process
        .case
        .deadlines
        .iter()
        .filter(|run| run.is_open())
        .filter_map(|run| {
            let rule = process.case_type.deadlines.get(&run.deadline)?;
            let here = due_now(process, rule, run)?;
            let theirs = other.deadlines.iter().filter(|theirs| theirs.is_open());
            let (due, theirs) = theirs
                .filter(|theirs| theirs.deadline == run.deadline)
                .filter_map(|theirs| Some((due_now(process, rule, theirs)?, theirs)))
                .min_by_key(|(due, _)| *due)?;
            (due < here).then(|| Event::DeadlineBackdated {
                deadline: run.deadline.clone(),
                occurrence: run.occurrence,
                started_at: theirs.started_at,
                clock: Some(Clock {
                    pauses: pauses_as_here(run, theirs, process.context.now),
                    extensions: theirs.extensions.clone(),
                }),
            })
        })
        .collect();
    for event in taken {
        process.emit(event);
    }
}

/// When a run is due by the rules here, if it stands still no longer.
fn due_now(process: &Process, rule: &DeadlineRule, run: &Deadline) -> Option<DateTime<Utc>> {
    let pauses = reckoning::pauses(&run.pauses, process.context.now);
    let reckoned = reckoning::reckon(process.pack, &process.frame(), rule.terms(), run.started_at, &pauses);
    let due = reckoned.ok()??.due;
    Some(reckoning::with_extensions(process.pack, run, due, &pauses).due_at)
}

/// The pauses of the other clock. From now on it stands still when this one does.
fn pauses_as_here(
    run: &Deadline,
    theirs: &Deadline,
    now: DateTime<Utc>,
) -> Vec<(DateTime<Utc>, Option<DateTime<Utc>>)> {
    let mut pauses = theirs.pauses.clone();
    match (run.state == DeadlineState::Paused, pauses.last_mut()) {
        (true, Some((_, None))) => {}
        (true, _) => pauses.push((now, None)),
        (false, Some((_, until @ None))) => *until = Some(now),
        (false, _) => {}
    }
    pauses
}
