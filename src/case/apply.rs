//! Remembering: what has happened becomes the case.
//!
//! Applying never fails and reads no pack, so a case can be rebuilt from its history for ever. An event that speaks of
//! something the case does not have changes nothing but the version.

use super::event::{Event, Recorded};
use super::*;

impl Case {
    /// The case as its history makes it; `None` if it does not begin with the opening.
    pub fn fold(history: impl Iterator<Item = Recorded>) -> Option<Self> {
        let mut history = history;
        let mut case = Self::opened(&history.next()?)?;
        for recorded in history {
            case.apply(&recorded);
        }
        Some(case)
    }

    /// The case at its first event; `None` for any other event.
    pub(super) fn opened(recorded: &Recorded) -> Option<Self> {
        let Event::Opened {
            case,
            organization,
            case_type,
            number,
            pack,
            stage,
            form: _,
            answers,
            parent,
            language,
        } = &recorded.event
        else {
            return None;
        };
        let mut opened = Self {
            id: *case,
            organization: organization.clone(),
            case_type: case_type.clone(),
            number: number.clone(),
            pack: pack.clone(),
            version: recorded.seq,
            stage: stage.clone(),
            opened_at: recorded.at,
            opened_by: recorded.by.clone(),
            closed_at: None,
            answers: Answers::new(),
            decisions: BTreeMap::new(),
            deadlines: Vec::new(),
            tasks: Vec::new(),
            happenings: Vec::new(),
            documents: Vec::new(),
            notices: Vec::new(),
            department: None,
            owner: None,
            round: 1,
            participants: BTreeSet::new(),
            excluded: BTreeSet::new(),
            excluded_by_rule: Vec::new(),
            confined_to: None,
            admitted: BTreeSet::new(),
            unsure_sight: BTreeSet::new(),
            names: Names::new(),
            reminders: Vec::new(),
            destroyed: None,
            parent: parent.clone(),
            linked: Vec::new(),
            merged_into: None,
            merged: Vec::new(),
            language: language.clone(),
        };
        opened.merge(answers);
        opened.joined_by(recorded);
        Some(opened)
    }

