//! What can be wrong with a pack: one file per finding.
//!
//! Each file is named for its code. Its text says what is found, why it matters, and what to write instead; that is what `redress
//! explain` prints, so it is written once. Below it stands the rule that finds it. Findings about the shape of a file or about
//! an expression are made where files and expressions are read; they have a file here too, for their explanation.
//!
//! A check is one loop over a [`Draft`]: it never repairs, never stops at the first mistake, and claims nothing it cannot
//! prove: while a file is unread, only those speak that need no other file. `absence`, `conditions`, `effects`, `explained`, `flow`,
//! `lengths`, `parts`, `reference` and `unread` hold what several of them ask.

mod absence;
mod conditions;
mod effects;
mod explained;
mod flow;
mod lengths;
mod parts;
mod reference;
mod unread;

use chrono::NaiveDate;

use super::draft::Draft;
use crate::diagnostic::Diagnostic;
pub use explained::{codes, explanation, overview};
pub use unread::sort;

/// The text at the head of a check's file.
struct Explained {
    module: &'static str,
    source: &'static str,
}

type Rule = fn(&Draft, &mut Vec<Diagnostic>);

macro_rules! checks {
    (of_one_file: [$($alone:ident,)*] rules: [$($rule:ident,)*] told_elsewhere: [$($other:ident,)*] dated: [$($dated:ident,)*]) => {
        $(mod $alone;)*
        $(mod $rule;)*
        $(mod $other;)*
        $(mod $dated;)*

        /// Right whatever else of the pack can be read: they look at one file, or know what they need of the others.
        const OF_ONE_FILE: &[Rule] = &[$($alone::check),*];

        /// Right only about a pack that could be read whole.
        const RULES: &[Rule] = &[$($rule::check),*];

        const EXPLAINED: &[Explained] = &[
            $(Explained { module: stringify!($alone), source: include_str!(concat!(stringify!($alone), ".rs")) },)*
            $(Explained { module: stringify!($rule), source: include_str!(concat!(stringify!($rule), ".rs")) },)*
            $(Explained { module: stringify!($other), source: include_str!(concat!(stringify!($other), ".rs")) },)*
            $(Explained { module: stringify!($dated), source: include_str!(concat!(stringify!($dated), ".rs")) },)*
        ];
    };
}

checks! {
    of_one_file: [
        area_twice,
        bad_counter,
        bad_cron,
        bad_decision,
        bad_duration,
        bad_field,
        bad_number_template,
        bad_scenario,
        bad_schedule,
        dead_end,
        decision_cycle,
        default_without_why,
        department_cycle,
        destroys_open_case,
        destroys_what_it_opens,
        duplicate_id,
        missing_file,
        missing_translation,
        nobody_completes,
        number_without_serial,
        reserved_role,
        still_the_models,
        uncapped_extension,
        unexplained_gap,
        unknown_action,
        unknown_calendar,
        unknown_case_type,
        unknown_clause,
        unknown_deadline,
        unknown_decision,
        unknown_department,
        unknown_document,
        unknown_event,
        unknown_field,
        unknown_file,
        unknown_form,
        unknown_guidance,
        unknown_language,
        unknown_list,
        unknown_name,
        unknown_notice,
        unknown_part,
        unknown_priority,
        unknown_role,
        unknown_schedule,
        unknown_setting,
        unknown_shared_field,
        unknown_stage,
        unknown_task,
        unknown_template,
        unmet_clause,
        unreachable_stage,
        unset_setting,
        unshown_guidance,
        wrong_file_name,
        wrong_folder_name,
    ]
    rules: [
        anonymous_form,
        bad_cell,
        bad_template,
        conflicting_field,
        constant_condition,
        deadline_cycle,
        deadline_never_started,
        deadline_never_stopped,
        deadline_without_end,
        early_warning,
        hidden_required_field,
        missing_answer,
        missing_default,
        nobody_may_act,
        not_a_user,
        not_the_complainants,
        optional_in_guard,
        read_before_asked,
        short_extension,
        staff_question,
        table_gap,
        table_overlap,
        taken_name,
        typed_person,
        uncited_clause,
        unheard_complainant,
        unreachable_extension,
        unreachable_rule,
        unused_document,
        unused_event,
        unused_form,
        unused_notice,
        unused_role,
        unused_setting,
        unused_task,
    ]
    told_elsewhere: [
        bad_actor,
        bad_extends,
        bad_recipient,
        bad_value,
        calendar_day_outside_year,
        calendar_day_twice,
        calendar_day_unreadable,
        calendar_hours_overlap,
        calendar_hours_unreadable,
        calendar_never_open,
        calendar_notice_missing,
        calendar_weekday_unknown,
        calendar_year_unknown,
        calendar_zone_unknown,
        expression_syntax,
        missing_key,
        not_an_expression,
        not_utf8,
        script_syntax,
        type_mismatch,
        unknown_function,
        unknown_key,
        unknown_option,
        unknown_value,
        wrong_arity,
        wrong_type,
        yaml_syntax,
        yaml_trap,
    ]
    dated: [
        missing_calendar_year,
    ]
}

/// What depends on the day: which years the calendar must know. It keeps no pack from running.
pub fn on_day(draft: &Draft, today: NaiveDate) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    missing_calendar_year::check(draft, today, &mut findings);
    findings
}

/// Everything else that is wrong with the pack, as [`sort`] puts it: what reading it found, and what the checks find.
pub fn run(draft: &Draft) -> Vec<Diagnostic> {
    let mut findings = draft.findings.clone();
    for site in &draft.expressions {
        let told = site.findings().into_iter();
        let may_know = unread::knows_all_names(draft, &site.case_type);
        let told = told.filter(|finding| may_know || !finding.code.starts_with("unknown-"));
        findings.extend(told.map(|finding| reference::as_text(draft, finding)));
    }
    for site in &draft.values {
        findings.extend(site.value.as_ref().err().map(|finding| (**finding).clone()));
    }
    for rule in OF_ONE_FILE {
        rule(draft, &mut findings);
    }
    if unread::is_whole(draft) && unread::knows_all_answers(draft) {
        for rule in RULES {
            rule(draft, &mut findings);
        }
    }
    sort(&mut findings);
    findings
}
