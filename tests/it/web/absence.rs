//! Saying that one is away, and working for somebody who is.

use super::Site;

#[test]
fn an_absence_is_entered_shown_and_taken_back() {
    let site = Site::of_harbour();
    let mut max = site.signed_in("max");
    max.get("/account")
        .shows("When you are away")
        .shows("value=\"harbour/anna\"");
    for (from, until, deputy, told) in [
        (
            "2024-09-23",
            "2024-09-22",
            "harbour/anna",
            "the last day is not before the first",
        ),
        ("2024-09-23", "", "harbour/anna", "the last day is not before the first"),
        (
            "-5000-01-01",
            "2024-09-27",
            "harbour/anna",
            "the last day is not before the first",
        ),
        (
            "2024-09-23",
            "9999-09-27",
            "harbour/anna",
            "the last day is not before the first",
        ),
        ("2024-09-23", "2024-09-27", "harbour/nobody", "choose a colleague"),
        ("2024-09-23", "2024-09-27", "", "choose a colleague"),
        ("2024-09-23", "2024-09-27", "harbour/max", "choose a colleague"),
    ] {
        let answer = max.post(
            "/account/absences",
            &[("from", from), ("until", until), ("deputy", deputy)],
        );
        assert_eq!(answer.status, 422, "{told}");
        answer.shows(told).shows(&format!("value=\"{from}\""));
    }
    let entered = max.post(
        "/account/absences",
        &[
            ("from", "2024-09-23"),
            ("until", "2024-09-27"),
            ("deputy", "harbour/anna"),
        ],
    );
    assert_eq!(entered.status, 303);
    let page = max.get("/account");
    page.shows("2024-09-23 – 2024-09-27").shows("Stands in Anna");
    let id = page.field("id");
    max.post("/account/absences/end", &[("organization", "harbour"), ("id", &id)]);
    max.get("/account").hides("2024-09-23 – 2024-09-27");
}

#[test]
fn whoever_stands_in_is_told_and_chooses_for_whom_they_work() {
    let site = Site::of_harbour();
    let anna = site.test.acting_as("anna");
    let number = anna
        .open("complaint", serde_json::json!({"what": "noise"}))
        .unwrap()
        .number;
    anna.act(&number, "send_letter", serde_json::json!({})).unwrap();
    let case = format!("/harbour/cases/{number}");
    let mut max = site.signed_in("max");
    max.get("/account");
    max.post(
        "/account/absences",
        &[
            ("from", "2024-09-23"),
            ("until", "2024-09-27"),
            ("deputy", "harbour/anna"),
        ],
    );
    let mut anna = site.signed_in("anna");
    anna.get("/harbour/cases")
        .shows("Max is away until 2024-09-27 inclusive, and you stand in");
    let settle = format!("{case}/actions/close_deemed");
    anna.get(&case).hides(&format!("{settle}\""));
    assert_eq!(anna.post("/harbour/stand-in", &[("person", "max")]).status, 303);
    anna.get(&case).shows("You work for Max").shows("close_deemed");
    let version = anna.get(&case).field("_version");
    assert_eq!(anna.post(&settle, &[("_version", &version)]).status, 303);
    anna.get(&case).shows("Anna for Max");
    assert_eq!(anna.post("/harbour/stand-in", &[]).status, 303);
    anna.get("/harbour/cases").hides("You work for Max");
    let mut finn = site.signed_in("finn");
    finn.get("/harbour/cases").hides("you stand in");
    finn.post("/harbour/stand-in", &[("person", "max")]);
    finn.cookies.push(("stand-in".to_owned(), "harbour/max".to_owned()));
    finn.get("/harbour/cases").hides("You work for Max");
}
