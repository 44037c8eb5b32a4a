//! What the prompt tells about the case, its names and the pack's functions.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::session::{Session, described};
use crate::diagnostic::SourceFile;
use crate::expression::ScriptFunction;
use crate::pack::draft::FileKind;

/// Which case this is.
pub(super) fn beginning(session: &Session) -> String {
    let raw = session.scenarios[session.chosen];
    format!(
        "{}: {}\n{} of {} steps played, {}",
        session.case_type().id,
        raw.scenario,
        session.steps,
        raw.steps.len(),
        match session.case() {
            Some(case) => format!("case {} at `{}`", case.number, case.stage),
            None => "no case opened yet".to_owned(),
        }
    )
}

/// Every name with its kind and present value; those with `part` in them, if one is given.
pub(super) fn names(session: &Session, part: &str) -> Result<String, String> {
    let Some(names) = session.names() else {
        return Ok(String::new());
    };
    let mut text = String::new();
    session.with_frame(&mut |frame| {
        for (name, (slot, kind)) in &names.vocabulary.variables {
            if !name.contains(part) {
                continue;
            }
            let value = frame.values.get(usize::from(slot.0));
            let value = value
                .filter(|value| !value.is_empty())
                .map_or_else(|| "not answered".to_owned(), ToString::to_string);
            // Writing into a text cannot fail.
            let _ = writeln!(text, "{name}: {} = {value}", described(kind));
        }
    });
    if text.is_empty() {
        return Err(format!(
            "error: no name has `{part}` in it\n  = help: `:names` lists all of them"
        ));
    }
    Ok(text)
}

/// The functions of the pack, each with the comment above it.
pub(super) fn functions(session: &Session) -> String {
    let functions: &BTreeMap<_, ScriptFunction> = &session.draft.functions;
    if functions.is_empty() {
        return "this pack has no scripts; docs/scripts.md shows how to write one".to_owned();
    }
    let mut text = String::new();
    let scripts = || session.draft.files.iter().filter(|file| file.kind == FileKind::Script);
    for (name, function) in functions {
        let found = scripts().find_map(|file| Some((file, written(&file.source, name)?)));
        let Some((file, (line, signature, comment))) = found else {
            continue;
        };
        // Writing into a text cannot fail.
        let _ = writeln!(
            text,
            "{signature} -> {}    # {}:{line}",
            function.returns.described().english(),
            file.path
        );
        for sentence in comment {
            let _ = writeln!(text, "    {sentence}");
        }
    }
    text
}

/// The line, the head and the comment of a function.
fn written<'s>(source: &'s SourceFile, name: &str) -> Option<(usize, &'s str, Vec<&'s str>)> {
    let head = |line: &'s str| {
        let rest = line.trim().strip_prefix("fn ")?.trim_start();
        let parameters = rest.strip_prefix(name)?;
        parameters
            .starts_with('(')
            .then(|| rest.split_inclusive(')').next().unwrap_or(rest))
    };
    let lines: Vec<&str> = source.text.lines().collect();
    let (at, signature) = lines
        .iter()
        .enumerate()
        .find_map(|(at, line)| Some((at, head(line)?)))?;
    let mut comment: Vec<&str> = lines[..at]
        .iter()
        .rev()
        .map(|line| line.trim())
        .take_while(|line| line.starts_with("//"))
        .map(|line| line.trim_start_matches('/').trim())
        .filter(|line| !line.starts_with("returns:"))
        .collect();
    comment.reverse();
    Some((at + 1, signature, comment))
}

/// Where the case stands.
pub(super) fn case(session: &Session) -> String {
    let mut text = beginning(session);
    let Some(case) = session.case() else {
        return text;
    };
    let mut tell = |name: &str, value: String| {
        // Writing into a text cannot fail.
        let _ = write!(text, "\n{name}: {value}");
    };
    tell(
        "now",
        session.world.now.with_timezone(&session.pack().zone).to_rfc3339(),
    );
    if let Some(department) = &case.department {
        tell("department", department.to_string());
    }
    if let Some(owner) = &case.owner {
        tell("owner", owner.0.to_string());
    }
    tell("round", case.round.to_string());
    for (id, decided) in &case.decisions {
        let clauses: Vec<&str> = decided.clauses.iter().map(|clause| clause.as_str()).collect();
        let clauses = match clauses.is_empty() {
            true => String::new(),
            false => format!("    # {}", clauses.join(", ")),
        };
        tell(&format!("decision {id}"), format!("{}{clauses}", decided.value));
    }
    let mut events: BTreeMap<&str, usize> = BTreeMap::new();
    for happening in case.happenings.iter().filter(|happening| happening.round == case.round) {
        *events.entry(&happening.event).or_default() += 1;
    }
    for (event, times) in events {
        tell(&format!("event {event}"), format!("{times} times"));
    }
    for task in case.tasks.iter().filter(|task| task.done.is_none()) {
        tell("open task", task.task.to_string());
    }
    text
}

/// Every scenario, the present one marked.
pub(super) fn scenarios(session: &Session) -> String {
    session
        .scenarios
        .iter()
        .enumerate()
        .fold(String::new(), |mut text, (index, raw)| {
            let mark = if index == session.chosen { '*' } else { ' ' };
            // Writing into a text cannot fail.
            let _ = writeln!(text, "{mark} {} ({} steps)", raw.scenario, raw.steps.len());
            text
        })
}
