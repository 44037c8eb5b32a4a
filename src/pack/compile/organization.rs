//! The pack as a whole: the organization, its settings, and what comes round by itself.

use std::str::FromStr;
use std::sync::Arc;

use chrono::NaiveDate;
use chrono_tz::Tz;
use croner::Cron;
use indexmap::IndexMap;

use super::Compiler;
use super::parts::clauses;
use crate::form::FileTerms;
use crate::pack::draft::{Parsed, literal, setting_kind, units};
use crate::pack::id::*;
use crate::pack::raw::*;
use crate::pack::{
    AT_ONCE, Channel, Clause, Department, Gap, IMMEDIATE_WITHIN, Pack, Policy, Register, Report, Role, Schedule,
    ScheduledWork, Setting,
};
use crate::value::Value;

impl Compiler<'_> {
    pub(super) fn pack(&mut self) -> Option<Pack> {
        let draft = self.draft;
        let about = draft.about.as_ref()?;
        let raw = &about.raw;
        let zone = Tz::from_str(&raw.time_zone).ok();
        let zone = match zone {
            Some(zone) => zone,
            None => return self.lost(&about.at("/time_zone")),
        };
        let calendar = match &draft.calendar {
            Some(calendar) => Arc::clone(calendar),
            None => return self.lost(&about.at("/calendar")),
        };
        let settings = self.settings(about)?;
        let immediate = match settings.get(IMMEDIATE_WITHIN).map(|setting| &setting.value) {
            Some(Value::Period(period)) => period.clone(),
            _ => AT_ONCE,
        };
        // Every case type is looked at, so that all that is lost is told.
        let case_types: Vec<_> = draft.case_types.values().map(|case| self.case_type(case)).collect();
        let case_types: Option<Vec<_>> = case_types.into_iter().collect();
        let schedules = self.schedules();
        let (registers, reports) = (self.registers(), self.reports());
        Some(Pack {
            version: draft.version.clone(),
            organization: draft.organization.clone(),
            name: self.text(&raw.name),
            policy: Policy {
                title: self.text(&raw.policy.title),
                purpose: self.maybe_text(raw.policy.purpose.as_ref()),
                effective: raw
                    .policy
                    .effective
                    .as_deref()
                    .and_then(|date| NaiveDate::from_str(date).ok()),
                clauses: clauses(&raw.policy.clause),
            },
            contact: self.maybe_text(raw.contact.as_ref()),
            languages: draft.languages.clone(),
            zone,
            calendar,
            currency: raw.currency.clone(),
            departments: raw
                .departments
                .iter()
                .map(|(id, department)| {
                    let department = Department {
                        name: self.text(&department.name),
                        within: department.within.as_ref().map(DepartmentId::new),
                        areas: department.areas.as_slice().to_vec(),
                        clauses: clauses(&department.clause),
                    };
                    (DepartmentId::new(id), department)
                })
                .collect(),
            units: Arc::new(units(Some(about))),
            roles: raw
                .roles
                .iter()
                .map(|(id, role)| (RoleId::new(id), self.role(role)))
                .collect(),
            channels: raw
                .channels
                .iter()
                .map(|(id, channel)| (ChannelId::new(id), self.channel(channel)))
                .collect(),
            files: FileTerms::of(None, raw.files.as_ref()),
            settings,
            case_types: case_types?.into_iter().map(|case| (case.id.clone(), case)).collect(),
            schedules: schedules?,
            registers: registers?,
            reports: reports?,
            clauses: self.clauses(),
            unspecified: self.gaps(),
            scripts: Arc::clone(&draft.scripts),
            immediate,
        })
    }

    fn role(&self, role: &RawRole) -> Role {
        Role {
            name: self.text(&role.name),
            does: self.maybe_text(role.does.as_ref()),
            sees_all: role.sees_all,
            audits: role.audits,
            sees_below: role.sees_below,
            sees_masked: role.sees_personal != RawSeesPersonal::Clear,
            sees_sealed: role.sees_personal == RawSeesPersonal::Sealed,
            clauses: clauses(&role.clause),
        }
    }

    fn channel(&self, channel: &RawChannel) -> Channel {
        Channel {
            name: self.text(&channel.name),
            around_the_clock: channel.around_the_clock,
            address: self.maybe_text(channel.address.as_ref()),
            owner: channel.owner.as_ref().map(RoleId::new),
            watched_by: channel.watched_by.as_ref().map(ScheduleId::new),
            published: self.maybe_text(channel.published.as_ref()),
            clauses: clauses(&channel.clause),
        }
    }

    fn settings(&mut self, about: &Parsed<RawOrganization>) -> Option<IndexMap<SettingId, Setting>> {
        let settings = about.raw.settings.iter();
        settings
            .map(|(id, setting)| {
                let Some(value) = self.setting(id) else {
                    return self.lost(&about.at("/settings").key(id).key("value"));
                };
                let setting = Setting {
                    name: self.maybe_text(setting.name.as_ref()),
                    kind: setting.kind,
                    value,
                    origin: setting.origin,
                    why: self.maybe_text(setting.why.as_ref()),
                    clauses: clauses(&setting.clause),
                };
                Some((SettingId::new(id), setting))
            })
            .collect()
    }

    /// The value of a setting, if it is set.
    pub(super) fn setting(&self, id: &str) -> Option<Value> {
        let setting = self.draft.about.as_ref()?.raw.settings.get(id)?;
        literal(setting.value.as_ref()?, &setting_kind(setting.kind)).ok()
    }

    fn clauses(&self) -> IndexMap<ClauseId, Clause> {
        let clauses = self.draft.clauses.iter().flat_map(|parsed| &parsed.raw.clauses);
        clauses
            .map(|(id, clause)| {
                let clause = Clause {
                    says: self.text(&clause.says),
                    kind: clause.kind,
                    met_by: clause.met_by.as_slice().to_vec(),
                };
                (ClauseId::new(id), clause)
            })
            .collect()
    }

    fn gaps(&self) -> IndexMap<ClauseId, Gap> {
        let gaps = self.draft.clauses.iter().flat_map(|parsed| &parsed.raw.unspecified);
        gaps.map(|(id, gap)| {
            let gap = Gap {
                says: self.text(&gap.says),
                met_by: gap.met_by.as_slice().to_vec(),
                default: self.maybe_text(gap.default.as_ref()),
                why: self.maybe_text(gap.why.as_ref()),
            };
            (ClauseId::new(id), gap)
        })
        .collect()
    }

    fn schedules(&mut self) -> Option<IndexMap<ScheduleId, Schedule>> {
        let Some(schedules) = &self.draft.schedules else {
            return Some(IndexMap::new());
        };
        let all = schedules.raw.schedules.iter();
        all.map(|(id, schedule)| {
            let at = schedules.at("/schedules").key(id);
            let written = match schedule.cron.trim().strip_prefix("settings.") {
                Some(id) => self.setting(id).and_then(|value| value.as_text().map(str::to_owned)),
                None => Some(schedule.cron.clone()),
            };
            let Some(cron) = written.and_then(|cron| Cron::from_str(&cron).ok()) else {
                return self.lost(&at.key("cron"));
            };
            let work = match (&schedule.for_each, &schedule.opens) {
                (Some(each), None) => {
                    let at = at.key("for_each");
                    let scope = self.scope(&each.case, &at.key("case"))?;
                    ScheduledWork::ForEach {
                        case_type: scope.id.clone(),
                        condition: self.maybe(scope, each.condition.as_ref(), &at.key("where"))?,
                        does: self.effects(scope, &each.does, &at.key("does"), &format!("schedule {id} effect "))?,
                    }
                }
                (None, Some(opens)) => {
                    let answers = at.key("opens").key("answers");
                    ScheduledWork::Open {
                        case_type: CaseTypeId::new(&opens.case),
                        answers: answers
                            .value()
                            .and_then(|value| value.as_object().cloned())
                            .unwrap_or_default(),
                    }
                }
                _ => return self.lost(&at),
            };
            let schedule = Schedule {
                id: ScheduleId::new(id),
                name: self.text(&schedule.name),
                cron,
                holiday: schedule.holiday,
                work,
                clauses: clauses(&schedule.clause),
            };
            Some((schedule.id.clone(), schedule))
        })
        .collect()
    }

    fn registers(&mut self) -> Option<IndexMap<RegisterId, Register>> {
        let Some(statistics) = &self.draft.statistics else {
            return Some(IndexMap::new());
        };
        let all = statistics.raw.registers.iter();
        all.map(|(id, register)| {
            let at = statistics.at("/registers").key(id);
            let scope = self.scope(&register.case, &at.key("case"))?;
            let columns = register.columns.iter().map(|(column, raw)| {
                let is = self.expression(scope, &at.key("columns").key(column).key("is"))?;
                Some((self.text(&raw.name), is))
            });
            let columns = columns.collect::<Option<_>>()?;
            let register = Register {
                id: RegisterId::new(id),
                name: self.text(&register.name),
                case_type: scope.id.clone(),
                condition: self.maybe(scope, register.condition.as_ref(), &at.key("where"))?,
                columns,
                clauses: clauses(&register.clause),
            };
            Some((register.id.clone(), register))
        })
        .collect()
    }

    fn reports(&mut self) -> Option<IndexMap<ReportId, Report>> {
        let Some(statistics) = &self.draft.statistics else {
            return Some(IndexMap::new());
        };
        let all = statistics.raw.reports.iter();
        all.map(|(id, report)| {
            let at = statistics.at("/reports").key(id);
            let scope = self.scope(&report.case, &at.key("case"))?;
            let names = report.breakdown.as_slice().iter().enumerate();
            let breakdown = names
                .map(|(index, name)| match scope.layout.slot(name) {
                    Some(slot) => Some(slot),
                    None => self.lost(&at.key("breakdown").one_or_item(index)),
                })
                .collect::<Option<_>>()?;
            let report = Report {
                id: ReportId::new(id),
                name: self.text(&report.name),
                case_type: scope.id.clone(),
                condition: self.maybe(scope, report.condition.as_ref(), &at.key("where"))?,
                breakdown,
                clauses: clauses(&report.clause),
            };
            Some((report.id.clone(), report))
        })
        .collect()
    }
}
