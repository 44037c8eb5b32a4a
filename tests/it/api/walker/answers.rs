//! Answers made from a form's schema alone, and mended by what the door says about them.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration};
use chrono_tz::Tz;
use serde_json::{Map, Value as Json, json};

/// More would not be a form.
const ROWS_MAX: usize = 3;

/// What answers are taken from besides the schema.
#[derive(Clone)]
pub struct Supply {
    pub now: DateTime<Tz>,
    /// The hash of a file that was uploaded.
    pub file: String,
    /// Who there is: one for each role, under its name.
    pub people: Vec<String>,
    /// Whether what nobody requires is answered as well.
    pub fully: bool,
    /// Which of several options comes first: another walk begins with another.
    pub first: usize,
    /// How often the same form was filled in before; each time is answered otherwise, and not everything alike.
    pub times: usize,
}

impl Supply {
    /// As the field at this place of the form is answered, so that two questions are in time answered in every combination.
    fn at(&self, place: usize) -> Self {
        Self {
            first: self.first + self.times / (place % 3 + 1),
            ..self.clone()
        }
    }
}

/// A form on its way to being accepted.
pub struct Sheet<'a> {
    schema: &'a Json,
    supply: &'a Supply,
    pub answers: Map<String, Json>,
    /// Which candidate a field is answered with, by its path.
    tried: BTreeMap<String, usize>,
    is_full: bool,
}

impl<'a> Sheet<'a> {
    /// What the schema requires is answered, or all that it has: what else is asked, the door will say.
    pub fn new(schema: &'a Json, supply: &'a Supply) -> Self {
        Self {
            schema,
            supply,
            answers: first_answers(schema, supply),
            tried: BTreeMap::new(),
            is_full: supply.fully,
        }
    }

    /// Answers otherwise what a problem names; `false` when there is nothing else to try.
    pub fn mend(&mut self, problem: &Json) -> bool {
        let mut mended = false;
        for error in problem["errors"].as_array().into_iter().flatten() {
            mended |= self.answer_otherwise(error["field"].as_str().expect("a field"));
        }
        // A rule that refused says what it looked at.
        let why = &problem["why"];
        let seen = why["seen"].as_object().into_iter().flat_map(Map::keys);
        let missing = why["missing"].as_array().into_iter().flatten().filter_map(Json::as_str);
        let names: Vec<String> = seen.map(String::as_str).chain(missing).map(str::to_owned).collect();
        // One at a time, so that all that go together are met.
        mended || names.iter().any(|name| self.answer_otherwise(name)) || self.answer_the_rest()
    }

    /// Answers what nobody has required, once: a rule may have looked at what was made of it.
    fn answer_the_rest(&mut self) -> bool {
        if self.is_full {
            return false;
        }
        self.is_full = true;
        let fully = Supply {
            fully: true,
            ..self.supply.clone()
        };
        let answered = self.answers.len();
        for (name, answer) in first_answers(self.schema, &fully) {
            self.answers.entry(name).or_insert(answer);
        }
        self.answers.len() > answered
    }

    /// The next candidate of the field at this path.
    fn answer_otherwise(&mut self, path: &str) -> bool {
        let supply = self.supply;
        let mut parts = path.split('.');
        let name = parts.next().unwrap_or_default();
        let field = &self.schema["properties"][name];
        if field.is_null() || field["readOnly"] == true {
            return false;
        }
        let (Some(row), Some(inner)) = (parts.next(), parts.next()) else {
            if is_group(field) {
                return self.add_row(name, field);
            }
            let candidates = candidates(field, supply);
            let next = next(self.tried.get(path), self.answers.get(name), &candidates);
            let Some(answer) = candidates.get(next) else {
                // Better none than a wrong one, where none is needed.
                return self.answers.shift_remove(name).is_some();
            };
            self.tried.insert(path.to_owned(), next);
            self.answers.insert(name.to_owned(), answer.clone());
            return true;
        };
        let candidates = candidates(&field["items"]["properties"][inner], supply);
        let row: Option<usize> = row.parse().ok();
        let row = row.and_then(|row| self.answers.get_mut(name)?.get_mut(row)?.as_object_mut());
        let Some(row) = row else { return false };
        let next = next(self.tried.get(path), row.get(inner), &candidates);
        let Some(answer) = candidates.get(next) else {
            return row.shift_remove(inner).is_some();
        };
        row.insert(inner.to_owned(), answer.clone());
        self.tried.insert(path.to_owned(), next);
        true
    }

    fn add_row(&mut self, group: &str, field: &Json) -> bool {
        let row = first_answers(&field["items"], self.supply);
        let rows = self.answers.entry(group).or_insert_with(|| json!([]));
        let rows = rows.as_array_mut().expect("rows");
        if rows.len() >= ROWS_MAX {
            return false;
        }
        rows.push(row.into());
        true
    }
}

/// The candidate after the last one; at first any other than what stands there.
fn next(last: Option<&usize>, present: Option<&Json>, candidates: &[Json]) -> usize {
    let other = || candidates.iter().position(|candidate| Some(candidate) != present);
    match last {
        Some(last) => last + 1,
        None => other().unwrap_or(candidates.len()),
    }
}

