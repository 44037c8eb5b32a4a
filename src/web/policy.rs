//! The policy behind everything: what it is for, each clause with how it is met, and what we had to assume.

mod handling;

use actix_web::http::StatusCode;
use askama::Template;

use self::handling::Handling;
use super::member::Member;
use super::page::{Frame, Nav, PageResult, show as show_page};
use super::speech::{self, Cited, NOBODY, cited};
use crate::calendar::words;
use crate::form::describe;
use crate::locale::Text;
use crate::pack::id::{ClauseId, DepartmentId};
use crate::pack::raw::ClauseKind;
use crate::pack::{CaseType, Channel, Clause, Gap, Origin, Pack, Setting, named_setting};
use crate::value::Value;

#[derive(Template)]
#[template(path = "policy.html")]
struct PolicyPage {
    frame: Frame,
    purpose: Option<String>,
    effective: Option<String>,
    basis: Vec<Cited>,
    version: String,
    clauses: Vec<ClauseLine>,
    gaps: Vec<GapLine>,
    settings: Vec<SettingLine>,
    calendar: String,
    channels: Vec<WayIn>,
    units: Vec<UnitLine>,
    /// What holds for all cases of a type.
    handling: Vec<Handling>,
}

/// A department in the tree of departments.
struct UnitLine {
    /// Before its name, to show how deep it lies.
    indent: String,
    name: String,
    within: Option<String>,
    /// What it is in charge of.
    areas: String,
    clauses: Vec<Cited>,
}

/// A channel, for those who work with the policy: who attends it and how it is made known.
struct WayIn {
    name: String,
    address: Option<String>,
    around_the_clock: bool,
    owner: Option<String>,
    watched_by: Option<String>,
    published: Option<String>,
    clauses: Vec<Cited>,
}

struct ClauseLine {
    id: String,
    says: String,
    /// It explains and asks for nothing.
    is_reference: bool,
    met_by: String,
}

/// What the policy leaves open, and what is done instead.
struct GapLine {
    id: String,
    says: String,
    /// The way of doing that was chosen, and why.
    default: Option<String>,
    why: Option<String>,
    /// The values that were chosen.
    values: Vec<SettingLine>,
    met_by: String,
}

struct SettingLine {
    name: String,
    value: String,
    /// The policy does not say it: the value is ours and should be looked at.
    is_ours: bool,
    why: Option<String>,
    clauses: Vec<Cited>,
}

pub(super) async fn show(member: Member) -> PageResult {
    let (pack, language) = (&*member.pack, &member.language);
    let policy = &pack.policy;
    let page = PolicyPage {
        frame: Frame::of(&member, policy.title.in_language(language), Nav::Policy),
        purpose: policy
            .purpose
            .as_ref()
            .map(|purpose| purpose.in_language(language).trim().to_owned()),
        effective: policy.effective.map(|date| date.to_string()),
        basis: cited(pack, &policy.clauses, language),
        version: pack.version.chars().take(12).collect(),
        clauses: pack
            .clauses
            .iter()
            .map(|(id, clause)| line(&member, id, clause))
            .collect(),
        gaps: pack
            .unspecified
            .iter()
            .map(|(id, gap)| gap_line(&member, id, gap))
            .collect(),
        settings: pack
            .settings
            .iter()
            .map(|(id, setting)| setting_line(&member, id, setting))
            .collect(),
        calendar: pack.calendar.name().text(language.as_str()).to_owned(),
        channels: pack.channels.values().map(|channel| way_in(&member, channel)).collect(),
        units: units(&member),
        handling: handling::of_all(&member),
    };
    show_page(StatusCode::OK, &page)
}

fn way_in(member: &Member, channel: &Channel) -> WayIn {
    let (pack, language) = (&*member.pack, &member.language);
    let text = |text: &Text| text.in_language(language).to_owned();
    WayIn {
        name: text(&channel.name),
        address: channel.address.as_ref().map(text),
        around_the_clock: channel.around_the_clock,
        owner: channel
            .owner
            .as_ref()
            .and_then(|role| pack.roles.get(role))
            .map(|role| text(&role.name)),
        watched_by: channel
            .watched_by
            .as_ref()
            .and_then(|id| pack.schedules.get(id))
            .map(|schedule| text(&schedule.name)),
        published: channel.published.as_ref().map(text),
        clauses: cited(pack, &channel.clauses, language),
    }
}

