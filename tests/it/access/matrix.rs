//! `redress show access` says what the engine enforces.

use std::collections::BTreeMap;
use std::path::Path;

use redress::access::{Permission, Step, Within, permissions};
use redress::case::event::{Event, Recorded};
use redress::case::permission::{Right, is_entitled};
use redress::case::{Actor, Case, CaseId, Context, PersonId, Standings, may_open};
use redress::form::Answers;
use redress::pack::id::{DepartmentId, RoleId};
use redress::pack::load::{Sources, organizations};
use redress::pack::{CaseType, DeadlineRule, Pack, TaskRule, check};
use redress::value::Value;

use crate::packs::command::{redress, text};

fn root(folder: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)
}

fn pack(folder: &str, organization: &str) -> Pack {
    let sources = Sources::read(&root(folder), &organization.into()).expect("the files of a pack");
    check(&sources).pack.expect("a pack without errors")
}

fn somebody(role: &RoleId, departments: Vec<DepartmentId>) -> Actor {
    Actor {
        id: PersonId("somebody".into()),
        name: "Somebody".to_owned(),
        stands_for: None,
        roles: vec![role.clone()],
        departments,
        standings: Standings::default(),
        engine: false,
    }
}

/// Just opened, with nothing answered.
fn opened(pack: &Pack, case_type: &CaseType) -> Case {
    let by = PersonId("anybody".into());
    let event = Event::Opened {
        case: CaseId(uuid::Uuid::nil()),
        organization: pack.organization.clone(),
        case_type: case_type.id.clone(),
        number: "1".to_owned(),
        pack: pack.version.clone(),
        stage: case_type.stages.keys().next().expect("a stage").clone(),
        form: case_type.opening.form.clone(),
        answers: Answers::default(),
        parent: None,
        language: None,
    };
    let recorded = Recorded {
        seq: 1,
        at: "2024-09-23T01:00:00Z".parse().expect("an instant"),
        by: by.clone(),
        by_name: "Anybody".to_owned(),
        stands_for: None,
        event,
    };
    Case::fold([recorded].into_iter()).expect("it begins with an opening")
}

/// How far the engine lets a role do it: at large, in some department, or nowhere.
fn enforced(pack: &Pack, case: &Case, right: Right, role: &RoleId) -> Within {
    as_far_as(pack, case, role, |context| is_entitled(pack, case, right, context))
}

fn as_far_as(pack: &Pack, case: &Case, role: &RoleId, is_let: impl Fn(&Context) -> bool) -> Within {
    let counters = BTreeMap::new();
    let may = |departments: Vec<DepartmentId>| {
        let actor = somebody(role, departments);
        is_let(&Context {
            now: case.opened_at,
            actor: &actor,
            counters: &counters,
            people: None,
        })
    };
    if may(Vec::new()) {
        Within::EverywhereSeen
    } else if may(pack.departments.keys().cloned().collect()) {
        Within::Department
    } else {
        Within::Nowhere
    }
}

#[test]
fn the_printed_table_and_the_engine_agree_on_every_step_of_every_role() {
    let bundled = organizations(&root("."));
    assert!(bundled.len() >= 15, "{bundled:?}");
    let bundled = bundled.iter().map(|organization| (".", organization.as_str()));
    let own = [("tests/it/app/pack", "harbour"), ("tests/it/app/kept", "lodge")];
    let mut compared = BTreeMap::new();
    for (folder, organization) in own.into_iter().chain(bundled) {
        let pack = pack(folder, organization);
        for case_type in pack.case_types.values() {
            let case = opened(&pack, case_type);
            let permissions = permissions(case_type);
            for permission in &permissions {
                for role in pack.roles.keys() {
                    let (kind, said, enforced) = match permission.step {
                        Step::Open => ("open", permission.within(role), opens(&pack, case_type, &case, role)),
                        Step::Complete(rule) => {
                            let (said, case) = (permission.within(role), with_task(&pack, &case, rule));
                            ("complete", said, enforced(&pack, &case, Right::Complete(1), role))
                        }
                        // One deadline is extended, whichever of its steps it is.
                        Step::Extend(rule, _) => {
                            let said = of_any_step(&permissions, rule, role);
                            ("extend", said, enforced(&pack, &case, Right::Extend(&rule.id), role))
                        }
                        Step::Act(action) => {
                            let right = Right::Act(&action.id);
                            ("act", permission.within(role), enforced(&pack, &case, right, role))
                        }
                        Step::Override(rule) => {
                            let right = Right::Override(&rule.id);
                            ("override", permission.within(role), enforced(&pack, &case, right, role))
                        }
                        Step::TakeOver => {
                            let (said, right) = (permission.within(role), Right::Handle);
                            ("take over", said, enforced(&pack, &case, right, role))
                        }
                        Step::Merge => {
                            let (said, right) = (permission.within(role), Right::Merge);
                            ("merge", said, enforced(&pack, &case, right, role))
                        }
                    };
                    // A department that is not known yet is nobody's.
                    let is_same = said == enforced || (said, enforced) == (Within::Department, Within::Nowhere);
                    assert!(
                        is_same,
                        "{organization} {} {} {role}: said {said:?}, enforced {enforced:?}",
                        case_type.id,
                        name(&permission.step)
                    );
                    // What is said of a department is seen to hold somewhere, and not only to be refused everywhere.
                    let of = (kind, said, enforced);
                    *compared.entry(format!("{of:?}")).or_insert(0) += 1;
                }
            }
        }
    }
    for kind in ["open", "act", "complete", "override", "extend", "merge"] {
        for within in [Within::Nowhere, Within::EverywhereSeen] {
            let same = compared.get(&format!("{:?}", (kind, within, within)));
            assert!(same.is_some(), "{kind} {within:?} was never met: {compared:#?}");
        }
    }
    let in_department = format!("{:?}", ("complete", Within::Department, Within::Department));
    assert!(compared.contains_key(&in_department), "{compared:#?}");
    assert!(compared.values().sum::<i32>() > 4_000, "{compared:#?}");
}

