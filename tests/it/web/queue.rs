//! The queue: what a line says of a case, and how a list is narrowed.

use redress::app::Asked;
use redress::case::PersonId;
use serde_json::{Value as Json, json};

use super::Site;
use crate::support::app::TestApp;

/// What the harbour says besides: channels, a category that is asked at once, a severity that is asked later and judged by, and one
/// choice more that is nobody's business.
const SORTED: [(&str, &str, &str); 4] = [
    (
        "rules/harbour/organization.yaml",
        "departments:\n",
        "channels:\n  phone: { name: Telephone }\n  letter: { name: By letter }\n\ndepartments:\n",
    ),
    (
        "forms/harbour/intake.yaml",
        "  - { id: photo",
        "  - { id: way, type: choice, of: channels, label: Way in }\n  - { id: category, type: choice, label: Category, options: { crane: { label: Crane noise }, water: { label: Dirty water } } }\n  - { id: illness, type: choice, label: Illness, personal: true, options: { cold: { label: A cold }, gout: { label: Gout } } }\n  - { id: photo",
    ),
    (
        "forms/harbour/hand_over.yaml",
        "fields:\n",
        "fields:\n  - { id: severity, type: choice, label: Severity, options: { slight: { label: Slight }, grave: { label: Grave } } }\n",
    ),
    (
        "rules/harbour/complaint.yaml",
        "decisions:\n",
        "priority:\n  urgent: { name: Urgent, when: severity == \"grave\" && category == \"crane\" }\n\ndecisions:\n",
    ),
];

pub fn sorted() -> TestApp {
    let test = TestApp::harbour_with(&SORTED);
    for (id, post) in [("anna", "agent"), ("max", "manager"), ("finn", "handler@east")] {
        test.person(id, &[post]);
    }
    test
}

fn opened(test: &TestApp, answers: Json) -> String {
    test.acting_as("anna")
        .open("complaint", answers)
        .expect("opened")
        .number
}

/// A complaint about a crane, handed over to the east quay as a grave one, and one about the water.
pub fn two(test: &TestApp) -> (String, String) {
    let crane = opened(
        test,
        json!({"what": "a crane at night", "phone": "555 0100", "way": "phone", "category": "crane", "illness": "gout"}),
    );
    let water = opened(
        test,
        json!({"what": "oil on the water", "way": "letter", "category": "water", "illness": "cold"}),
    );
    test.acting_as("anna")
        .act(&crane, "hand_over", json!({"quay": "east", "severity": "grave"}))
        .expect("handed over");
    let takes = Asked::TakeOver {
        owner: Some(PersonId("max".into())),
    };
    test.acting_as("max").ask(&crane, takes).expect("taken over");
    test.app.index_pending().expect("indexed");
    (crane, water)
}

#[test]
fn every_filter_narrows_the_queue_alone_and_all_of_them_together() {
    let site = Site::new(sorted());
    let (crane, water) = two(&site.test);
    let mut max = site.signed_in("max");
    let mut listed = |query: &str| {
        let page = max.get(&format!("/harbour/cases?{query}"));
        assert_eq!(page.status, 200, "{query}");
        [&crane, &water].map(|number| page.body.contains(&format!("/harbour/cases/{number}\"")))
    };
    let (both, first, second, none) = ([true, true], [true, false], [false, true], [false, false]);
    for (query, expected) in [
        ("", both),
        ("stage=open", both),
        ("stage=waiting", none),
        // Without a type: nobody has to know of types who looks for a category.
        ("is.category=crane", first),
        ("is.category=water", second),
        ("is.severity=grave", first),
        ("is.severity=slight", none),
        ("is.way=phone", first),
        ("is.way=letter", second),
        ("type=complaint&is.way=letter", second),
        ("type=duty", none),
        ("department=east", first),
        ("department=west", none),
        ("owner=me", first),
        ("owner=nobody", second),
        ("due=week", both),
        ("due=late", none),
        ("q=crane", first),
        ("q=water", second),
        (
            "stage=open&is.category=crane&is.severity=grave&is.way=phone&department=east&owner=me&due=week&q=night",
            first,
        ),
        (
            "stage=open&is.category=crane&is.severity=grave&is.way=letter&department=east&owner=me&due=week&q=night",
            none,
        ),
        ("is.category=crane&is.way=letter", none),
        // What is personal is no filter, whatever the address says.
        ("is.illness=gout", both),
    ] {
        assert_eq!(listed(query), expected, "{query}");
    }
}

