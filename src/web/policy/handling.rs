//! What a policy says of its cases as a whole: which are urgent, from whom they are kept, how long, who moves a deadline, and how two
//! become one. A table for each case type that says anything of it.

use crate::calendar::words;
use crate::expression::Expression;
use crate::locale::{Language, say};
use crate::pack::id::{DeadlineId, RoleId};
use crate::pack::{Action, CaseType, Effect, Permitted, RETENTION};
use crate::value::Value;
use crate::web::member::Member;
use crate::web::speech::{Cited, NOBODY, Speech};

/// A case type and what holds for all its cases.
pub(super) struct Handling {
    pub case_type: String,
    pub lines: Vec<HandlingLine>,
}

pub(super) struct HandlingLine {
    /// `Confidential`, `Extension` and the like.
    pub what: String,
    pub says: Vec<String>,
    pub clauses: Vec<Cited>,
}

pub(super) fn of_all(member: &Member) -> Vec<Handling> {
    let types = member.pack.case_types.values().map(|case_type| {
        let teller = Teller(Speech {
            pack: &member.pack,
            case_type,
            language: &member.language,
            names: &NOBODY,
        });
        Handling {
            case_type: teller.0.text(&case_type.name).to_owned(),
            lines: teller.lines(),
        }
    });
    types.filter(|handling| !handling.lines.is_empty()).collect()
}

struct Teller<'a>(Speech<'a>);

impl<'a> Teller<'a> {
    fn lines(&self) -> Vec<HandlingLine> {
        let case_type = self.0.case_type;
        let mut lines = self.priorities(case_type);
        lines.extend(case_type.excluded.iter().map(|rule| {
            let who = [("who", self.condition(&rule.who))];
            self.line(
                "handling-excluded",
                [self.filled("handling-excluded-says", &who)],
                &rule.clauses,
            )
        }));
        lines.extend(case_type.confidential.iter().map(|rule| {
            let only = [("roles", self.roles(&rule.only))];
            let mut says = vec![self.filled("handling-confidential-says", &only)];
            if rule.when.literal() != Some(&Value::Bool(true)) {
                says.push(self.filled("handling-while", &[("when", self.condition(&rule.when))]));
            }
            self.line("handling-confidential", says, &rule.clauses)
        }));
        lines.extend(case_type.view_log.iter().map(|rule| {
            let auditors: Vec<RoleId> = self
                .0
                .pack
                .roles
                .iter()
                .filter(|(_, role)| role.audits)
                .map(|(id, _)| id.clone())
                .collect();
            let mut says = vec![self.0.say("handling-view-log-says")];
            if !auditors.is_empty() {
                says.push(self.filled("handling-view-log-read", &[("roles", self.roles(&auditors))]));
            }
            self.line("handling-view-log", says, &rule.clauses)
        }));
        lines.extend(self.retention(case_type));
        lines.extend(self.extensions(case_type));
        lines.extend(case_type.handling.iter().map(|rule| {
            let who = [("who", self.permitted(&rule.by))];
            self.line(
                "handling-owner",
                [self.filled("handling-owner-says", &who)],
                &rule.clauses,
            )
        }));
        lines.extend(self.merging(case_type));
        lines
    }

    fn priorities(&self, case_type: &'a CaseType) -> Vec<HandlingLine> {
        let levels = case_type.priorities.values().map(|level| {
            let says = [
                ("level", self.0.text(&level.name).to_owned()),
                ("when", self.condition(&level.when)),
            ];
            self.line(
                "handling-priority",
                [self.filled("handling-priority-says", &says)],
                &level.clauses,
            )
        });
        levels.collect()
    }

    /// How long a case is kept, who is asked then, and by which steps its content is destroyed.
    fn retention(&self, case_type: &'a CaseType) -> Option<HandlingLine> {
        let destroying: Vec<&Action> = case_type
            .actions
            .values()
            .filter(|action| Effect::any(&action.does, &|effect| matches!(effect, Effect::Destroy)))
            .collect();
        let retention = case_type.retention.as_ref();
        if retention.is_none() && destroying.is_empty() {
            return None;
        }
        let mut says = Vec::new();
        let mut clauses = Vec::new();
        if let Some(retention) = retention {
            let rule = case_type.deadlines.get(&DeadlineId::new(RETENTION));
            let periods = rule.into_iter().flat_map(|rule| &rule.within);
            let kept: Vec<String> = periods.map(|branch| self.period(branch)).collect();
            says.push(self.filled("handling-retention-says", &[("period", self.listed(kept))]));
            says.push(self.filled("handling-retention-asks", &[("roles", self.roles(&retention.asks))]));
            clauses.extend(retention.clauses.iter().cloned());
        }
        for action in destroying {
            let step = [
                ("action", self.0.text(&action.name).to_owned()),
                ("who", self.permitted(&action.by)),
            ];
            says.push(self.filled("handling-destroys", &step));
            clauses.extend(
                action
                    .clauses
                    .iter()
                    .filter(|id| !clauses.contains(id))
                    .cloned()
                    .collect::<Vec<_>>(),
            );
        }
        Some(self.line("handling-retention", says, &clauses))
    }