fn first_answers(schema: &Json, supply: &Supply) -> Map<String, Json> {
    let is_required = |name: &str| {
        let mut names = schema["required"].as_array().into_iter().flatten();
        names.any(|known| known == name)
    };
    let fields = schema["properties"].as_object().into_iter().flatten();
    fields
        .filter(|(name, field)| is_required(name) || is_free(field, supply))
        .enumerate()
        .filter_map(|(place, (name, field))| {
            let supply = &supply.at(place);
            let answer = if is_group(field) {
                rows(field, supply)
            } else {
                candidates(field, supply).first()?.clone()
            };
            Some((name.clone(), answer))
        })
        .collect()
}

/// As many rows as must be; whoever answers fully has one for each option that a row may be about.
fn rows(group: &Json, supply: &Supply) -> Json {
    let inner = group["items"]["properties"].as_object();
    let about = inner
        .into_iter()
        .flatten()
        .find(|(_, field)| supply.fully && field["enum"].is_array());
    let options = about.map_or(&[][..], |(_, field)| {
        field["enum"].as_array().map_or(&[], Vec::as_slice)
    });
    let fewest = group["minItems"].as_u64().unwrap_or(1).max(1) as usize;
    let most = group["maxItems"].as_u64().unwrap_or(u64::MAX) as usize;
    let row = |number: usize| {
        let mut answers = first_answers(&group["items"], supply);
        if let (Some((name, _)), Some(option)) = (about, options.get(number)) {
            answers.insert(name.clone(), option.clone());
        }
        Json::from(answers)
    };
    (0..options.len().max(fewest).min(most)).map(row).collect()
}

/// May be answered, and nothing answers it by itself.
fn is_free(field: &Json, supply: &Supply) -> bool {
    supply.fully && field["readOnly"] != true && field["x-default"].is_null() && field["x-computed"].is_null()
}

fn is_group(field: &Json) -> bool {
    field["items"]["type"] == "object"
}

/// What may stand in a field, the likeliest first.
fn candidates(field: &Json, supply: &Supply) -> Vec<Json> {
    let one_of = |options: &Json| {
        let mut options = options.as_array().cloned().unwrap_or_default();
        let first = supply.first % options.len().max(1);
        options.rotate_left(first);
        options
    };
    if field["enum"].is_array() {
        return one_of(&field["enum"]);
    }
    if field["x-kind"] == "user" {
        let eligible = field["x-role"].as_array().cloned();
        let eligible = eligible.unwrap_or_else(|| supply.people.iter().cloned().map(Json::from).collect());
        return one_of(&Json::from(eligible));
    }
    if field["type"] == "boolean" {
        return one_of(&json!([true, false]));
    }
    if field["type"] == "array" {
        if field["items"]["enum"].is_array() {
            let options = one_of(&field["items"]["enum"]);
            let fewest = field["minItems"].as_u64().unwrap_or(1).max(1) as usize;
            let some = options.windows(fewest).map(|some| Json::from(some.to_vec()));
            let all = Json::from(options.clone());
            let mut candidates: Vec<Json> = some.collect();
            candidates.insert(usize::from(!supply.fully).min(candidates.len()), all);
            return candidates;
        }
        return vec![json!([supply.file])];
    }
    if is_number(field) {
        let bound = |name: &str| field[name].as_f64();
        let likely = [bound("minimum"), Some(1.0), Some(0.0), Some(2.0), Some(100.0)];
        let fits = |number: &f64| {
            bound("minimum").is_none_or(|least| *number >= least) && bound("maximum").is_none_or(|most| *number <= most)
        };
        let rare = [Some(1_000_000.0), bound("maximum")];
        let numbers = likely.into_iter().chain(rare).flatten().filter(fits);
        return numbers.map(|number| json!(number as i64)).collect();
    }
    let days = [0, -1, 1, 3, 7, 30, -30, 400];
    if field["format"] == "date" {
        let day = |days| (supply.now + Duration::days(days)).format("%Y-%m-%d").to_string();
        return days.into_iter().map(|days| day(days).into()).collect();
    }
    if field["format"] == "email" {
        return vec!["somebody@example.org".into()];
    }
    if field["pattern"].is_string() {
        let minutes = [-1, 1, -30, 60].map(Duration::minutes);
        let moments = minutes.into_iter().chain(days.map(Duration::days));
        return [Duration::zero()]
            .into_iter()
            .chain(moments)
            .map(|from_now| (supply.now + from_now).to_rfc3339().into())
            .collect();
    }
    let examples = field["examples"].as_array().cloned().unwrap_or_default();
    let most = field["maxLength"].as_u64().unwrap_or(u64::MAX) as usize;
    let fewest = field["minLength"].as_u64().unwrap_or(0) as usize;
    // Each field says something else, so that nobody is taken for another.
    let own = field["title"].as_str().unwrap_or("as it was told");
    let texts = [own, "13800138000", "3 working days"];
    let fitting = texts.map(|text| {
        let long: String = text.chars().cycle().take(fewest.max(text.chars().count())).collect();
        Json::from(long.chars().take(most).collect::<String>())
    });
    examples.into_iter().chain(fitting).collect()
}

fn is_number(field: &Json) -> bool {
    let kind = &field["type"];
    kind == "integer" || kind.as_array().is_some_and(|kinds| kinds.contains(&"number".into()))
}
