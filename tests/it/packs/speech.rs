//! The command line in the language of whoever sits before it.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use rstest::rstest;
use serde_json::Value;

use super::command::{pack, text};
use super::folder;

/// The program in an environment of nothing but these variables.
fn redress(environment: &[(&str, &str)], arguments: &[&str], at: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_redress"))
        .args(arguments)
        .env_clear()
        .envs(environment.iter().copied())
        .current_dir(at)
        .output()
        .unwrap()
}

const CHINESE: &[(&str, &str)] = &[("LANG", "zh_CN.UTF-8")];
const TRADITIONAL: &[(&str, &str)] = &[("LANG", "zh_TW.UTF-8")];

/// `UPDATE_EXPECT=1` writes what is said.
fn assert_said(said: &str, file: &str) {
    let path = folder("said").join(file);
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, said).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(said, expected, "see {}", path.display());
}

#[rstest]
fn a_finding_is_told_in_the_language_of_the_terminal(
    #[values(
        "bad-decision",
        "bad-duration",
        "deadline-cycle",
        "missing-key",
        "table-gap",
        "type-mismatch",
        "unknown-name",
        "unknown-role",
        "unreachable-rule",
        "wrong-type",
        "yaml-trap"
    )]
    code: &str,
) {
    let root = pack(Some(code));
    let chinese = redress(CHINESE, &["check"], root.path());
    assert_said(&text(&chinese.stdout), &format!("zh/{code}.txt"));
    let traditional = redress(TRADITIONAL, &["check"], root.path());
    assert_said(&text(&traditional.stdout), &format!("zh-Hant/{code}.txt"));
}

#[rstest]
#[case(&[], "error[")]
#[case(&[("LANG", "C")], "error[")]
#[case(&[("LANG", "de_DE.UTF-8")], "error[")]
#[case(&[("LANG", "zh_CN.UTF-8")], "错误[")]
#[case(&[("LANG", "zh_HK.UTF-8")], "錯誤[")]
#[case(&[("LC_MESSAGES", "zh_CN.UTF-8"), ("LANG", "en_US.UTF-8")], "错误[")]
#[case(&[("LC_ALL", "C"), ("LANG", "zh_CN.UTF-8")], "error[")]
#[case(&[("LC_ALL", ""), ("LANG", "zh_CN.UTF-8")], "错误[")]
#[case(&[("REDRESS_LANGUAGE", "zh-Hant"), ("LC_ALL", "en_US.UTF-8")], "錯誤[")]
fn the_first_variable_that_says_anything_decides(#[case] environment: &[(&str, &str)], #[case] begins: &str) {
    let root = pack(Some("unknown-role"));
    let said = text(&redress(environment, &["check"], root.path()).stdout);
    assert!(said.starts_with(begins), "{said}");
}

#[test]
fn who_asks_for_a_language_gets_it_wherever_the_option_stands() {
    let root = pack(Some("unknown-role"));
    let told = |arguments: &[&str]| text(&redress(CHINESE, arguments, root.path()).stdout);
    assert!(told(&["check", "--language", "en"]).starts_with("error["));
    assert!(told(&["check", "--language", "zh-Hant"]).starts_with("錯誤["));
}

#[test]
fn machines_are_told_in_english_unless_they_ask() {
    let root = pack(Some("unknown-role"));
    let message = |arguments: &[&str]| {
        let output = redress(CHINESE, arguments, root.path());
        let report: Value = serde_json::from_slice(&output.stdout).unwrap();
        report["findings"][0]["message"].clone()
    };
    assert_eq!(message(&["check", "--format", "json"]), "no role `managr`");
    assert_eq!(
        message(&["check", "--format", "json", "--language", "zh"]),
        "没有 `managr` 这个岗位"
    );
}

#[test]
fn a_code_is_explained_in_the_language_of_the_terminal() {
    let root = pack(None);
    let said = text(&redress(CHINESE, &["explain", "unknown-role"], root.path()).stdout);
    assert!(said.starts_with("unknown-role\n\n单位没有这个岗位。\n"), "{said}");
    let said = text(&redress(TRADITIONAL, &["explain"], root.path()).stdout);
    assert!(said.contains("單位沒有這個崗位。\n"), "{said}");
    let error = text(&redress(CHINESE, &["explain", "unknown-rol"], root.path()).stderr);
    assert_eq!(
        error,
        "redress: 没有 `unknown-rol` 这个代码；是不是想写 `unknown-role`？\n"
    );
}

