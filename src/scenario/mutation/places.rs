//! Where a pack can be changed.
//!
//! The walk goes over the files as written and knows only the keys of the pack language that decide something: `rules` those that
//! decide the case, `people` who may, who sees and who is told, `ledgers` what is written down, what comes round and what is counted.
//! [`never`] says what is left alone.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use super::mutant::{Mutant, distinct};
use super::surroundings::Surroundings;
use super::walk::Walk;
use crate::locale::{Phrase, phrase};
use crate::pack::draft::whole;
use crate::pack::id::OrganizationId;
use crate::pack::load::Sources;
use crate::yaml::{self, Document};

/// What is never altered: what running a case does not prove.
pub fn never() -> Vec<Phrase> {
    vec![
        phrase!("names, labels and texts"),
        phrase!("guidance"),
        phrase!("templates of documents and their copies"),
        phrase!("options of lists"),
        phrase!("types and order of fields"),
        phrase!("names of stages and which of them are final"),
        phrase!("what a channel says"),
        phrase!("what files are taken"),
        phrase!("how cases are numbered, and what stands for their subject and complainant"),
        phrase!("what rules of decisions come to, `all` and `hit`"),
        phrase!("conditions but for whole numbers, `<`, `<=`, `>` and `>=`"),
        phrase!("expressions that say what is set, whose a case is, and who or what is meant"),
        phrase!("`from` of time limits"),
        phrase!("the stages at which steps are offered, and to which other stage they could lead"),
        phrase!("`form` of steps; `required: true`, `default`, `min`, `max` and `when_hidden` of fields"),
        phrase!("`remind: owner`"),
        phrase!("settings that are texts, dates or fractions"),
        phrase!("answers with which schedules open cases"),
        phrase!("what columns of registers show"),
        phrase!("time zone, currency and languages"),
        phrase!("the calendar"),
        phrase!("`soft` of time limits"),
        phrase!("`audits` and `sees_personal` of roles"),
        phrase!("scripts"),
    ]
}

/// Every place of the pack in `sources` at which something is decided, once for each way of changing it, in the order of the files.
pub fn mutants(organization: &OrganizationId, sources: &Sources) -> Vec<Mutant> {
    let files = own_files(organization, sources);
    let around = Surroundings::of(&files, sources);
    let mut mutants = Vec::new();
    let mut parts: BTreeMap<String, Part> = BTreeMap::new();
    for (name, document) in files {
        if let Some((whole, files)) = whole(&document, sources) {
            let whole = Arc::new(whole);
            for file in files {
                let part = parts.entry(file).or_default();
                part.names.insert(name.clone());
                part.wholes.push(Arc::clone(&whole));
            }
        }
        walk(document, vec![name], Vec::new(), &around, &mut mutants);
    }
    // Parts that the pack starts from decide as its own files do, where nothing counts over them; shared fields where a form uses them.
    for (path, part) in parts {
        if let Some(document) = read(sources, &path) {
            walk(
                document,
                part.names.into_iter().collect(),
                part.wholes,
                &around,
                &mut mutants,
            );
        }
    }
    let shared = sources.files().map(|(path, _)| path).filter(|path| is_shared(path));
    for document in shared.filter_map(|path| read(sources, path)) {
        walk(document, vec!["shared".to_owned()], Vec::new(), &around, &mut mutants);
    }
    distinct(mutants)
}

/// The organization's own files that decide something, each with what kind of file it is.
fn own_files(organization: &OrganizationId, sources: &Sources) -> Vec<(String, Document)> {
    let own = [format!("rules/{organization}/"), format!("forms/{organization}/")];
    let is_own = |path: &str| own.iter().any(|folder| path.starts_with(folder)) && path.ends_with(".yaml");
    let is_aside = |path: &str| ["/scenarios/", "/calendars/"].iter().any(|part| path.contains(part));
    let paths = sources.files().map(|(path, _)| path);
    let paths = paths.filter(|path| is_own(path) && !is_aside(path));
    let named = paths.filter_map(|path| {
        let name = Path::new(path).file_stem()?.to_str()?;
        let document = read(sources, path)?;
        (name != "clauses").then(|| (name.to_owned(), document))
    });
    named.collect()
}

/// A file of fields that forms `use`.
fn is_shared(path: &str) -> bool {
    path.starts_with("forms/common/") && path.ends_with(".yaml") && !path.starts_with("forms/common/parts/")
}

fn read(sources: &Sources, path: &str) -> Option<Document> {
    let bytes = sources.get(path)?;
    yaml::source(path, bytes).and_then(|file| yaml::read(&file)).ok()
}

/// A shared part, and what starts from it.
#[derive(Default)]
struct Part {
    /// Of the files that start from it: what kinds of file it is part of.
    names: BTreeSet<String>,
    wholes: Vec<Arc<Document>>,
}

