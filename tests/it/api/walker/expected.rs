//! What a scenario expects, compared with what programs get.

use chrono::{DateTime, FixedOffset};
use redress::pack::scenario::{RawExpectation, RawSent};
use serde_json::Value as Json;

use super::telling::{Telling, all, meant};

impl Telling {
    /// What programs can see of what a scenario expects.
    pub fn holds(&self, expected: &RawExpectation, case: &Json, place: &str) {
        // A new expectation does not compile until it is compared here, or stands among what a case does not show.
        let RawExpectation {
            stage,
            number,
            department,
            owner,
            round,
            priority,
            decisions,
            because,
            deadlines,
            answers,
            offered,
            not_offered,
            tasks,
            task_times,
            tasks_missed,
            notices,
            sent,
            says,
            documents,
            destroyed,
            linked,
            linked_open,
            parent,
            merged_into,
            // Asked of the people themselves.
            seen_by: _,
            // Told to people, not to programs.
            warned: _,
            task_warnings: _,
            reminded: _,
            guidance: _,
            // What the policy says, and what concerns other cases.
            view_log: _,
            registers: _,
            reports: _,
            cases: _,
            rows: _,
        } = expected;
        let check = |what: &str, wanted: &str, got: &Json| {
            assert_eq!(got.as_str().unwrap_or("none"), wanted, "{place}: {what}");
        };
        if let Some(stage) = stage {
            check("stage", stage, &case["stage"]["id"]);
        }
        if let Some(number) = number {
            check("number", number, &case["number"]);
        }
        if let Some(department) = department {
            check("department", department, &case["department"]["id"]);
        }
        if let Some(owner) = owner {
            check("owner", owner, &case["owner"]);
        }
        if let Some(round) = *round {
            assert_eq!(case["round"], round, "{place}: round");
        }
        for (decision, wanted) in decisions {
            let got = &case["decisions"][decision]["value"];
            assert_eq!(self.plain(got), self.plain(wanted), "{place}: {decision}");
        }
        for (decision, clause) in because {
            let clauses = case["decisions"][decision]["clauses"].as_array().expect("clauses");
            assert!(
                clauses.iter().any(|known| known == clause.as_str()),
                "{place}: {decision} by {clauses:?}"
            );
        }
        for (field, wanted) in answers {
            let got = &case["answers"][field];
            if wanted == "unanswered" {
                assert!(got.is_null(), "{place}: {field} is {got}");
                continue;
            }
            assert_eq!(self.plain(got), self.plain(wanted), "{place}: {field}");
        }
        for (id, wanted) in deadlines {
            let last = all(case, "deadlines")
                .iter()
                .rev()
                .find(|run| run["deadline"]["id"] == id.as_str());
            assert!(self.is_so(last, wanted), "{place}: {id} is not {wanted} but {last:#?}");
        }
        for (task, wanted) in tasks {
            let open = meant(case, task)
                .into_iter()
                .filter(|known| known["state"] == "open")
                .count();
            assert_eq!(open as u32, *wanted, "{place}: {task}");
        }
        for notice in notices {
            assert!(times_sent(case, notice) > 0, "{place}: `{notice}` was not sent");
        }
        for (notice, wanted) in sent {
            match wanted {
                RawSent::Times(wanted) => {
                    assert_eq!(times_sent(case, notice), *wanted as usize, "{place}: {notice}");
                }
                RawSent::To(each) => {
                    for (who, wanted) in each {
                        let sent = all(case, "notices").iter();
                        let theirs = sent.filter(|known| known["notice"]["id"] == notice.as_str());
                        let times = theirs.filter(|known| called(&known["to"]) == *who).count();
                        assert_eq!(times, *wanted as usize, "{place}: {notice} to {who}");
                    }
                }
            }
        }
        for (notice, wanted) in says {
            let sent = all(case, "notices").iter().rev();
            let last = sent.clone().find(|known| known["notice"]["id"] == notice.as_str());
            let text = last.and_then(|known| known["text"].as_str()).unwrap_or_default();
            assert!(text.contains(wanted.as_str()), "{place}: {notice} says {text}");
        }
        for (document, wanted) in documents {
            let documents = all(case, "documents").iter();
            let copies = documents.filter(|known| known["document"]["id"] == document.as_str());
            let copies: u64 = copies.filter_map(|known| known["copies"].as_u64()).sum();
            assert_eq!(copies, u64::from(*wanted), "{place}: {document}");
        }
        for action in offered {
            let choice = action_of(case, action);
            assert!(
                choice.is_some_and(|choice| choice["allowed"] == true),
                "{place}: `{action}` is not offered: {choice:#?}"
            );
        }
        for action in not_offered.keys() {
            let choice = action_of(case, action);
            assert!(
                choice.is_none_or(|choice| choice["allowed"] == false),
                "{place}: `{action}` is offered"
            );
        }
        if let Some(wanted) = priority {
            check("priority", wanted, &case["priority"]["id"]);
        }
        for (task, wanted) in task_times {
            let time = self.time_of(meant(case, task));
            assert!(time.contains(wanted), "{place}: {task} is not {wanted} but {time:?}");
        }
        for (task, wanted) in tasks_missed {
            let missed = meant(case, task)
                .into_iter()
                .filter(|known| known["time"]["missed"] == true);
            assert_eq!(missed.count() as u32, *wanted, "{place}: missed {task}");
        }
        if let Some(wanted) = destroyed {
            assert_eq!(!case["destroyed"].is_null(), *wanted, "{place}: destroyed");
        }
        let others = |relation: &'static str| {
            all(case, "others")
                .iter()
                .filter(move |other| other["relation"] == relation)
        };
        for (wanted, is_open) in [(linked, false), (linked_open, true)] {
            for (case_type, wanted) in wanted {
                let of_type = others("linked").filter(|other| other["case_type"]["id"] == case_type.as_str());
                let counted = of_type.filter(|other| !is_open || other["open"] == true).count();
                assert_eq!(counted as u32, *wanted, "{place}: linked {case_type}");
            }
        }
        for (relation, wanted) in [("parent", parent), ("merged_into", merged_into)] {
            if let Some(wanted) = wanted {
                let other = others(relation).next().map_or(&Json::Null, |other| &other["number"]);
                check(relation, wanted, other);
            }
        }
    }

    /// How the own time of a task stands, in all the words a scenario may use for it: of the oldest that is open, otherwise of the latest.
    fn time_of(&self, meant: Vec<&Json>) -> Vec<String> {
        let open = meant.iter().find(|known| known["state"] == "open");
        let Some(task) = open.or(meant.last()) else {
            return vec!["none".to_owned()];
        };
        let (state, time) = (task["state"].as_str().unwrap_or_default(), &task["time"]);
        if time.is_null() {
            return vec!["none".to_owned()];
        }
        let missed = time["missed"] == true;
        let mut words = Vec::new();
        match state {
            "open" if time["paused"] == true => words.push("paused".to_owned()),
            "open" => {
                // What is late still runs.
                words.push("running".to_owned());
                words.extend(missed.then(|| "late".to_owned()));
                words.push(self.plain(&time["due_at"]));
            }
            "done" => words.push(if missed { "done late" } else { "done" }.to_owned()),
            other => words.push(other.to_owned()),
        }
        if missed {
            words.push("missed".to_owned());
        }
        words
    }

    /// Whether the last run of a deadline is as a scenario says.
    fn is_so(&self, run: Option<&Json>, wanted: &str) -> bool {
        let Some(run) = run else { return wanted == "none" };
        let (state, missed) = (run["state"].as_str().unwrap_or_default(), run["missed"] == true);
        match wanted {
            "missed" => missed,
            "late" => state == "running" && missed,
            "met late" => state == "met" && missed,
            "running" | "met" | "paused" | "ended" | "cancelled" => state == wanted,
            moment => state == "running" && self.plain(&run["due_at"]) == moment,
        }
    }

    /// A value as a scenario writes it: amounts without idle zeros, moments in local time.
    fn plain(&self, value: &Json) -> String {
        match value {
            Json::Null => "undecided".to_owned(),
            Json::Array(items) => items.iter().map(|item| self.plain(item)).collect::<Vec<_>>().join(", "),
            Json::String(text) => {
                if let Ok(at) = DateTime::<FixedOffset>::parse_from_rfc3339(text) {
                    return at.with_timezone(&self.zone).format("%Y-%m-%d %H:%M").to_string();
                }
                match text.parse::<rust_decimal::Decimal>() {
                    Ok(amount) if text.contains('.') => amount.normalize().to_string(),
                    _ => text.clone(),
                }
            }
            other => other.to_string(),
        }
    }
}

/// Whom a notice went to, as scenarios call them.
fn called(to: &Json) -> String {
    let (of, within) = (&to["of"]["id"], &to["within"]["id"]);
    match (to["kind"].as_str(), of.as_str(), within.as_str()) {
        (Some("role"), Some(role), Some(department)) => format!("{role}@{department}"),
        (Some("role"), Some(role), None) => role.to_owned(),
        (Some(kind), Some(of), _) => format!("{kind} {of}"),
        (kind, ..) => kind.unwrap_or_default().to_owned(),
    }
}

fn times_sent(case: &Json, notice: &str) -> usize {
    let sent = all(case, "notices").iter();
    sent.filter(|known| known["notice"]["id"] == notice).count()
}

fn action_of<'a>(case: &'a Json, action: &str) -> Option<&'a Json> {
    let mut choices = all(case, "choices").iter();
    choices.find(|choice| choice["what"] == "action" && choice["of"]["id"] == action)
}