    fn extensions(&self, case_type: &'a CaseType) -> Vec<HandlingLine> {
        let rules = case_type.deadlines.values();
        let steps = rules.flat_map(|rule| rule.extensions.iter().map(move |extension| (rule, extension)));
        let granted = steps.map(|(rule, extension)| {
            let who = [
                ("deadline", self.0.text(&rule.name).to_owned()),
                ("who", self.permitted(&extension.by)),
                ("times", extension.times.to_string()),
            ];
            let named = extension.name.iter().map(|name| self.0.text(name).to_owned());
            let mut says: Vec<String> = named.collect();
            says.push(self.filled("handling-extension-says", &who));
            if extension.further {
                says.push(self.0.say("handling-extension-further"));
            }
            if let Some(up_to) = &extension.up_to {
                let up_to = words::period(up_to, self.0.language);
                says.push(self.filled("handling-extension-up-to", &[("period", up_to)]));
            }
            if extension.notice {
                says.push(self.0.say("handling-extension-notice"));
            }
            if let Some(when) = &extension.when {
                says.push(self.filled("handling-while", &[("when", self.condition(when))]));
            }
            self.line("handling-extension", says, &extension.clauses)
        });
        granted.collect()
    }

    fn merging(&self, case_type: &'a CaseType) -> Option<HandlingLine> {
        let rule = case_type.merging.as_ref()?;
        let stages = rule.at.iter().map(|id| self.0.stage(id).to_owned()).collect();
        let who = [
            ("name", self.0.text(&rule.name).to_owned()),
            ("who", self.permitted(&rule.by)),
            ("stages", self.listed(stages)),
            ("to", self.0.stage(&rule.to).to_owned()),
        ];
        let mut says = vec![self.filled("handling-merging-says", &who)];
        let unless = rule.needs.iter().map(|guard| self.0.text(&guard.otherwise).to_owned());
        says.extend(unless.map(|why| self.filled("handling-merging-unless", &[("why", why)])));
        Some(self.line("handling-merging", says, &rule.clauses))
    }

    fn period(&self, branch: &crate::pack::Branch<crate::calendar::Period>) -> String {
        let period = words::period(&branch.is, self.0.language);
        match &branch.when {
            None => period,
            Some(when) => {
                let parts = [("period", period), ("when", self.condition(when))];
                self.filled("handling-period-while", &parts)
            }
        }
    }

    /// A name as people call it; any other expression as it is written.
    fn condition(&self, expression: &Expression) -> String {
        let case_type = self.0.case_type;
        let called = case_type
            .name_given_by(expression)
            .and_then(|name| case_type.called(name));
        called.map_or_else(
            || expression.source().trim().to_owned(),
            |called| self.0.text(called).to_owned(),
        )
    }

    fn permitted(&self, by: &'a [Permitted]) -> String {
        let mut who: Vec<String> = by
            .iter()
            .map(|by| match by {
                Permitted::Role { role, department: None } => self.0.role(role).to_owned(),
                Permitted::Role { role, .. } => {
                    self.filled("handling-role-within", &[("role", self.0.role(role).to_owned())])
                }
                Permitted::Owner => self.0.say("entitled-owner"),
                Permitted::Complainant => self.0.say("addressee-complainant"),
                Permitted::People(people) => self.filled("handling-people", &[("who", self.condition(people))]),
            })
            .collect();
        who.dedup();
        if who.is_empty() {
            return self.0.say("handling-nobody");
        }
        self.listed(who)
    }

    fn roles(&self, roles: &[RoleId]) -> String {
        let name = |id: &RoleId| {
            let known = self.0.pack.roles.get(id);
            known.map_or_else(
                || id.to_string(),
                |role| role.name.in_language(self.0.language).to_owned(),
            )
        };
        self.listed(roles.iter().map(name).collect())
    }

    fn listed(&self, all: Vec<String>) -> String {
        all.join(&self.0.say("value-separator"))
    }

    fn filled(&self, key: &str, parts: &[(&'static str, String)]) -> String {
        let parts: Vec<_> = parts.iter().map(|(name, text)| (*name, text.as_str().into())).collect();
        let language: &Language = self.0.language;
        say(language, key, &parts)
    }

    fn line(
        &self,
        what: &str,
        says: impl IntoIterator<Item = String>,
        clauses: &[crate::pack::id::ClauseId],
    ) -> HandlingLine {
        HandlingLine {
            what: self.0.say(what),
            says: says.into_iter().collect(),
            clauses: self.0.clauses(clauses),
        }
    }
}