fn walk(
    document: Document,
    names: Vec<String>,
    wholes: Vec<Arc<Document>>,
    around: &Surroundings,
    mutants: &mut Vec<Mutant>,
) {
    let mut walk = Walk {
        document: Arc::new(document),
        names,
        around,
        wholes,
        found: Vec::new(),
    };
    walk.file();
    mutants.append(&mut walk.found);
}

impl Walk<'_> {
    fn file(&mut self) {
        let document = Arc::clone(&self.document);
        let Some(top) = document.value.as_object() else { return };
        // What starts from one part is of one kind.
        match self.names.first().map(String::as_str).unwrap_or_default() {
            "organization" => {
                self.settings(top);
                self.tree(top);
                self.sight(top);
            }
            "statistics" => self.ledgers(top),
            "shared" => self.shared_fields(top),
            _ => {
                self.wholes(top);
                self.recurrences(top);
                self.counters(top);
                self.recipients(top);
                self.steps(top);
                self.mapping("", top);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pack::id::ClauseId;

    const ROLES: &str = "roles:\n  counter: { sees_all: true }\n  head: {}\n  chief: {}\n";

    fn of(text: &str) -> Vec<String> {
        let organization = OrganizationId::new("shop");
        let sources = Sources::from_files([("rules/shop/complaint.yaml", text)]);
        mutants(&organization, &sources)
            .into_iter()
            .map(|mutant| format!("{} {}", mutant.line, mutant.what))
            .collect()
    }

    #[test]
    fn rules_guards_deadlines_thresholds_and_routes_are_changed_and_texts_are_not() {
        let found = of("\
decisions:
  severity:
    name: { en: Severity of 3 }
    rules:
      - { when: loss >= 5, is: major }
deadlines:
  answer:
    from: received
    within: 3 working days
actions:
  close:
    at: [answered]
    to: closed
    needs:
      - that: answered(signature)
        else: 1 signature is missing
");
        assert_eq!(
            found,
            [
                "7 deadlines answer: removed",
                "5 decisions severity rules 1: removed",
                "5 decisions severity rules 1 when: removed",
                "5 decisions severity rules 1 when: now `loss > 5`",
                "5 decisions severity rules 1 when: now `loss >= 6`",
                "9 deadlines answer within: now `4 working days`",
                "13 actions close to: removed",
                "15 actions close needs 1: removed",
            ]
        );
    }

    /// What is changed of `file` beside an organization of three roles.
    fn beside_roles(file: &str, text: &str) -> Vec<String> {
        let organization = OrganizationId::new("shop");
        let sources = Sources::from_files([("rules/shop/organization.yaml", ROLES), (file, text)]);
        let mutants = mutants(&organization, &sources).into_iter();
        mutants
            .filter(|mutant| mutant.file == file)
            .map(|mutant| mutant.what)
            .collect()
    }

    #[test]
    fn whoever_may_is_one_more_or_one_less_and_what_only_the_engine_does_somebody_else_does_too() {
        let found = beside_roles(
            "rules/shop/complaint.yaml",
            "\
opens: { form: intake }
decisions:
  severity: { table: { by: kind }, override: { by: head } }
actions:
  close: { by: [counter, { role: head, department: place }] }
",
        );
        assert_eq!(
            found,
            [
                "opens: now `by: \"counter\"`",
                "decisions severity override by: now `[\"head\",\"chief\"]`",
                "decisions severity override by: removed",
                "actions close by: now `[\"counter\",{\"role\":\"head\",\"department\":\"place\"},\"chief\"]`",
                "actions close by 1: removed",
                "actions close by 2: now `head`",
                "actions close by 2: removed",
            ]
        );
    }

    #[test]
    fn one_name_is_altered_as_a_list_of_one_is() {
        let changes = |written: &dyn Fn(&str) -> String| {
            let text = format!(
                "\
deadlines:
  answer: {{ from: received, until: {}, cancelled_by: {}, paused_in: {}, extend: {{ by: {} }} }}
actions:
  close: {{ by: {}, marks: {} }}
confidential: {{ only: {} }}
",
                written("answered"),
                written("withdrawn"),
                written("waiting"),
                written("chief"),
                written("counter"),
                written("closed"),
                written("head"),
            );
            let found = beside_roles("rules/shop/complaint.yaml", &text);
            let alike = found.iter().map(|what| what.replace(" 1: removed", ": removed"));
            let mut alike: Vec<_> = alike.collect();
            alike.sort();
            alike
        };
        let of_one_word = changes(&str::to_owned);
        assert_eq!(of_one_word, changes(&|name| format!("[{name}]")));
        for what in ["deadlines answer until", "actions close marks", "actions close by"] {
            let removed = format!("{what}: removed");
            assert!(of_one_word.contains(&removed), "{removed} is not in {of_one_word:#?}");
        }
    }

    #[test]
    fn a_part_that_two_case_types_start_from_is_part_of_both() {
        let organization = OrganizationId::new("shop");
        let sources = Sources::from_files([
            ("rules/common/parts/closing.yaml", "actions:\n  close: { to: closed }\n"),
            (
                "rules/shop/complaint.yaml",
                "extends: rules/common/parts/closing.yaml\ncase: complaint\n",
            ),
            (
                "rules/shop/duty.yaml",
                "extends: rules/common/parts/closing.yaml\ncase: duty\n",
            ),
        ]);
        let [mutant] = mutants(&organization, &sources).try_into().expect("one change");
        assert_eq!(mutant.parts, ["complaint/action close", "duty/action close"]);
    }

    #[test]
    fn somebody_else_is_told_and_a_time_limit_moves_once_more_and_further() {
        let found = beside_roles(
            "rules/shop/complaint.yaml",
            "\
deadlines:
  answer:
    tells: head
    missed: [{ remind: chief }]
    extend: { times: 1, up_to: 3 days, notice: true }
notices:
  result: { to: complainant }
  order: { to: { role: counter } }
",
        );
        assert_eq!(
            found,
            [
                "deadlines answer: removed",
                "notices result to: now `{\"role\":\"counter\"}`",
                "notices order to role: now `head`",
                "deadlines answer tells: now `chief`",
                "deadlines answer extend times: now `2`",
                "deadlines answer extend up_to: removed",
                "deadlines answer extend notice: removed",
                "deadlines answer missed 1: removed",
                "deadlines answer missed 1 remind: now `counter`",
                "deadlines answer extend: removed",
                "deadlines answer extend up_to: now `4 days`",
            ]
        );
    }

    #[test]
    fn registers_reports_and_time_plans_are_changed_and_masks_only_where_they_are_seen() {
        let file = "rules/shop/statistics.yaml";
        let ledgers = "registers: { all: { where: loss > 5, columns: { name: { is: who } } } }\nreports: { month: { breakdown: [a, b] } }\n";
        assert_eq!(
            beside_roles(file, ledgers),
            [
                "registers all where: removed",
                "registers all where: now `loss >= 5`",
                "registers all where: now `loss > 6`",
                "registers all columns name: removed",
                "reports month breakdown 1: removed",
                "reports month breakdown 2: removed",
            ]
        );
        let plan = "schedules: { monthly: { cron: \"0 9 1 * *\", holiday: skip } }\n";
        assert_eq!(
            beside_roles("rules/shop/schedules.yaml", plan),
            [
                "schedules monthly: removed",
                "schedules monthly cron: now `0 10 1 * *`",
                "schedules monthly cron: now `0 9 2 * *`",
                "schedules monthly holiday: removed",
            ]
        );
        let form = "fields: [{ id: who, personal: true }, { id: phone, personal: true }]\n";
        let organization = OrganizationId::new("shop");
        let sources = Sources::from_files([(file, ledgers), ("forms/shop/intake.yaml", form)]);
        let masks = mutants(&organization, &sources).into_iter();
        let masks: Vec<_> = masks.filter(|mutant| mutant.file.starts_with("forms/")).collect();
        assert_eq!(masks[0].what, "fields 1 personal: removed");
        assert_eq!(masks[0].parts, ["form intake", "field intake.who"]);
        assert_eq!(masks.len(), 1);
    }

    #[test]
    fn how_far_a_role_sees_is_turned_round() {
        let organization = OrganizationId::new("shop");
        let sources = Sources::from_files([("rules/shop/organization.yaml", ROLES)]);
        let found: Vec<_> = mutants(&organization, &sources)
            .into_iter()
            .map(|mutant| mutant.what)
            .collect();
        assert_eq!(
            found,
            [
                "roles counter sees_all: removed",
                "roles head: now `sees_all: true`",
                "roles chief: now `sees_all: true`",
            ]
        );
    }

    #[test]
    fn a_mutant_is_the_file_with_one_change_and_cites_what_it_is_part_of() {
        let organization = OrganizationId::new("shop");
        let sources = Sources::from_files([(
            "rules/shop/complaint.yaml",
            "actions:\n  close:\n    clause: [A-1, A-2]\n    to: closed\n",
        )]);
        let [mutant] = mutants(&organization, &sources).try_into().expect("one change");
        assert_eq!(mutant.text, r#"{"actions":{"close":{"clause":["A-1","A-2"]}}}"#);
        assert_eq!(mutant.clauses, [ClauseId::new("A-1"), ClauseId::new("A-2")]);
    }
}
