//! Small packs for tests, built by hand: names are declared first, then every part is written as its author would write it.

use indexmap::IndexMap;

use super::blank;
use super::short::{by, choice, clauses, events, period, text};
use crate::calendar::{Calendar, Period};
use crate::case::*;
use crate::diagnostic::SourceFile;
use crate::expression::{self, Expression, Kind, Slot, Vocabulary};
use crate::form::{ChoiceOption, CompiledSchema, Condition, Eligible, Field, FileTerms, Form, Guard, Section};
use crate::locale::Language;
use crate::pack::raw::{FieldKind, WhenHidden};
use crate::pack::*;
use crate::script::NoScripts;

const CALENDAR: &str = "
calendar: plain
name: plain
zone: Asia/Shanghai
hours:
  mon-fri: [08:30-12:00, 13:30-18:00]
every_year: { holidays: [] }
";

/// A pack in the making, with one case type `complaint`.
pub(in crate::case) struct Maker {
    vocabulary: Vocabulary,
    layout: Layout,
    made: CaseType,
}

impl Maker {
    /// Fields (`loss: money`), decisions (`severity: major ordinary`, or a plain name for a list of departments) and events.
    pub(in crate::case) fn new(fields: &[(&str, FieldKind)], decisions: &[(&str, &[&str])], events: &[&str]) -> Self {
        let mut maker = Self {
            vocabulary: Vocabulary::default(),
            layout: Layout::default(),
            made: blank::case_type(),
        };
        for (name, kind) in [
            ("now", Kind::Instant),
            ("case.number", Kind::Text),
            ("case.stage", Kind::Text),
            ("case.type", Kind::Text),
            ("case.opened_at", Kind::Instant),
            ("case.department", Kind::Text),
            ("case.owner", Kind::Text),
            ("case.round", Kind::Integer),
            ("actor.id", Kind::Text),
            ("actor.departments", Kind::List(Box::new(Kind::Text))),
            ("settings.limit", Kind::Money),
            ("counters.same", Kind::Integer),
        ] {
            maker.name(name, kind);
        }
        for (field, kind) in fields {
            let kind = match kind {
                FieldKind::YesNo => Kind::Bool,
                FieldKind::Integer => Kind::Integer,
                FieldKind::Money => Kind::Money,
                FieldKind::Date => Kind::Date,
                FieldKind::DateTime => Kind::Instant,
                _ => Kind::Text,
            };
            maker.name(field, kind.clone());
            maker.name(&format!("form.{field}"), kind);
        }
        for (decision, outcomes) in decisions {
            let kind = match outcomes {
                [] => Kind::List(Box::new(Kind::Text)),
                outcomes => choice(decision, outcomes),
            };
            maker.name(decision, kind);
        }
        let answers: BTreeMap<Arc<str>, Kind> = fields.iter().map(|(id, _)| (Arc::from(*id), Kind::Any)).collect();
        let answers = Kind::Record(Arc::new(answers));
        maker.vocabulary.events = events
            .iter()
            .map(|event| (Arc::from(*event), answers.clone()))
            .collect();
        maker.vocabulary.tasks = [("handle".into(), Kind::Any)].into();
        if let Some(slot) = maker.layout.slot("settings.limit") {
            maker.layout.blank[usize::from(slot.0)] = Value::Decimal(20_000.into());
        }
        maker.form("intake", fields)
    }

    fn name(&mut self, name: &str, kind: Kind) {
        let slot = Slot(u16::try_from(self.layout.names.len()).expect("few names"));
        let name: Arc<str> = name.into();
        self.layout.names.push(Arc::clone(&name));
        self.layout.slots.insert(Arc::clone(&name), slot);
        self.layout.blank.push(Value::Empty);
        self.vocabulary.variables.insert(name, (slot, kind));
    }

    pub(in crate::case) fn expression(&self, source: &str) -> Expression {
        expression::compile(source, None, &self.vocabulary)
            .unwrap_or_else(|problems| panic!("`{source}`: {problems:?}"))
    }

    fn condition(&self, source: &str) -> Option<Expression> {
        (!source.is_empty()).then(|| self.expression(source))
    }

    pub(in crate::case) fn form(mut self, id: &str, fields: &[(&str, FieldKind)]) -> Self {
        let fields = fields
            .iter()
            .map(|(field, kind)| Field {
                eligible: Eligible::default(),
                id: FieldId::from(*field),
                kind: *kind,
                label: text(field),
                help: None,
                required: Condition::Never,
                visible: Condition::Always,
                default: None,
                computed: None,
                checks: Vec::new(),
                options: IndexMap::new(),
                fields: Vec::new(),
                min: None,
                max: None,
                files: FileTerms::default(),
                when_hidden: WhenHidden::Drop,
                personal: false,
                concerned: false,
                clauses: Vec::new(),
                slot: self.layout.slot(field),
                form_slot: self.layout.slot(&format!("form.{field}")),
            })
            .collect();
        let form = Form {
            id: FormId::from(id),
            name: text(id),
            help: None,
            sections: vec![Section {
                title: None,
                help: None,
                fields,
            }],
            clauses: Vec::new(),
            schema: CompiledSchema::default(),
        };
        self.made.forms.insert(form.id.clone(), form);
        self
    }