#[test]
fn filters_are_offered_with_their_choices_without_a_type_and_keep_what_is_chosen() {
    let site = Site::new(sorted());
    two(&site.test);
    let mut max = site.signed_in("max");
    let page = max.get("/harbour/cases?is.category=crane&department=east");
    for name in [
        "is.way",
        "is.category",
        "is.severity",
        "department",
        "owner",
        "stage",
        "due",
        "type",
    ] {
        page.shows(&format!("<select id=\"{name}\" name=\"{name}\""));
    }
    page.shows("<option value=\"crane\" selected>Crane noise</option>")
        .shows("<option value=\"east\" selected>East quay</option>")
        .shows("<option value=\"grave\">Grave</option>")
        .shows("<option value=\"letter\">By letter</option>")
        .hides("is.illness");
    max.get("/harbour/cases?type=duty")
        .hides("is.category")
        .shows("<option value=\"duty\" selected>");
}

#[test]
fn a_line_says_what_it_is_who_has_it_where_it_stands_and_what_is_due_next() {
    let site = Site::new(sorted());
    let (crane, _) = two(&site.test);
    let page = site.signed_in("max").get("/harbour/cases");
    let line = line(&page.body, &crane);
    for said in [
        "a crane at night",
        "5***",
        "Crane noise",
        "Severity Grave",
        "East quay",
        "Max",
        "<td class=\"stage\" data-label=\"Stage\">Open</td>",
        "Urgent",
        "3 working days left</span><div class=\"sub\">Answer 2024-09-26",
    ] {
        assert!(line.contains(said), "`{said}` is not in {line}");
    }
    assert!(!line.contains("Gout"), "{line}");
}

/// The line of a case in a list.
fn line<'a>(page: &'a str, number: &str) -> &'a str {
    let mut lines = page.split("<tr");
    let found = lines.find(|line| line.contains(&format!("/cases/{number}\"")));
    found.unwrap_or_else(|| panic!("no line of {number} in {page}"))
}

#[test]
fn a_case_that_is_called_by_its_number_does_not_say_it_twice() {
    let change = (
        "rules/harbour/complaint.yaml",
        "subject: what\n",
        "subject: case.number\n",
    );
    let test = TestApp::harbour_with(&[change]);
    test.person("anna", &["agent"]);
    test.person("max", &["manager"]);
    let site = Site::new(test);
    let number = opened(&site.test, json!({"what": "noise", "phone": "555 0100"}));
    let page = site.signed_in("max").get("/harbour/cases");
    let line = line(&page.body, &number);
    assert_eq!(line.matches(&format!(">{number}<")).count(), 1, "{line}");
    assert!(
        line.contains("</span>5***") || line.contains("<td class=\"subject\">5***"),
        "{line}"
    );
}

#[test]
fn the_chip_says_how_long_is_left_or_how_late_it_is() {
    let site = Site::of_harbour();
    let number = opened(&site.test, json!({"what": "noise"}));
    let due = site.test.case(&number).deadlines[0].due.due_at;
    let at = |minutes: i64| {
        let at = due - chrono::Duration::minutes(minutes);
        assert!(site.test.app.clock().stand_at(at), "a clock that stands still");
    };
    let mut max = site.signed_in("max");
    for (minutes_left, en, zh) in [
        (20, "20 min left", "还有 20 分钟"),
        (150, "2 h left", "还有 2 小时"),
        (60 * 26, "1 working day left", "还有 1 个工作日"),
        (60 * 50, "2 working days left", "还有 2 个工作日"),
        (-20, "20 min late", "逾期 20 分钟"),
        (-150, "2 h late", "逾期 2 小时"),
        (-60 * 26, "1 working day late", "逾期 1 个工作日"),
    ] {
        at(minutes_left);
        for (language, text) in [("en", en), ("zh", zh)] {
            max.get(&format!("/language/{language}?back=/"));
            let page = max.get("/harbour/cases");
            let line = line(&page.body, &number);
            assert!(
                line.contains(&format!("{text}</span>")),
                "{minutes_left} {language}: {line}"
            );
            assert_eq!(line.contains("chip bad"), minutes_left < 0, "{text}: {line}");
        }
    }
}

