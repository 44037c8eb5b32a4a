//! Which scenarios are played, how far, and when.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Days, Duration, NaiveDate, Utc};
use serde_json::{Map, Value as Json};

use crate::diagnostic::SourceFile;
use crate::locale::Language;
use crate::pack::Pack;
use crate::pack::id::{CaseTypeId, StageId};
use crate::pack::load::Sources;
use crate::pack::scenario::{RawScenario, RawScenarios, RawStep};
use crate::scenario::world::{Done, World};
use crate::yaml;

/// How many cases a stage gets.
const CASES_PER_STAGE: usize = 2;
const CASES_MAX: usize = 24;

/// A scenario, moved into the last days and cut where the case stands at the wanted stage.
pub(super) struct Script {
    pub name: String,
    pub case_type: CaseTypeId,
    pub given: Map<String, Json>,
    pub steps: Vec<RawStep>,
    /// When each step happens.
    pub moments: Vec<DateTime<Utc>>,
    pub language: Language,
}

/// Scenarios of the pack, so that every stage they lead to is seen, and none too often.
pub(super) fn chosen(pack: &Pack, sources: &Sources, until: DateTime<Utc>) -> Vec<Script> {
    let mut seen: BTreeMap<(CaseTypeId, StageId), usize> = BTreeMap::new();
    let mut chosen = Vec::new();
    for raw in scenarios(pack, sources) {
        if chosen.len() == CASES_MAX {
            break;
        }
        let Some(walk) = walk(pack, &raw) else { continue };
        let count = |stage: &StageId| seen.get(&(walk.case_type.clone(), stage.clone())).copied().unwrap_or(0);
        // The rarest stage; of equals the one that shows most of the story.
        let best = walk
            .stages
            .iter()
            .enumerate()
            .min_by_key(|(index, (_, stage))| (count(stage), usize::MAX - index));
        let Some((_, (last, stage))) = best.filter(|(_, (_, stage))| count(stage) < CASES_PER_STAGE) else {
            continue;
        };
        *seen.entry((walk.case_type.clone(), stage.clone())).or_default() += 1;
        let days_ago = i64::try_from(chosen.len() % 5).unwrap_or(0);
        chosen.push(script(pack, &raw, &walk, *last, until - Duration::days(days_ago)));
    }
    chosen
}

fn scenarios(pack: &Pack, sources: &Sources) -> Vec<RawScenario> {
    let folder = format!("rules/{}/scenarios/", pack.organization);
    let files = sources.files().filter(|(path, _)| path.starts_with(&folder));
    let mut all = Vec::new();
    for (path, bytes) in files {
        let Ok(text) = std::str::from_utf8(bytes) else { continue };
        let file = Arc::new(SourceFile {
            path: path.to_owned(),
            text: text.to_owned(),
        });
        // A file that cannot be read is for `check` to complain about.
        if let Ok(scenarios) = yaml::read(&file).and_then(|document| document.typed::<RawScenarios>()) {
            all.extend(scenarios.scenarios);
        }
    }
    all
}

/// What a scenario does when nobody watches.
struct Walk {
    case_type: CaseTypeId,
    /// When each step happens in the scenario's own time.
    moments: Vec<DateTime<Utc>>,
    /// After which step the case stands at which stage.
    stages: Vec<(usize, StageId)>,
}

/// `None` for what cannot be played: more than one case, or nothing that opens one.
fn walk(pack: &Pack, raw: &RawScenario) -> Option<Walk> {
    let mut world = World::begin(pack, raw).ok()?;
    let mut walk = Walk {
        case_type: world.case_type.id.clone(),
        moments: Vec::new(),
        stages: Vec::new(),
    };
    for (index, step) in raw.steps.iter().enumerate() {
        let is_told = step.refused.is_none() && step.invalid.is_empty() && step.schedule.is_none();
        let done = world.step(step).ok()?;
        walk.moments.push(world.now);
        if world.cases.len() > 1 || !is_told {
            break;
        }
        if let (Done::Done, Some(case)) = (done, world.case()) {
            walk.stages.push((index, case.stage.clone()));
        }
    }
    Some(walk)
}

fn script(pack: &Pack, raw: &RawScenario, walk: &Walk, last: usize, until: DateTime<Utc>) -> Script {
    let end = walk.moments.get(last).copied().unwrap_or(until);
    // Whole weeks, so that a Friday stays a Friday.
    let days = (until - end).num_days().div_euclid(7) * 7;
    let moved = |at: &DateTime<Utc>| *at + Duration::days(days);
    let given = raw
        .given
        .iter()
        .map(|(name, value)| (name.clone(), shifted(value, days)));
    Script {
        name: raw.scenario.clone(),
        case_type: walk.case_type.clone(),
        given: given.collect(),
        steps: raw
            .steps
            .iter()
            .take(last + 1)
            .map(|step| shifted_step(step, days))
            .collect(),
        moments: walk.moments.iter().take(last + 1).map(moved).collect(),
        language: pack.languages.first().cloned().unwrap_or_else(|| Language::new("en")),
    }
}

fn shifted_step(step: &RawStep, days: i64) -> RawStep {
    let mut step = step.clone();
    for value in step
        .answers
        .values_mut()
        .chain(step.open.iter_mut().flat_map(|open| open.values_mut()))
    {
        *value = shifted(value, days);
    }
    if let Some(extend) = &mut step.extend {
        extend.until = shifted_text(&extend.until, days);
        extend.told_at = extend.told_at.as_deref().map(|at| shifted_text(at, days));
    }
    step
}

fn shifted(value: &Json, days: i64) -> Json {
    match value {
        Json::String(text) => Json::String(shifted_text(text, days)),
        Json::Array(items) => items.iter().map(|item| shifted(item, days)).collect(),
        Json::Object(fields) => Json::Object(
            fields
                .iter()
                .map(|(name, value)| (name.clone(), shifted(value, days)))
                .collect(),
        ),
        other => other.clone(),
    }
}

/// Moves a text that is a date or a moment; every other text is left alone.
fn shifted_text(text: &str, days: i64) -> String {
    let time = text.get(11..).unwrap_or_default();
    let is_time = time.len() >= 5
        && time
            .bytes()
            .all(|byte| byte.is_ascii_digit() || b":.+-Z".contains(&byte));
    let is_moment = text.len() == 10 || matches!(text.as_bytes().get(10), Some(b'T' | b' ')) && is_time;
    let date = text
        .get(..10)
        .filter(|_| is_moment)
        .and_then(|date| date.parse::<NaiveDate>().ok());
    let moved = date.and_then(|date| {
        let by = Days::new(days.unsigned_abs());
        if days < 0 {
            date.checked_sub_days(by)
        } else {
            date.checked_add_days(by)
        }
    });
    match moved {
        Some(date) => format!("{date}{}", &text[10..]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_dates_and_moments_are_moved() {
        assert_eq!(shifted_text("2024-09-27", 7), "2024-10-04");
        assert_eq!(shifted_text("2024-09-27T10:00", -7), "2024-09-20T10:00");
        assert_eq!(shifted_text("2024-09-27 10:00", 7), "2024-10-04 10:00");
        for text in ["24090001", "2024-09-27 是周五吗", "2024年9月27日", "", "138-0000-0000"] {
            assert_eq!(shifted_text(text, 7), text);
        }
    }
}