#[test]
fn what_a_scenario_expected_and_got_is_told_in_the_language_of_the_terminal() {
    const FAILING: &str = "
scenarios:
  - scenario: 严重程度不对
    at: 2024-09-27 16:00
    given: { what: late, about: staff, loss: 10, injured: false }
    steps:
      - { open: {}, by: agent, then: { stage: closed, decisions: { severity: major }, deadlines: { answer: met } } }
  - scenario: 没有这一步
    at: 2024-09-27 16:00
    given: { what: late, about: staff, loss: 10, injured: false }
    steps:
      - { open: {}, by: agent, then: { offered: [reopen], notices: [reply] } }
";
    let root = pack(None);
    fs::write(root.path().join("failing.yaml"), FAILING).unwrap();
    let arguments = ["test", "--scenarios", "failing.yaml", "--coverage", "--mutate"];
    let output = redress(CHINESE, &arguments, root.path());
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
    let said = text(&output.stdout);
    let version = said.split(['(', ')']).nth(1).unwrap_or_default().to_owned();
    assert_said(&said.replace(&version, "…"), "zh/failing.txt");
}

#[test]
fn what_would_be_decided_and_why_not_is_told_in_the_language_of_the_terminal() {
    let root = pack(None);
    let decide = |answers: &str| {
        fs::write(root.path().join("answers.json"), answers).unwrap();
        let at = "2024-09-27T16:00";
        let arguments = [
            "decide",
            "acme",
            "--input",
            "answers.json",
            "--at",
            at,
            "--format",
            "text",
        ];
        redress(CHINESE, &arguments, root.path())
    };
    let said = text(&decide(r#"{ "what": "late", "about": "staff", "loss": "10", "injured": "false" }"#).stdout);
    for told in ["第 2 条规则成立", "answer 到期 2024-10-02 18:00", "第 3 个工作日"] {
        assert!(said.contains(told), "{told}: {said}");
    }
    let refused = text(&decide(r#"{ "what": "late" }"#).stderr);
    assert!(
        refused.starts_with("redress: 填写的内容不符合表单\nabout: 请选择"),
        "{refused}"
    );
    let unread = text(&decide("[]").stderr);
    assert_eq!(unread, "redress: answers.json 里应当是一个 JSON 对象：字段 → 答案\n");
}

#[test]
fn what_no_scenario_reached_is_named_in_the_language_of_the_terminal() {
    let root = pack(None);
    let rules = root.path().join("rules/acme/complaint.yaml");
    let merging = "merging:\n  name: Merge\n  at: open\n  by: agent\n  to: closed\n  does: [{ when: injured, does: [{ open_task: look_into }] }]\n";
    let written = fs::read_to_string(&rules).unwrap();
    let written = written.replace("{ notify: reply }", "{ when: injured, does: [{ notify: reply }] }");
    fs::write(
        &rules,
        format!("{written}\nconfidential: {{ when: injured, only: manager }}\n{merging}"),
    )
    .unwrap();
    let said = text(&redress(CHINESE, &["test"], root.path()).stdout);
    for named in [
        "complaint：合并",
        "complaint：合并后第 1 项效果",
        "complaint：步骤 answer 第 2 项效果",
        "complaint：保密",
    ] {
        assert!(said.contains(named), "{named}: {said}");
    }
}

#[test]
fn a_new_pack_is_introduced_and_its_people_are_admitted_in_the_language_of_the_terminal() {
    let root = tempfile::tempdir().unwrap();
    let output = redress(CHINESE, &["new", "library"], root.path());
    assert_said(&text(&output.stdout), "zh/new.txt");
    let again = redress(CHINESE, &["new", "library"], root.path());
    assert_eq!(
        text(&again.stderr),
        "redress: rules/ 或 forms/ 里已经有 `library`；什么也没有写\n"
    );
    let shown = redress(CHINESE, &["show", "library", "complaint.nothing"], root.path());
    assert_eq!(
        text(&shown.stderr),
        "redress: 规则包 `library` 里没有 `complaint.nothing`\n"
    );
}
