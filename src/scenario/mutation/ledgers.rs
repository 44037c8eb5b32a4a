//! What is written down, what comes round and what is counted: registers, reports, schedules and counters.

use serde_json::{Map, Value as Json};

use super::change::thresholds;
use super::walk::Walk;
use crate::yaml::pointer;

impl Walk<'_> {
    /// Which cases stand in a register or are counted, with which columns and by what.
    pub(super) fn ledgers(&mut self, top: &Map<String, Json>) {
        for (kind, parts) in [("registers", "columns"), ("reports", "breakdown")] {
            for (id, ledger) in top.get(kind).and_then(Json::as_object).into_iter().flatten() {
                let at = pointer(&pointer("", kind), id);
                let condition = pointer(&at, "where");
                if let Some(Json::String(text)) = ledger.get("where") {
                    self.remove(&condition);
                    for instead in thresholds(text) {
                        self.replace(&condition, Json::String(instead));
                    }
                }
                let at = pointer(&at, parts);
                match ledger.get(parts) {
                    Some(Json::Object(columns)) => columns.keys().for_each(|column| self.remove(&pointer(&at, column))),
                    Some(Json::Array(names)) => {
                        (0..names.len()).for_each(|index| self.remove(&pointer(&at, index)));
                    }
                    _ => {}
                }
            }
        }
    }

    /// A time plan an hour, a day or a month later, and a holiday that no longer matters.
    pub(super) fn recurrences(&mut self, top: &Map<String, Json>) {
        for (id, schedule) in top.get("schedules").and_then(Json::as_object).into_iter().flatten() {
            let at = pointer("/schedules", id);
            self.recurrence(&pointer(&at, "cron"), schedule.get("cron"));
            if schedule.get("holiday").is_some() {
                self.remove(&pointer(&at, "holiday"));
            }
        }
    }

    pub(super) fn recurrence(&mut self, at: &str, cron: Option<&Json>) {
        let Some(cron) = cron.and_then(Json::as_str) else {
            return;
        };
        let fields: Vec<&str> = cron.split_whitespace().collect();
        for (index, field) in fields.iter().enumerate().skip(1) {
            let digits = field
                .find(|letter: char| !letter.is_ascii_digit())
                .unwrap_or(field.len());
            if let Ok(number) = field[..digits].parse::<u32>() {
                let mut later: Vec<String> = fields.iter().map(|field| (*field).to_owned()).collect();
                later[index] = format!("{}{}", number + 1, &field[digits..]);
                self.replace(at, Json::String(later.join(" ")));
            }
        }
    }

    /// What must be alike, what others must have, and which of them count.
    pub(super) fn counters(&mut self, top: &Map<String, Json>) {
        for (id, counter) in top.get("counters").and_then(Json::as_object).into_iter().flatten() {
            let at = pointer("/counters", id);
            for key in ["same", "with", "before"] {
                let at = pointer(&at, key);
                match counter.get(key) {
                    Some(Json::Array(names)) => (0..names.len()).for_each(|index| self.remove(&pointer(&at, index))),
                    Some(Json::Object(values)) => values.keys().for_each(|name| self.remove(&pointer(&at, name))),
                    Some(_) => self.remove(&at),
                    None => {}
                }
            }
            if let Some(Json::String(span)) = counter.get("in") {
                let another = if span == "year" { "month" } else { "year" };
                self.replace(&pointer(&at, "in"), Json::from(another));
            }
        }
    }
}