/// The departments, each followed by those within it.
fn units(member: &Member) -> Vec<UnitLine> {
    let (pack, language) = (&*member.pack, &member.language);
    let name = |id: &DepartmentId| {
        pack.departments
            .get(id)
            .map(|unit| unit.name.in_language(language).to_owned())
    };
    let lines = pack.units.in_order().into_iter().filter_map(|(id, depth)| {
        let unit = pack.departments.get(&**id)?;
        Some(UnitLine {
            indent: indent(depth),
            name: unit.name.in_language(language).to_owned(),
            within: unit.within.as_ref().and_then(name),
            areas: areas(member, &unit.areas),
            clauses: cited(pack, &unit.clauses, language),
        })
    });
    lines.collect()
}

/// What stands before the name of a department that lies this deep.
pub(super) fn indent(depth: usize) -> String {
    match depth {
        0 => String::new(),
        deep => format!("{}└ ", "\u{2003}".repeat(deep - 1)),
    }
}

/// Areas as people call them: an option's id by its label, anything else as it is written.
fn areas(member: &Member, areas: &[String]) -> String {
    let forms = member
        .pack
        .case_types
        .values()
        .flat_map(|case_type| case_type.forms.values());
    let options: Vec<_> = forms
        .flat_map(|form| form.fields())
        .map(|field| &field.options)
        .collect();
    let called = |area: &String| {
        let option = options.iter().find_map(|options| options.get(area.as_str()));
        option
            .map_or(area.as_str(), |option| option.label.in_language(&member.language))
            .to_owned()
    };
    areas
        .iter()
        .map(called)
        .collect::<Vec<_>>()
        .join(&member.say("value-separator"))
}

fn line(member: &Member, id: &ClauseId, clause: &Clause) -> ClauseLine {
    ClauseLine {
        id: id.to_string(),
        says: clause.says.in_language(&member.language).to_owned(),
        is_reference: clause.kind == ClauseKind::Reference,
        met_by: all_met_by(member, clause.met_by.iter()),
    }
}

fn gap_line(member: &Member, id: &ClauseId, gap: &Gap) -> GapLine {
    let (pack, language) = (&*member.pack, &member.language);
    let text = |text: &Text| text.in_language(language).to_owned();
    let values: Vec<_> = gap.settings(&pack.settings).collect();
    // What stands in the line with its value need not be named again.
    let others = gap.met_by.iter().filter(|met| {
        let setting = named_setting(met);
        !values.iter().any(|(value, _)| setting == Some(*value))
    });
    GapLine {
        id: id.to_string(),
        says: text(&gap.says),
        default: gap.default.as_ref().map(text),
        why: gap.why.as_ref().map(text),
        met_by: all_met_by(member, others),
        values: values
            .into_iter()
            .map(|(id, setting)| setting_line(member, id, setting))
            .collect(),
    }
}

fn all_met_by<'a>(member: &Member, met_by: impl Iterator<Item = &'a String>) -> String {
    let words: Vec<String> = met_by.map(|met| met_in_words(member, met)).collect();
    words.join(&member.say("value-row-separator"))
}

