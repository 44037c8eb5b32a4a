//! A step of a scenario asks for something that cannot be run.
//!
//! A step does at most one thing (`open`, `act`, `task`, `extend`, `decide` or `schedule`); moments are written
//! `2024-09-27 16:00` and do not go back.
//!
//! ## Example
//!
//! ```yaml
//! steps:
//!   - { at: 2024-09-27 16:00, act: answer, task: investigate, by: agent }
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! steps:
//!   - { at: 2024-09-27 16:00, act: answer, by: agent }
//!   - { task: investigate, by: agent }
//! ```

use chrono::NaiveDateTime;

use crate::diagnostic::Diagnostic;
use crate::pack::draft::Draft;
use crate::pack::scenario::RawStep;

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    for file in &draft.scenarios {
        for (index, scenario) in file.raw.scenarios.iter().enumerate() {
            let at = file.at("/scenarios").key(index);
            let mut moment = None;
            let mut moments = vec![(at.key("at"), scenario.at.as_str())];
            for (index, step) in scenario.steps.iter().enumerate() {
                let at = at.key("steps").key(index);
                moments.extend(step.at.as_deref().map(|written| (at.key("at"), written)));
                let done = things_done(step);
                if let [first, second, ..] = done.as_slice() {
                    findings.push(
                        Diagnostic::error("bad-scenario", at.key(second).key_place(), format!("a step does one thing, not `{first}` and `{second}`"))
                            .help("make it two steps"),
                    );
                }
                if done.is_empty() && step.at.is_none() && step.then.is_none() {
                    findings.push(
                        Diagnostic::error("bad-scenario", at.place(), "this step does nothing and expects nothing")
                            .help("say what is done, how far time moves, or what must be true `then`"),
                    );
                }
            }
            for (at, written) in moments {
                let Ok(read) = NaiveDateTime::parse_from_str(written, "%Y-%m-%d %H:%M") else {
                    findings.push(
                        Diagnostic::error("bad-scenario", at.place(), format!("`{written}` is no moment"))
                            .help("write it as `2024-09-27 16:00`, in the organization's time"),
                    );
                    continue;
                };
                if moment.is_some_and(|before| read < before) {
                    findings.push(
                        Diagnostic::error("bad-scenario", at.place(), format!("`{written}` is before the step before it"))
                            .help("time only goes forward in a scenario"),
                    );
                }
                moment = Some(read);
            }
        }
    }
}

/// The keys by which a step does something.
fn things_done(step: &RawStep) -> Vec<&'static str> {
    let keys = [
        ("open", step.open.is_some()),
        ("act", step.act.is_some()),
        ("task", step.task.is_some()),
        ("extend", step.extend.is_some()),
        ("decide", step.decide.is_some()),
        ("schedule", step.schedule.is_some()),
    ];
    keys.into_iter().filter(|(_, done)| *done).map(|(key, _)| key).collect()
}
