//! The page of a case: one history that can be narrowed and paged, deadlines with their reasons, steps that fold away.

use serde_json::json;

use super::Site;

fn opened(site: &Site) -> (String, String) {
    let number = site
        .test
        .acting_as("anna")
        .open("complaint", json!({"what": "noise", "phone": "555 0100"}))
        .unwrap()
        .number;
    (format!("/harbour/cases/{number}"), number)
}

#[test]
fn the_history_shows_one_kind_where_the_address_asks_for_it() {
    let site = Site::of_harbour();
    let (case, number) = opened(&site);
    let anna = site.test.acting_as("anna");
    anna.comment(&number, "they called twice").unwrap();
    anna.act(&number, "answer", json!({"reply": "mended at once"})).unwrap();
    let mut browser = site.signed_in("anna");
    let all = browser.get(&case);
    all.shows("they called twice")
        .shows(&format!("href=\"{case}?show=notes#story\""))
        .shows(&format!("href=\"{case}?show=messages#story\""))
        .shows(&format!("href=\"{case}/why/frequency\""));
    let notes = browser.get(&format!("{case}?show=notes"));
    notes.shows("they called twice").hides("notice to");
    let messages = browser.get(&format!("{case}?show=messages"));
    messages
        .shows("notice to")
        .shows(&format!("{number}: mended at once"))
        .hides("they called twice")
        .hides("“Answer” met");
    browser
        .get(&format!("{case}?show=deadlines"))
        .shows("“Answer” met")
        .hides("notice to");
    // What nobody understands narrows nothing.
    browser
        .get(&format!("{case}?show=everything&before=x"))
        .shows("they called twice")
        .shows("notice to");
}

#[test]
fn a_long_history_is_told_a_page_at_a_time_and_loses_nothing() {
    let site = Site::of_harbour();
    let (case, number) = opened(&site);
    let anna = site.test.acting_as("anna");
    for note in 1..=60 {
        anna.comment(&number, &format!("note no {note}.")).unwrap();
    }
    let mut browser = site.signed_in("anna");
    let mut address = format!("{case}?show=notes");
    let mut seen = Vec::new();
    for _ in 0..10 {
        let page = browser.get(&address);
        seen.extend((1..=60).filter(|note| page.body.contains(&format!("note no {note}."))));
        let Some((_, rest)) = page.body.split_once("rel=\"next\" href=\"") else {
            break;
        };
        let next = rest.split_once('"').expect("an end").0.replace("&#38;", "&");
        address = next.strip_suffix("#story").expect("it leads to the history").to_owned();
    }
    let expected: Vec<i32> = (1..=60).collect();
    let once = seen.len();
    seen.sort_unstable();
    assert_eq!((seen, once), (expected, 60));
}

#[test]
fn every_deadline_says_why_it_runs_or_what_it_waits_for() {
    let site = Site::of_harbour();
    let (case, number) = opened(&site);
    let mut browser = site.signed_in("anna");
    let page = browser.get(&case);
    page.shows("id=\"deadline-answer\"")
        .shows("<progress max=\"100\" value=\"0\"")
        .shows("Runs from 2024-09-23 09:00: registered the case")
        .shows("Deadlines that do not run (1)")
        .shows("A month of silence")
        .shows("begins with: Send a letter");
    site.test
        .acting_as("anna")
        .act(&number, "send_letter", json!({}))
        .unwrap();
    browser
        .get(&case)
        .shows("id=\"deadline-silence\"")
        .hides("Deadlines that do not run");
}

#[test]
fn a_number_is_read_out_once_in_groups() {
    let site = Site::of_harbour();
    let (case, _) = opened(&site);
    let mut anna = site.signed_in("anna");
    anna.get(&format!("{case}?done=opened"))
        .shows("<p class=\"number\">2409 0001</p>");
    anna.get(&case).hides("class=\"card read-out\"");
}