    /// First-match rules: condition, outcome, clause.
    pub(in crate::case) fn decision(mut self, id: &str, rules: &[(&str, &str, &str)]) -> Self {
        let rules = self.rules(rules);
        self.add_decision(id, DecisionBody::First(rules));
        self
    }

    pub(in crate::case) fn collect(mut self, id: &str, rules: &[(&str, &str, &str)]) -> Self {
        let rules = self.rules(rules);
        self.add_decision(id, DecisionBody::All(rules));
        self
    }

    /// A table over one name: what it is, what that gives, and the clause.
    pub(in crate::case) fn table(mut self, id: &str, by: &str, rows: &[(Cell, &str, &str)]) -> Self {
        let rows = rows.iter().map(|(cell, gives, clause)| Row {
            cells: vec![cell.clone()],
            gives: Value::text(gives),
            clauses: clauses(clause),
        });
        let input = self.layout.slot(by).expect("a declared name");
        let table = Table::new(vec![input], HitPolicy::Unique, rows.collect());
        self.add_decision(id, DecisionBody::Table(table));
        self
    }

    fn rules(&self, rules: &[(&str, &str, &str)]) -> Rules {
        rules
            .iter()
            .map(|(when, gives, clause)| Rule {
                when: self.condition(when),
                gives: match gives.strip_prefix('=') {
                    Some(expression) => Given::Expression(self.expression(expression)),
                    None => Given::Value(Value::text(gives)),
                },
                clauses: clauses(clause),
            })
            .collect()
    }

    fn add_decision(&mut self, id: &str, body: DecisionBody) {
        let (slot, kind) = self.vocabulary.variables[id].clone();
        let options = match &kind {
            Kind::Choice(options) => options.ids.clone(),
            _ => Vec::new(),
        };
        let option = |id: &Arc<str>| ChoiceOption {
            label: text(&id.to_uppercase()),
            help: None,
        };
        let mut reads: Vec<Slot> = match &body {
            DecisionBody::First(rules) | DecisionBody::All(rules) => {
                let conditions = rules.iter().filter_map(|rule| rule.when.as_ref());
                let given = rules.iter().filter_map(|rule| match &rule.gives {
                    Given::Expression(expression) => Some(expression),
                    Given::Value(_) => None,
                });
                conditions.chain(given).flat_map(|read| read.reads().to_vec()).collect()
            }
            DecisionBody::Table(table) => table.inputs.clone(),
        };
        reads.sort_unstable();
        reads.dedup();
        let rule = DecisionRule {
            id: DecisionId::from(id),
            name: text(id),
            slot,
            kind,
            options: options.iter().map(|id| (Arc::clone(id), option(id))).collect(),
            body,
            overridable_by: by("head"),
            override_clauses: clauses("C-override"),
            clauses: Vec::new(),
            reads,
        };
        self.made.decisions.insert(rule.id.clone(), rule);
    }

    pub(in crate::case) fn stage(mut self, id: &str, is_final: bool) -> Self {
        let stage = Stage {
            name: text(id),
            is_final,
            clauses: Vec::new(),
        };
        self.made.stages.insert(StageId::from(id), stage);
        self
    }

    pub(in crate::case) fn opening(mut self, write: impl FnOnce(&Self, &mut Opening)) -> Self {
        let mut opening = std::mem::replace(&mut self.made.opening, blank::opening());
        write(&self, &mut opening);
        self.made.opening = opening;
        self
    }

    pub(in crate::case) fn action(mut self, id: &str, at: &[&str], write: impl FnOnce(&Self, &mut Action)) -> Self {
        let mut action = Action {
            id: ActionId::from(id),
            name: text(id),
            help: None,
            at: at.iter().map(|stage| StageId::from(*stage)).collect(),
            by: by("officer"),
            form: None,
            needs: Vec::new(),
            is_exceptional: false,
            to: Vec::new(),
            marks: Vec::new(),
            does: Vec::new(),
            clauses: Vec::new(),
        };
        write(&self, &mut action);
        self.made.actions.insert(action.id.clone(), action);
        self
    }

