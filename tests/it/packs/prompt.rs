//! `redress script`: expressions and functions tried out on a sample case, driven through a pipe.

use std::io::Write;
use std::process::{Command, Stdio};

use super::command::{pack, text};

/// What comes back for these lines, and the exit code.
fn typed(arguments: &[&str], lines: &str) -> (String, Option<i32>) {
    let root = pack(None);
    let mut child = Command::new(env!("CARGO_BIN_EXE_redress"))
        .args(["script", "acme"])
        .args(arguments)
        .current_dir(root.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    (
        text(&output.stdout) + text(&output.stderr).as_str(),
        output.status.code(),
    )
}

#[test]
fn an_expression_is_worth_what_it_is_worth_in_the_sample_case() {
    let lines = "loss * 2\nis_severe(loss, injured)\nseverity\nloss >= settings.major_loss\ncase.stage\n";
    let expected = "20.00\nfalse: is_severe(loss, injured) is false (loss = 10.00, injured = false)\n\"ordinary\"\n\
        false: loss >= settings.major_loss is false (loss = 10.00, settings.major_loss = 20000)\n\"closed\"\n";
    assert_eq!(typed(&[], lines), (expected.to_owned(), Some(0)));
}

#[test]
fn an_answer_can_be_changed_and_the_decisions_follow() {
    let lines = ":set loss 30000\nseverity\n:set injured ~\nis_severe(loss, injured)\n:reset\nseverity\n";
    let (answer, code) = typed(&[], lines);
    let answer: Vec<&str> = answer.lines().collect();
    assert_eq!(
        answer[..4],
        [
            "loss = 30000.00",
            "\"major\"",
            "injured = ()",
            "unknown: injured is not answered"
        ]
    );
    assert_eq!(answer.last(), Some(&"\"ordinary\""));
    assert_eq!(code, Some(0));
}

#[test]
fn the_case_is_played_to_the_step_that_is_asked_for() {
    let lines = "case.stage\nhappened(\"answered\")\n:scenario step 2\nhappened(\"answered\")\n:scenario an answer step 0\nanswered(loss)\n";
    let (answer, _) = typed(&["--scenario", "closes", "--step", "1"], lines);
    let told: Vec<&str> = answer.lines().filter(|line| !line.starts_with("complaint:")).collect();
    assert_eq!(told[0], "\"open\"");
    assert!(told[1].starts_with("false"), "{answer}");
    assert!(told[2].starts_with("2 of 2 steps played"), "{answer}");
    assert_eq!(told[3], "true");
    assert_eq!(told[4], "0 of 2 steps played, no case opened yet");
    assert!(told[5].starts_with("false"), "{answer}");
}

#[test]
fn names_and_functions_are_listed_with_what_they_are() {
    let (answer, _) = typed(&[], ":names loss\n:functions\n:scenario\n");
    assert!(answer.contains("loss: an amount of money = 10.00\n"), "{answer}");
    assert!(
        answer.contains("settings.major_loss: an amount of money = 20000\n"),
        "{answer}"
    );
    assert!(
        answer.contains("is_severe(loss, injured) -> any value    # rules/acme/scripts/severity.rhai:"),
        "{answer}"
    );
    assert!(answer.contains("* an answer closes the case (2 steps)"), "{answer}");
}

#[test]
fn a_mistake_says_where_what_and_what_to_do() {
    let lines = "loss + 1\nlos > 3\n:set los 3\n:set severity major\n:set about nothing\n:nams\n";
    let (answer, code) = typed(&[], lines);
    for expected in [
        "error[unknown-name]: no name `los`\n --> (typed):2:1\n",
        "= help: did you mean `loss`?",
        "error: no field `los`\n  = help: did you mean `loss`?",
        "error: `severity` is decided by the rules\n  = help: set the answers it depends on, and it follows",
        "error: `about` does not take `nothing`\n  = help: it takes one of `goods`, `staff`; ",
        "error: no command `:nams`\n  = help: did you mean `:names`?",
    ] {
        assert!(answer.contains(expected), "{expected}\nis not in\n{answer}");
    }
    assert_eq!(code, Some(1));
}

#[test]
fn a_scenario_that_is_not_there_is_answered_with_the_nearest() {
    let (answer, code) = typed(&["--scenario", "an answer closes the cases"], "");
    assert!(answer.contains("did you mean `an answer closes the case`?"), "{answer}");
    assert_eq!(code, Some(2));
}
