//! What several parts are made of: texts, clauses, actors, marks, targets, effects, periods.

use std::str::FromStr;

use super::{Compiler, Scope};
use crate::calendar::Period;
use crate::expression::Expression;
use crate::form::Guard;
use crate::locale::{Language, Text};
use crate::pack::draft::{At, EACH};
use crate::pack::id::*;
use crate::pack::raw::*;
use crate::pack::{Branch, Conditional, Effect, Mark, OpenCase, Permitted, Recipient, Roles, Target};
use crate::value::Value;

pub(super) fn clauses(raw: &Clauses) -> Vec<ClauseId> {
    raw.as_slice().iter().map(ClauseId::new).collect()
}

/// Its own clauses, or those of what it belongs to.
pub(super) fn clauses_or(raw: &Clauses, of: &[ClauseId]) -> Vec<ClauseId> {
    if raw.as_slice().is_empty() {
        of.to_vec()
    } else {
        clauses(raw)
    }
}

impl Compiler<'_> {
    pub(super) fn text(&self, raw: &RawText) -> Text {
        let languages = &self.draft.languages;
        Text::new(match raw {
            RawText::Plain(text) => languages
                .iter()
                .take(1)
                .map(|own| (own.clone(), text.as_str().into()))
                .collect(),
            RawText::ByLanguage(versions) => {
                let own = languages
                    .iter()
                    .filter_map(|language| Some((language.clone(), versions.get(language.as_str())?)));
                let more = versions
                    .iter()
                    .filter(|(tag, _)| !languages.iter().any(|language| language.as_str() == *tag))
                    .map(|(tag, text)| (Language::new(tag), text));
                own.chain(more)
                    .map(|(language, text)| (language, text.as_str().into()))
                    .collect()
            }
        })
    }

    pub(super) fn maybe_text(&self, raw: Option<&RawText>) -> Option<Text> {
        raw.map(|raw| self.text(raw))
    }

    pub(super) fn actors(&mut self, scope: Scope<'_>, actors: &OneOrMany<RawActor>, at: &At) -> Option<Vec<Permitted>> {
        let actors = actors.as_slice().iter().enumerate();
        actors
            .map(|(index, actor)| {
                let at = at.one_or_item(index);
                Some(match actor {
                    RawActor::Role(role) if role == OWNER => Permitted::Owner,
                    RawActor::Role(role) if role == COMPLAINANT => Permitted::Complainant,
                    RawActor::Role(role) => Permitted::role(RoleId::new(role)),
                    RawActor::In(within) => Permitted::Role {
                        role: RoleId::new(&within.role),
                        department: Some(self.expression(scope, &at.key("department"))?),
                    },
                    RawActor::People(_) => Permitted::People(self.expression(scope, &at.key("person"))?),
                })
            })
            .collect()
    }

    /// People of the organization who are told something. A mapping that names nobody is told by a check.
    pub(super) fn addressee(&mut self, scope: Scope<'_>, to: &RawAddressee, at: &At) -> Option<Recipient> {
        let roles = match (&to.role, &to.role_given_by) {
            (Some(role), _) => Some(Roles::One(RoleId::new(role))),
            (None, Some(_)) => Some(Roles::Given(self.expression(scope, &at.key("role_given_by"))?)),
            (None, None) => None,
        };
        if let Some(roles) = roles {
            let within = self.maybe(scope, to.department.as_ref(), &at.key("department"))?;
            return Some(Recipient::Roles { roles, within });
        }
        if to.department.is_some() {
            return self
                .expression(scope, &at.key("department"))
                .map(Recipient::Departments);
        }
        match &to.person {
            Some(_) => self.expression(scope, &at.key("person")).map(Recipient::People),
            None => self.lost(at),
        }
    }

    pub(super) fn marks(&mut self, scope: Scope<'_>, marks: &RawMarks, at: &At) -> Option<Vec<Mark>> {
        let now = |event: &String| {
            Some(Mark {
                event: EventId::new(event),
                at: None,
            })
        };
        match marks {
            RawMarks::One(event) => [event].into_iter().map(now).collect(),
            RawMarks::Many(events) => events.iter().map(now).collect(),
            RawMarks::At(events) => events
                .keys()
                .map(|event| {
                    Some(Mark {
                        event: EventId::new(event),
                        at: Some(self.expression(scope, &at.key(event))?),
                    })
                })
                .collect(),
        }
    }

    pub(super) fn target(&mut self, scope: Scope<'_>, target: Option<&RawTarget>, at: &At) -> Option<Target> {
        match target {
            None => Some(Vec::new()),
            Some(RawTarget::Stage(stage)) => Some(vec![Branch {
                when: None,
                is: StageId::new(stage),
                clauses: Vec::new(),
            }]),
            Some(RawTarget::First(branches)) => {
                self.branches(scope, branches, at, |_, branch, _| Some(StageId::new(&branch.is)))
            }
        }
    }

    pub(super) fn branches<T>(
        &mut self,
        scope: Scope<'_>,
        branches: &[RawBranch],
        at: &At,
        is: impl Fn(&mut Self, &RawBranch, &At) -> Option<T>,
    ) -> Option<Vec<Branch<T>>> {
        let branches = branches.iter().enumerate();
        branches
            .map(|(index, branch)| {
                let at = at.key(index);
                Some(Branch {
                    when: self.maybe(scope, branch.when.as_ref(), &at.key("when"))?,
                    is: is(self, branch, &at.key("is"))?,
                    clauses: clauses(&branch.clause),
                })
            })
            .collect()
    }

    /// Effects. What stands under a condition is called by `owner` and its number: `action close effect 2`.
    pub(super) fn effects(
        &mut self,
        scope: Scope<'_>,
        effects: &[RawEffect],
        at: &At,
        owner: &str,
    ) -> Option<Vec<Effect>> {
        let effects = effects.iter().enumerate();
        effects
            .filter_map(|(index, effect)| {
                let at = at.key(index);
                Some(match effect {
                    RawEffect::OpenTask(opened) => {
                        let each = match opened {
                            RawOpenTask::One(_) => Some(None),
                            RawOpenTask::Each(_) => {
                                let at = at.key("open_task").key("each");
                                self.expression(scope, &at).map(Some)
                            }
                        };
                        let task = TaskId::new(opened.task());
                        each.map(|each| Effect::OpenTask { task, each })
                    }
                    RawEffect::CloseTasks(task) => Some(Effect::CloseTasks(TaskId::new(task))),
                    RawEffect::Print(document) => Some(Effect::Print(DocumentId::new(document))),
                    RawEffect::Notify(notice) => Some(Effect::Notify(NoticeId::new(notice))),
                    RawEffect::Act(action) => Some(Effect::Act(ActionId::new(action))),
                    RawEffect::Remind(RawReminded::Role(role)) if role == OWNER => {
                        Some(Effect::Remind(Recipient::Owner))
                    }
                    RawEffect::Remind(RawReminded::Role(role)) => {
                        Some(Effect::Remind(Recipient::role(RoleId::new(role))))
                    }
                    RawEffect::Remind(RawReminded::People(to)) => {
                        self.addressee(scope, to, &at.key("remind")).map(Effect::Remind)
                    }
                    // `destroy: false` says in so many words that everything stays.
                    RawEffect::Destroy(false) => return None,
                    RawEffect::Destroy(true) => Some(Effect::Destroy),
                    RawEffect::Assign(_) => self.expression(scope, &at.key("assign")).map(Effect::Assign),
                    RawEffect::Own(_) => self.expression(scope, &at.key("own")).map(Effect::Own),
                    RawEffect::OpenCase(opening) => self
                        .open_case(scope, opening, &at.key("open_case"))
                        .map(Effect::OpenCase),
                    // `start_round: false` says in so many words that nothing begins.
                    RawEffect::StartRound(false) => return None,
                    RawEffect::StartRound(true) => Some(Effect::StartRound),
                    RawEffect::When(conditional) => {
                        let name = format!("{owner}{}", index + 1);
                        let does = self.effects(scope, &conditional.does, &at.key("does"), &format!("{name}."));
                        let when = self.expression(scope, &at.key("when"));
                        when.zip(does).map(|(when, does)| {
                            let name = name.into();
                            Effect::When(Conditional { name, when, does })
                        })
                    }
                    RawEffect::Set(answers) => self.assignments(scope, answers, &at.key("set")).map(Effect::Set),
                })
            })
            .collect()
    }

    /// Field → expression.
    pub(super) fn assignments(
        &mut self,
        scope: Scope<'_>,
        answers: &Map<RawExpression>,
        at: &At,
    ) -> Option<Vec<(FieldId, Expression)>> {
        let fields = answers.keys();
        fields
            .map(|field| Some((FieldId::new(field), self.expression(scope, &at.key(field))?)))
            .collect()
    }

    fn open_case(&mut self, scope: Scope<'_>, raw: &RawOpenCase, at: &At) -> Option<OpenCase> {
        let each = match &raw.each {
            None => None,
            Some(_) => Some((self.expression(scope, &at.key("each"))?, scope.layout.slot(EACH)?)),
        };
        Some(OpenCase {
            case_type: CaseTypeId::new(&raw.case),
            answers: self.assignments(scope, &raw.answers, &at.key("answers"))?,
            each,
            marks: raw.marks.as_ref().map(EventId::new),
        })
    }

    pub(super) fn guards(
        &mut self,
        scope: Scope<'_>,
        guards: &[RawGuard],
        at: &At,
        of: &[ClauseId],
    ) -> Option<Vec<Guard>> {
        let guards = guards.iter().enumerate();
        guards
            .map(|(index, guard)| {
                Some(Guard {
                    that: self.expression(scope, &at.key(index).key("that"))?,
                    otherwise: self.text(&guard.otherwise),
                    clauses: clauses_or(&guard.clause, of),
                })
            })
            .collect()
    }

    /// A period, or the setting that holds it.
    pub(super) fn period(&mut self, written: &str, at: &At) -> Option<Period> {
        let period = match written.trim().strip_prefix("settings.") {
            None => Period::from_str(written).ok(),
            Some(id) => match self.setting(id) {
                Some(Value::Period(period)) => Some(period),
                _ => None,
            },
        };
        match period {
            Some(period) => Some(period),
            None => self.lost(at),
        }
    }

    pub(super) fn periods(&mut self, periods: &OneOrMany<String>, at: &At) -> Option<Vec<Period>> {
        let periods = periods.as_slice().iter().enumerate();
        periods
            .map(|(index, period)| self.period(period, &at.one_or_item(index)))
            .collect()
    }
}

pub(super) fn ids<'a, T>(raw: &'a OneOrMany<String>, id: impl Fn(&'a String) -> T) -> Vec<T> {
    raw.as_slice().iter().map(id).collect()
}