    pub(in crate::case) fn deadline(
        mut self,
        id: &str,
        from: &str,
        write: impl FnOnce(&Self, &mut DeadlineRule),
    ) -> Self {
        let mut rule = DeadlineRule {
            id: DeadlineId::from(id),
            name: text(id),
            when: None,
            from: events([from]),
            until: Vec::new(),
            cancelled_by: Vec::new(),
            paused_in: Vec::new(),
            within: Vec::new(),
            at: None,
            soft: false,
            warn: Vec::new(),
            tells: vec![RoleId::from("head")],
            missed: Vec::new(),
            due: Vec::new(),
            extensions: Vec::new(),
            clauses: Vec::new(),
        };
        write(&self, &mut rule);
        self.made.deadlines.insert(rule.id.clone(), rule);
        self
    }

    pub(in crate::case) fn task(mut self, id: &str, write: impl FnOnce(&Self, &mut TaskRule)) -> Self {
        let mut rule = TaskRule {
            id: TaskId::from(id),
            name: text(id),
            by: by("handler"),
            department: None,
            person: None,
            about: None,
            within: Vec::new(),
            at: None,
            paused_in: Vec::new(),
            warn: Vec::new(),
            tells: Vec::new(),
            missed: Vec::new(),
            form: None,
            marks: Vec::new(),
            to: Vec::new(),
            does: Vec::new(),
            clauses: Vec::new(),
        };
        write(&self, &mut rule);
        self.made.tasks.insert(rule.id.clone(), rule);
        self
    }

    pub(in crate::case) fn notice(mut self, id: &str, says: &str) -> Self {
        let rule = NoticeRule {
            id: NoticeId::from(id),
            name: text(id),
            to: Recipient::Complainant,
            text: text(says),
            clauses: Vec::new(),
        };
        self.made.notices.insert(rule.id.clone(), rule);
        self
    }

    pub(in crate::case) fn document(mut self, id: &str, template: &str, copies: &[&str]) -> Self {
        let rule = DocumentRule {
            id: DocumentId::from(id),
            name: text(id),
            template: template.into(),
            each: None,
            copies: copies
                .iter()
                .map(|name| CopyRule {
                    name: text(name),
                    to: text("the file"),
                    clauses: Vec::new(),
                })
                .collect(),
            clauses: Vec::new(),
        };
        self.made.documents.insert(rule.id.clone(), rule);
        self
    }

    pub(in crate::case) fn marks<const N: usize>(&self, marks: [(&str, &str); N]) -> Vec<Mark> {
        marks
            .into_iter()
            .map(|(event, at)| Mark {
                event: EventId::from(event),
                at: self.condition(at),
            })
            .collect()
    }

    /// Branches to stages: condition, stage.
    pub(in crate::case) fn to<const N: usize>(&self, branches: [(&str, &str); N]) -> Target {
        branches
            .into_iter()
            .map(|(when, is)| self.branch(when, StageId::from(is)))
            .collect()
    }

    /// Branches to periods: condition, period.
    pub(in crate::case) fn within<const N: usize>(&self, branches: [(&str, &str); N]) -> Vec<Branch<Period>> {
        branches
            .into_iter()
            .map(|(when, is)| self.branch(when, period(is)))
            .collect()
    }

    fn branch<T>(&self, when: &str, is: T) -> Branch<T> {
        Branch {
            when: self.condition(when),
            is,
            clauses: Vec::new(),
        }
    }

    pub(in crate::case) fn guard(&self, that: &str, otherwise: &str, clause: &str) -> Guard {
        Guard {
            that: self.expression(that),
            otherwise: text(otherwise),
            clauses: clauses(clause),
        }
    }

    pub(in crate::case) fn pack(mut self) -> Pack {
        self.made.layout = self.layout;
        let named = |id: &str| {
            (
                DepartmentId::from(id),
                Department {
                    name: text(&format!("Department {id}")),
                    within: None,
                    areas: Vec::new(),
                    clauses: Vec::new(),
                },
            )
        };
        let file = Arc::new(SourceFile {
            path: "calendar.yaml".to_owned(),
            text: CALENDAR.to_owned(),
        });
        Pack {
            version: PackVersion::from("0123"),
            organization: OrganizationId::from("example"),
            name: text("Example"),
            policy: Policy {
                title: text("Policy"),
                purpose: None,
                effective: None,
                clauses: Vec::new(),
            },
            contact: None,
            languages: vec![Language::new("en")],
            zone: chrono_tz::Asia::Shanghai,
            calendar: Arc::new(Calendar::parse(file).expect("a calendar")),
            currency: "CNY".to_owned(),
            departments: [named("works"), named("sales")].into_iter().collect(),
            units: Arc::default(),
            roles: IndexMap::new(),
            channels: IndexMap::new(),
            files: FileTerms::default(),
            settings: IndexMap::new(),
            case_types: [(self.made.id.clone(), self.made)].into_iter().collect(),
            schedules: IndexMap::new(),
            registers: IndexMap::new(),
            reports: IndexMap::new(),
            clauses: IndexMap::new(),
            unspecified: IndexMap::new(),
            scripts: Arc::new(NoScripts),
            immediate: period("1 working hour"),
        }
    }
}