fn name(step: &Step) -> String {
    match step {
        Step::Open => "opening".to_owned(),
        Step::Act(action) => format!("action {}", action.id),
        Step::Complete(rule) => format!("task {}", rule.id),
        Step::Override(rule) => format!("decision {}", rule.id),
        Step::Extend(rule, _) => format!("deadline {}", rule.id),
        Step::TakeOver => "taking over".to_owned(),
        Step::Merge => "merging".to_owned(),
    }
}

fn of_any_step(permissions: &[Permission], rule: &DeadlineRule, role: &RoleId) -> Within {
    let of_rule = permissions
        .iter()
        .filter(|other| matches!(other.step, Step::Extend(known, _) if known.id == rule.id));
    of_rule.map(|step| step.within(role)).max().unwrap_or(Within::Nowhere)
}

/// The same case with this task open, given to a department if the policy gives it to one.
fn with_task(pack: &Pack, case: &Case, rule: &TaskRule) -> Case {
    let department = rule.department.as_ref().and(pack.departments.keys().next()).cloned();
    let mut case = case.clone();
    case.apply(&Recorded {
        seq: 2,
        at: case.opened_at,
        by: PersonId("anybody".into()),
        by_name: "Anybody".to_owned(),
        stands_for: None,
        event: Event::TaskOpened {
            number: 1,
            task: rule.id.clone(),
            department,
            each: Value::Empty,
            person: None,
            about: None,
        },
    });
    case
}

/// How far a role may open cases of a type: in whatever department, or only as somebody of some.
fn opens(pack: &Pack, case_type: &CaseType, case: &Case, role: &RoleId) -> Within {
    as_far_as(pack, case, role, |context| {
        may_open(pack, case_type, &Answers::default(), context).is_ok()
    })
}

#[test]
fn the_table_is_printed_for_people_and_for_machines() {
    let root = root("tests/it/app/kept");
    let printed = redress(&["show", "access", "lodge"], &root);
    assert_eq!(printed.status.code(), Some(0), "{}", text(&printed.stderr));
    let told = text(&printed.stdout);
    let signs = |name: &str| -> Vec<String> {
        let mut rows = told.lines().filter_map(|line| line.trim_start().strip_prefix(name));
        let signs = rows
            .find(|rest| rest.starts_with("  "))
            .unwrap_or_else(|| panic!("no row `{name}`: {told}"));
        signs.split_whitespace().map(str::to_owned).collect()
    };
    for column in [
        "A  Platform operator (operator)",
        "B  Organization administrator (administrator)",
        "H  Handler (handler)",
    ] {
        assert!(told.contains(column), "{column}: {told}");
    }
    // Operator, administrator, auditor, integrator; agent, keeper, auditor, handler.
    assert_eq!(signs("Close"), [".", "+", ".", ".", "s", "s", ".", "."]);
    assert_eq!(signs("Task: Look"), [".", "+", ".", ".", ".", ".", ".", "d"]);
    assert_eq!(signs("Move the test clock"), ["#", ".", ".", ".", ".", ".", ".", "."]);
    assert!(
        told.contains("Nobody sees or acts on a case about themselves."),
        "{told}"
    );

    let json = redress(&["show", "access", "lodge", "--format", "json"], &root);
    let matrix: serde_json::Value = serde_json::from_slice(&json.stdout).expect("JSON");
    let columns = matrix["columns"].as_array().expect("columns");
    let of = |id: &str| columns.iter().position(|column| column["id"] == id).expect("a column");
    let auditor = columns
        .iter()
        .position(|column| column["kind"] == "standing" && column["id"] == "auditor");
    let auditor = auditor.expect("a column");
    let row = |part: &str, id: &str| {
        let parts = matrix["parts"].as_array().expect("parts");
        let part = parts.iter().find(|known| known["id"] == part).expect("a part");
        let rows = part["rows"].as_array().expect("rows");
        rows.iter().find(|row| row["id"] == id).expect("a row")["cells"].clone()
    };
    let close = row("hint", "action close");
    assert_eq!(
        (
            &close[of("agent")],
            &close[of("handler")],
            &close[of("administrator")],
            &close[auditor]
        ),
        (&"seen".into(), &"no".into(), &"all".into(), &"no".into())
    );
    assert_eq!(row("hint", "task look")[of("handler")], "department");
    assert_eq!(row("platform", "ability move-clock")[of("operator")], "platform");
    assert_eq!(row("sight", "see confidential hint")[of("agent")], "no");
}

#[test]
fn a_pack_that_comes_with_the_program_is_laid_out_in_chinese_as_well() {
    let nowhere = tempfile::tempdir().expect("a folder");
    let printed = redress(
        &["show", "access", "property-developer", "--language", "zh"],
        nowhere.path(),
    );
    assert_eq!(printed.status.code(), Some(0), "{}", text(&printed.stderr));
    let told = text(&printed.stdout);
    for said in [
        "单位管理员 (administrator)",
        "审计员不能改动任何内容",
        "进入：案件列表、制度",
    ] {
        assert!(told.contains(said), "{said}: {told}");
    }
    let platform = text(&redress(&["show", "access"], nowhere.path()).stdout);
    assert!(platform.contains("Platform operator (operator)"), "{platform}");
}