    /// Remembers one more event.
    pub fn apply(&mut self, recorded: &Recorded) {
        self.version = recorded.seq;
        match &recorded.event {
            Event::Involved { people } => self.participants.extend(people.iter().cloned()),
            Event::Named { names } => {
                let called = names.iter().map(|(id, name)| (Arc::clone(id), Arc::clone(name)));
                self.names.extend(called);
            }
            Event::Reminded { to, about, until } => {
                if let Some(until) = until {
                    self.keep_reminder(Reminder {
                        seq: recorded.seq,
                        at: recorded.at,
                        to: to.clone(),
                        about: about.clone(),
                        until: until.clone(),
                    });
                }
            }
            Event::Opened { .. } | Event::ReactionFailed { .. } | Event::ExclusionOverridden => {}
            Event::Destroyed { clauses, .. } => {
                self.erase();
                self.destroyed = Some(Destruction {
                    at: recorded.at,
                    by: recorded.by.clone(),
                    by_name: recorded.by_name.clone(),
                    clauses: clauses.clone(),
                });
            }
            Event::SightNarrowed {
                excluded,
                confined_to,
                unsure,
                by_rule,
            } => {
                self.excluded.clone_from(excluded);
                self.excluded_by_rule.clone_from(by_rule);
                self.confined_to.clone_from(confined_to);
                self.unsure_sight.clone_from(unsure);
            }
            Event::Admitted { admitted } => self.admitted.clone_from(admitted),
            Event::Acted { answers, .. } => {
                self.merge(answers);
                self.joined_by(recorded);
            }
            Event::AnswersSet { answers } => self.merge(answers),
            Event::Entered { stage, is_final } => {
                self.stage = stage.clone();
                self.closed_at = is_final.then(|| self.closed_at.unwrap_or(recorded.at));
            }
            Event::Happened {
                happening,
                at,
                answers,
                by,
            } => self.happenings.push(Happening {
                event: happening.clone(),
                at: *at,
                round: self.round,
                answers: answers.clone(),
                by: by.clone(),
                attested: false,
            }),
            Event::Recorded {
                happening,
                at,
                by,
                attested,
                ..
            } => {
                if let Some(happening) = happening {
                    self.happenings.push(Happening {
                        event: happening.clone(),
                        at: *at,
                        round: self.round,
                        answers: Answers::new(),
                        by: by.clone(),
                        attested: *attested,
                    });
                }
                self.joined_by(recorded);
            }
            Event::Decided { decision, decided } => {
                self.decisions.insert(decision.clone(), decided.clone());
                if decided
                    .overridden
                    .as_ref()
                    .is_some_and(|overridden| overridden.by == recorded.by)
                {
                    self.joined_by(recorded);
                }
            }
            Event::TaskOpened {
                number,
                task,
                department,
                each,
                person,
                about,
            } => self.tasks.push(Task {
                number: *number,
                task: task.clone(),
                department: department.clone(),
                each: each.clone(),
                person: person.clone(),
                about: about.clone(),
                opened_at: recorded.at,
                time: None,
                done: None,
            }),
            Event::TaskTimed { number, .. }
            | Event::TaskWarned { number }
            | Event::TaskMissed { number }
            | Event::TaskPaused { number }
            | Event::TaskResumed { number, .. } => self.apply_to_time(*number, recorded),
            Event::TaskDone { number, answers } => {
                self.merge(answers);
                self.finish_task(*number, recorded, answers.clone(), false);
                self.joined_by(recorded);
            }
            Event::TaskWithdrawn { number } => self.finish_task(*number, recorded, Answers::new(), true),
            Event::Assigned { department } => self.department.clone_from(department),
            Event::TakenOver { owner } => {
                self.owner.clone_from(owner);
                self.joined_by(recorded);
            }
            Event::Owned { owner } => self.owner = Some(owner.clone()),
            Event::Noticed { notice, to, text } => self.notices.push(Notice {
                notice: notice.clone(),
                at: recorded.at,
                to: to.clone(),
                text: text.clone(),
            }),
            Event::Printed {
                document,
                number,
                copies,
                each,
            } => self.documents.push(Document {
                document: document.clone(),
                number: *number,
                at: recorded.at,
                copies: *copies,
                each: each.clone(),
                department: self.department.clone(),
                version: recorded.seq,
            }),
            Event::RoundStarted { round } => self.round = *round,
            Event::CaseOpened { other, marks } => self.linked.push(Linked {
                other: other.clone(),
                marks: marks.clone(),
                is_open: true,
            }),
            Event::OtherClosed { other } => self.move_other(*other, false),
            Event::OtherReopened { other } => self.move_other(*other, true),
            Event::TookIn { other, answers } => {
                self.merge(answers);
                self.merged.push(other.clone());
                self.joined_by(recorded);
            }
            Event::MergedInto { other } => {
                self.merged_into = Some(other.clone());
                self.joined_by(recorded);
            }
            Event::Commented { .. } | Event::Attached { .. } | Event::AccessGiven { .. } => self.joined_by(recorded),
            Event::DeadlineStarted { .. }
            | Event::DeadlineWarned { .. }
            | Event::DeadlineMet { .. }
            | Event::DeadlineMissed { .. }
            | Event::DeadlineEnded { .. }
            | Event::DeadlineCancelled { .. }
            | Event::DeadlinePaused { .. }
            | Event::DeadlineResumed { .. }
            | Event::DeadlineExtended { .. }
            | Event::DeadlineBackdated { .. }
            | Event::DeadlineRederived { .. } => self.apply_to_deadlines(recorded),
        }
        self.drop_reminders();
    }