#[test]
fn what_is_far_away_is_counted_in_days() {
    let change = (
        "rules/harbour/complaint.yaml",
        "within: 3 working days",
        "within: 100 days",
    );
    let test = TestApp::harbour_with(&[change]);
    test.person("anna", &["agent"]);
    test.person("max", &["manager"]);
    let site = Site::new(test);
    opened(&site.test, json!({"what": "noise"}));
    let mut max = site.signed_in("max");
    max.get("/harbour/cases").shows(" days left").hides("working days left");
    site.test.begins_at("2025-03-12 09:00");
    max.get("/harbour/cases").shows("days late").hides("working days late");
}

#[test]
fn a_case_whose_clock_stands_says_that_it_is_paused_and_what_it_waits_for() {
    let change = (
        "rules/harbour/complaint.yaml",
        "    within: 3 working days\n",
        "    within: 3 working days\n    paused_in: waiting\n",
    );
    let name = (
        "rules/harbour/complaint.yaml",
        "waiting: { name: Waiting }",
        "waiting: { name: Waiting for the customer }",
    );
    let silence = (
        "rules/harbour/complaint.yaml",
        "    from: letter_sent\n",
        "    from: answered\n",
    );
    let test = TestApp::harbour_with(&[change, name, silence]);
    test.person("anna", &["agent"]);
    test.person("max", &["manager"]);
    let site = Site::new(test);
    let number = opened(&site.test, json!({"what": "noise"}));
    let anna = site.test.acting_as("anna");
    anna.act(&number, "send_letter", json!({})).expect("sent");
    let mut max = site.signed_in("max");
    for (language, text) in [
        ("en", "paused: Waiting for the customer"),
        ("zh", "停止计时：Waiting for the customer"),
    ] {
        max.get(&format!("/language/{language}?back=/"));
        let page = max.get("/harbour/cases");
        let line = line(&page.body, &number);
        assert!(
            line.contains(&format!("chip paused\">{text}</span><div class=\"sub\">Answer</div>")),
            "{line}"
        );
    }
    anna.act(&number, "hear", json!({})).expect("heard");
    max.get("/harbour/cases").hides("停止计时").shows("还有");
    max.get("/language/en?back=/");
    anna.act(&number, "answer", json!({"reply": "sorry"}))
        .expect("answered");
    let page = max.get("/harbour/cases?which=closed");
    let line = line(&page.body, &number);
    assert!(line.contains("chip plain\">closed</span>"), "{line}");
}

#[test]
fn where_nothing_runs_the_chip_says_so() {
    let test = TestApp::harbour_with(&[(
        "rules/harbour/complaint.yaml",
        "    from: opened\n",
        "    from: heard\n",
    )]);
    test.person("anna", &["agent"]);
    test.person("max", &["manager"]);
    let site = Site::new(test);
    opened(&site.test, json!({"what": "noise"}));
    site.signed_in("max")
        .get("/harbour/cases")
        .shows("chip plain\">no deadline running</span>");
}

/// Where a link of a page leads.
fn link(page: &super::Answer, rel: &str) -> Option<String> {
    let (_, rest) = page.body.split_once(&format!("rel=\"{rel}\" href=\""))?;
    let (address, _) = rest.split_once('"')?;
    Some(address.replace("&#38;", "&").replace("&amp;", "&"))
}

#[test]
fn a_long_queue_is_read_forwards_and_back_to_where_it_began() {
    let site = Site::of_harbour();
    for index in 0..95 {
        opened(&site.test, json!({"what": format!("complaint {index:02}")}));
    }
    let numbers = |page: &super::Answer| -> Vec<String> {
        let lines = page.body.split("<td class=\"number\"><a href=\"").skip(1);
        lines
            .map(|line| line.split_once('"').expect("an address").0.to_owned())
            .collect()
    };
    let mut max = site.signed_in("max");
    let mut pages = vec![max.get("/harbour/cases?owner=nobody")];
    assert_eq!(link(&pages[0], "prev"), None);
    pages[0].hides("First page");
    while let Some(next) = link(pages.last().expect("a page"), "next") {
        pages.push(max.get(&next));
    }
    assert_eq!(
        pages.iter().map(|page| numbers(page).len()).collect::<Vec<_>>(),
        [40, 40, 15]
    );
    pages[2].shows("First page");
    let back = max.get(&link(&pages[2], "prev").expect("a page before"));
    assert_eq!(numbers(&back), numbers(&pages[1]));
    assert_eq!(link(&back, "next"), link(&pages[1], "next"), "and on again");
    let first = max.get(&link(&back, "prev").expect("a page before"));
    assert_eq!(numbers(&first), numbers(&pages[0]));
    assert_eq!(link(&first, "prev"), None);
}