/// `deadline answer` as people call it (`duty/deadline answer` where it belongs to another case type than the first); what has
/// no name of its own by its kind alone, or with its id.
fn met_in_words(member: &Member, met: &str) -> String {
    let (of_type, part) = met
        .split_once('/')
        .map_or((None, met), |(case_type, part)| (Some(case_type), part));
    let (kind, id) = part.split_once(' ').unwrap_or((part, ""));
    let (pack, language) = (&*member.pack, &member.language);
    let types = pack.case_types.values();
    let mut types = types.filter(|case_type| of_type.is_none_or(|of_type| *case_type.id == *of_type));
    let event = |case_type: &CaseType| speech::event(pack, case_type, id, language);
    let event = (kind == "event").then(|| types.clone().find_map(event)).flatten();
    let name = match kind {
        "setting" => pack.settings.get(id).and_then(|setting| setting.name.as_ref()),
        "role" => pack.roles.get(id).map(|role| &role.name),
        "department" => pack.departments.get(id).map(|department| &department.name),
        "channel" => pack.channels.get(id).map(|channel| &channel.name),
        "register" => pack.registers.get(id).map(|register| &register.name),
        "report" => pack.reports.get(id).map(|report| &report.name),
        "schedule" => pack.schedules.get(id).map(|schedule| &schedule.name),
        _ => types.find_map(|case_type| match kind {
            "decision" => case_type.decisions.get(id).map(|decision| &decision.name),
            "deadline" => case_type.deadlines.get(id).map(|deadline| &deadline.name),
            "stage" => case_type.stages.get(id).map(|stage| &stage.name),
            "action" => case_type.actions.get(id).map(|action| &action.name),
            "task" => case_type.tasks.get(id).map(|task| &task.name),
            "notice" => case_type.notices.get(id).map(|notice| &notice.name),
            "document" => case_type.documents.get(id).map(|document| &document.name),
            "counter" => case_type.counters.get(id).map(|counter| &counter.name),
            "guidance" => case_type.guidance.get(id).map(|guidance| &guidance.title),
            "priority" => case_type.priorities.get(id).map(|level| &level.name),
            "form" => case_type.forms.get(id).map(|form| &form.name),
            "field" => {
                let field = id.split_once('.').map_or(id, |(_, field)| field);
                case_type
                    .forms
                    .values()
                    .find_map(|form| form.field(field))
                    .map(|field| &field.label)
            }
            "extension" => case_type.deadlines.get(id).map(|deadline| &deadline.name),
            "merging" => case_type.merging.as_ref().map(|merging| &merging.name),
            "case" => Some(&case_type.name),
            _ => None,
        }),
    };
    let kind_name = match kind {
        "policy" => "met-policy",
        "calendar" => "met-calendar",
        "list" => "met-list",
        "script" => "met-script",
        "scenario" => "met-scenario",
        "opening" => "met-opening",
        "number" => "met-number",
        "extension" => "met-extension",
        "event" => "met-event",
        "merging" => "met-merging",
        "setting" => "met-setting",
        "role" => "met-role",
        "department" => "met-department",
        "channel" => "met-channel",
        "register" => "met-register",
        "report" => "met-report",
        "schedule" => "met-schedule",
        "decision" => "met-decision",
        "deadline" => "met-deadline",
        "stage" => "met-stage",
        "action" => "met-action",
        "task" => "met-task",
        "notice" => "met-notice",
        "document" => "met-document",
        "counter" => "met-counter",
        "guidance" => "met-guidance",
        "priority" => "met-priority",
        "form" => "met-form",
        "field" => "met-field",
        "case" => "met-case",
        _ => return met.to_owned(),
    };
    let name = name.map_or(id, |name| name.in_language(language)).to_owned();
    let name = event.unwrap_or(name);
    if name.is_empty() {
        return member.say(kind_name);
    }
    crate::locale::say(
        language,
        "met-by",
        &[("kind", member.say(kind_name).into()), ("name", name.into())],
    )
}

fn setting_line(member: &Member, id: &str, setting: &Setting) -> SettingLine {
    let language = &member.language;
    SettingLine {
        name: setting
            .name
            .as_ref()
            .map_or(id, |name| name.in_language(language))
            .to_owned(),
        value: value(&member.pack, &setting.value, member),
        is_ours: setting.origin == Origin::Default,
        why: setting.why.as_ref().map(|why| why.in_language(language).to_owned()),
        clauses: cited(&member.pack, &setting.clauses, language),
    }
}

fn value(pack: &Pack, value: &Value, member: &Member) -> String {
    match value {
        Value::Empty => member.say("setting-unset"),
        Value::Period(period) => words::period(period, &member.language),
        value => describe(value, None, &member.language, pack.zone, &pack.currency, &NOBODY),
    }
}

#[derive(Template)]
#[template(path = "channels.html")]
struct ChannelsPage {
    frame: Frame,
    organization: String,
    channels: Vec<ChannelLine>,
}

struct ChannelLine {
    name: String,
    address: Option<String>,
    around_the_clock: bool,
}

/// The channels as a notice to be printed and posted.
pub(super) async fn channels(member: Member) -> PageResult {
    let language = &member.language;
    let channels = member.pack.channels.values().map(|channel| ChannelLine {
        name: channel.name.in_language(language).to_owned(),
        address: channel
            .address
            .as_ref()
            .map(|address| address.in_language(language).to_owned()),
        around_the_clock: channel.around_the_clock,
    });
    let page = ChannelsPage {
        frame: Frame::of(&member, member.say("channels-title"), Nav::Policy),
        organization: member.pack.name.in_language(language).to_owned(),
        channels: channels.collect(),
    };
    show_page(StatusCode::OK, &page)
}