    fn apply_to_deadlines(&mut self, recorded: &Recorded) {
        let at = recorded.at;
        match &recorded.event {
            Event::DeadlineStarted {
                deadline,
                occurrence,
                started_at,
                due,
                rule,
                clauses,
                warnings,
            } => self.deadlines.push(Deadline {
                deadline: deadline.clone(),
                occurrence: *occurrence,
                started_at: *started_at,
                happenings_before: u32::try_from(self.happenings.len()).unwrap_or(u32::MAX),
                due: due.clone(),
                rule: *rule,
                clauses: clauses.clone(),
                warnings: warnings.clone(),
                state: DeadlineState::Running,
                pauses: Vec::new(),
                extensions: Vec::new(),
                missed: false,
            }),
            Event::DeadlineWarned { deadline, occurrence } => self.change(deadline, *occurrence, |run| {
                if !run.warnings.is_empty() {
                    run.warnings.remove(0);
                }
            }),
            Event::DeadlineMet {
                deadline,
                occurrence,
                at,
            } => self.change(deadline, *occurrence, |run| run.state = DeadlineState::Met { at: *at }),
            Event::DeadlineMissed { deadline, occurrence } => {
                self.change(deadline, *occurrence, |run| run.missed = true);
            }
            Event::DeadlineEnded { deadline, occurrence } => {
                self.change(deadline, *occurrence, |run| run.state = DeadlineState::Ended { at });
            }
            Event::DeadlineCancelled {
                deadline,
                occurrence,
                because,
            } => self.change(deadline, *occurrence, |run| {
                run.state = DeadlineState::Cancelled {
                    at,
                    because: because.clone(),
                };
            }),
            Event::DeadlinePaused { deadline, occurrence } => self.change(deadline, *occurrence, |run| {
                run.state = DeadlineState::Paused;
                run.pauses.push((at, None));
            }),
            Event::DeadlineResumed {
                deadline,
                occurrence,
                due,
                warnings,
            } => self.change(deadline, *occurrence, |run| {
                run.state = DeadlineState::Running;
                if let Some((_, until @ None)) = run.pauses.last_mut() {
                    *until = Some(at);
                }
                run.due.clone_from(due);
                run.warnings.clone_from(warnings);
            }),
            Event::DeadlineExtended {
                deadline,
                occurrence,
                due,
                warnings,
                reason,
                told_at,
                step,
                ..
            } => {
                self.change(deadline, *occurrence, |run| {
                    run.extensions.push(Extended {
                        at,
                        by: recorded.by.clone(),
                        from: run.due.due_at,
                        to: due.due_at,
                        reason: reason.clone(),
                        told_at: *told_at,
                        step: *step,
                    });
                    run.due.clone_from(due);
                    run.warnings.clone_from(warnings);
                });
                self.joined_by(recorded);
            }
            Event::DeadlineBackdated {
                deadline,
                occurrence,
                started_at,
                clock,
            } => self.change(deadline, *occurrence, |run| {
                run.started_at = *started_at;
                if let Some(clock) = clock {
                    run.pauses.clone_from(&clock.pauses);
                    run.extensions.clone_from(&clock.extensions);
                }
            }),
            Event::DeadlineRederived {
                deadline,
                occurrence,
                due,
                rule,
                clauses,
                warnings,
            } => self.change(deadline, *occurrence, |run| {
                run.due.clone_from(due);
                run.rule = *rule;
                run.clauses.clone_from(clauses);
                run.warnings.clone_from(warnings);
            }),
            _ => {}
        }
    }

    fn apply_to_time(&mut self, number: u32, recorded: &Recorded) {
        let Some(task) = self.tasks.iter_mut().find(|task| task.number == number) else {
            return;
        };
        if let Event::TaskTimed {
            due,
            rule,
            clauses,
            warnings,
            ..
        } = &recorded.event
        {
            task.time = Some(TaskTime {
                due: due.clone(),
                rule: *rule,
                clauses: clauses.clone(),
                warnings: warnings.clone(),
                pauses: Vec::new(),
                missed: false,
            });
        }
        let Some(time) = &mut task.time else { return };
        match &recorded.event {
            Event::TaskWarned { .. } if !time.warnings.is_empty() => {
                time.warnings.remove(0);
            }
            Event::TaskMissed { .. } => time.missed = true,
            Event::TaskPaused { .. } => time.pauses.push((recorded.at, None)),
            Event::TaskResumed { due, warnings, .. } => {
                if let Some((_, until @ None)) = time.pauses.last_mut() {
                    *until = Some(recorded.at);
                }
                time.due.clone_from(due);
                time.warnings.clone_from(warnings);
            }
            _ => {}
        }
    }

    fn change(&mut self, deadline: &DeadlineId, occurrence: u32, change: impl FnOnce(&mut Deadline)) {
        let run = self
            .deadlines
            .iter_mut()
            .find(|run| run.deadline == *deadline && run.occurrence == occurrence);
        if let Some(run) = run {
            change(run);
        }
    }

    /// New answers count over old ones; [`Value::Empty`] takes an answer back.
    pub(super) fn merge(&mut self, answers: &Answers) {
        for (field, value) in answers {
            if value.is_empty() {
                self.answers.remove(field);
            } else {
                self.answers.insert(field.clone(), value.clone());
            }
        }
    }

    fn move_other(&mut self, other: CaseId, is_open: bool) {
        if let Some(linked) = self.linked.iter_mut().find(|linked| linked.other.id == other) {
            linked.is_open = is_open;
        }
    }

    fn finish_task(&mut self, number: u32, recorded: &Recorded, answers: Answers, withdrawn: bool) {
        if let Some(task) = self.tasks.iter_mut().find(|task| task.number == number) {
            task.done = Some(TaskDone {
                at: recorded.at,
                by: recorded.by.clone(),
                answers,
                withdrawn,
                round: self.round,
            });
        }
    }

    fn joined_by(&mut self, recorded: &Recorded) {
        if !recorded.by.is_engine() && !self.participants.contains(&recorded.by) {
            self.participants.insert(recorded.by.clone());
        }
    }
}
