//! Working on a case: what is next, why not, and two people at once.

use serde_json::json;

use super::Site;

fn opened(site: &Site, what: &str) -> String {
    site.test
        .acting_as("anna")
        .open("complaint", json!({"what": what, "phone": "555 0100"}))
        .unwrap()
        .number
}

#[test]
fn what_can_be_done_is_a_button_and_what_cannot_says_why() {
    let site = Site::of_harbour();
    let number = opened(&site, "noise");
    let mut browser = site.signed_in("anna");
    let case = format!("/harbour/cases/{number}");
    browser
        .get(&case)
        .shows(&format!("action=\"{case}/actions/answer\""))
        .hides("the quay has not looked into it yet");
    site.test
        .acting_as("anna")
        .act(&number, "hand_over", json!({"quay": "east"}))
        .unwrap();
    let page = browser.get(&case);
    page.hides(&format!("action=\"{case}/actions/answer\""))
        .shows("the quay has not looked into it yet");
    page.shows("Look into it").shows("Handler");
    let refused = browser.post(&format!("{case}/actions/answer"), &[("reply", "sorry")]);
    assert_eq!(refused.status, 409);
    refused
        .shows("This cannot be done now")
        .shows("the quay has not looked into it yet")
        .shows("value=\"sorry\"");
}

#[test]
fn a_step_that_asks_nothing_or_one_short_text_is_done_on_the_page_of_the_case() {
    let site = Site::of_harbour();
    let number = opened(&site, "noise");
    let case = format!("/harbour/cases/{number}");
    let letter = format!("{case}/actions/send_letter");
    let mut anna = site.signed_in("anna");
    let page = anna.get(&case);
    page.shows(&format!("action=\"{letter}\""))
        .hides(&format!("href=\"{letter}\""))
        .shows("name=\"reply\"")
        .shows("This may end the case.");
    // A form with anything else in it has its own page.
    page.shows(&format!("href=\"{case}/actions/hand_over\""));
    let seen = [("_version", page.field("_version")), ("_key", "one letter".to_owned())];
    let seen: Vec<(&str, &str)> = seen.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(
        anna.post(&letter, &seen).header("location"),
        format!("{case}?done=acted")
    );
    let version = site.test.case(&number).version;
    assert_eq!(anna.post(&letter, &seen).status, 303, "sent twice, done once");
    assert_eq!(site.test.case(&number).version, version);
    let late = anna.post(&format!("{case}/actions/hear"), &[seen[0], ("_key", "another")]);
    assert_eq!(late.status, 409);
    late.shows("The case has changed");
    let mut max = site.signed_in("max");
    max.get(&case).shows(&format!("action=\"{case}/actions/close_deemed\""));
    assert_eq!(max.post(&format!("{case}/actions/close_deemed"), &[]).status, 303);
    site.test.is_sound();
}

#[test]
fn what_is_wrong_with_the_one_text_is_told_on_its_own_page() {
    let site = Site::of_harbour();
    let number = opened(&site, "noise");
    let case = format!("/harbour/cases/{number}");
    let mut anna = site.signed_in("anna");
    anna.get(&case);
    let empty = anna.post(&format!("{case}/actions/answer"), &[("reply", "")]);
    assert_eq!(empty.status, 422);
    empty.shows("href=\"#f-reply\"");
}

#[test]
fn a_task_and_an_action_lead_from_page_to_page_to_the_end() {
    let site = Site::of_harbour();
    let number = opened(&site, "noise");
    let case = format!("/harbour/cases/{number}");
    let mut anna = site.signed_in("anna");
    anna.get(&format!("{case}/actions/hand_over")).shows("East quay");
    let done = anna.post(&format!("{case}/actions/hand_over"), &[("quay", "east")]);
    assert_eq!(done.header("location"), format!("{case}?done=acted"));
    let mut finn = site.signed_in("finn");
    finn.get("/harbour/cases").shows(&number);
    finn.get(&case).shows(&format!("href=\"{case}/tasks/1\""));
    finn.get(&format!("{case}/tasks/1")).shows("Finding");
    assert_eq!(finn.post(&format!("{case}/tasks/1"), &[("finding", "")]).status, 422);
    assert_eq!(
        finn.post(&format!("{case}/tasks/1"), &[("finding", "a loose plank")])
            .status,
        303
    );
    anna.get(&format!("{case}/actions/answer"));
    assert_eq!(
        anna.post(&format!("{case}/actions/answer"), &[("reply", "mended")])
            .status,
        303
    );
    let page = anna.get(&case);
    page.shows("closed 2024-09-23")
        .shows("met in time")
        .shows("a loose plank")
        .shows(&format!("{number}: mended"));
    site.test.is_sound();
}

#[test]
fn the_second_of_two_is_told_what_the_first_did_and_keeps_what_they_typed() {
    let site = Site::of_harbour();
    let number = opened(&site, "noise");
    let case = format!("/harbour/cases/{number}");
    let mut anna = site.signed_in("anna");
    let seen = anna.get(&format!("{case}/actions/answer")).field("_version");
    site.test
        .acting_as("max")
        .act(&number, "hand_over", json!({"quay": "west"}))
        .unwrap();
    let answer = anna.post(
        &format!("{case}/actions/answer"),
        &[("_version", &seen), ("reply", "mended at once")],
    );
    assert_eq!(answer.status, 409);
    answer
        .shows("The case has changed while you were writing")
        .shows("Max: Hand over")
        .shows("value=\"mended at once\"");
    assert_eq!(answer.field("_version"), site.test.case(&number).version.to_string());
}

#[test]
fn every_due_time_shows_how_it_is_counted() {
    let site = Site::of_harbour();
    let number = opened(&site, "noise");
    let page = site.signed_in("anna").get(&format!("/harbour/cases/{number}"));
    page.shows("working day 1")
        .shows("working day 3")
        .shows("due at")
        .shows("by 2024-09-26");
}

#[test]
fn every_decision_shows_why_and_why_not_otherwise() {
    let site = Site::of_harbour();
    let number = opened(&site, "noise");
    let mut browser = site.signed_in("anna");
    browser
        .get(&format!("/harbour/cases/{number}"))
        .shows("Seldom")
        .shows("From the same telephone = <strong>0</strong>");
    let page = browser.get(&format!("/harbour/cases/{number}/why/frequency"));
    page.shows("rule 1 → Often")
        .shows("does not hold")
        .shows("counters.same_phone")
        .shows("rule 2 → Seldom");
    assert_eq!(browser.get(&format!("/harbour/cases/{number}/why/nothing")).status, 404);
}

#[test]
fn comments_files_and_what_happened_outside_enter_the_history() {
    let site = Site::of_harbour();
    let number = opened(&site, "noise");
    let case = format!("/harbour/cases/{number}");
    let mut browser = site.signed_in("anna");
    browser.get(&case);
    assert_eq!(
        browser
            .post(&format!("{case}/comments"), &[("text", "called twice")])
            .status,
        303
    );
    assert_eq!(browser.post(&format!("{case}/owner"), &[("take", "1")]).status, 303);
    browser.get(&format!("{case}/record")).shows("Answer");
    let record = [
        ("event", ""),
        ("at", "2024-09-23T08:30"),
        ("text", "answered by telephone already"),
        ("breach", "yes"),
    ];
    let version = site.test.case(&number).version.to_string();
    let mut with_version = record.to_vec();
    with_version.push(("_version", &version));
    assert_eq!(browser.post(&format!("{case}/record"), &with_version).status, 303);
    let page = browser.get(&case);
    page.shows("called twice")
        .shows("answered by telephone already")
        .shows("against the policy");
    page.shows("Give it back");
    assert_eq!(
        browser
            .post(&format!("{case}/record"), &[("at", ""), ("text", "")])
            .status,
        422
    );
}

#[test]
fn a_text_that_looks_like_markup_stays_a_text() {
    let site = Site::of_harbour();
    let hostile = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>";
    let number = opened(&site, hostile);
    site.test.acting_as("anna").comment(&number, hostile).unwrap();
    let mut browser = site.signed_in("anna");
    for path in [
        "/harbour/cases".to_owned(),
        format!("/harbour/cases/{number}"),
        format!("/harbour/cases?q={}", super::encoded(hostile)),
    ] {
        let page = browser.get(&path);
        assert_eq!(page.status, 200, "{path}");
        page.hides("<script>alert").hides("<img src=x");
        page.shows("&#60;script&#62;alert(1)");
    }
}

#[test]
fn the_queue_masks_names_and_is_narrowed_by_its_address() {
    let site = Site::of_harbour();
    let (noise, smell) = (opened(&site, "noise"), opened(&site, "smell"));
    site.test
        .acting_as("anna")
        .act(&smell, "send_letter", json!({}))
        .unwrap();
    let mut browser = site.signed_in("max");
    let all = browser.get("/harbour/cases");
    all.shows(&noise)
        .shows(&smell)
        .shows("3 working days left")
        .hides("555 0100")
        .shows("5***");
    site.test.app.index_pending().unwrap();
    browser.get("/harbour/cases?q=smell").shows(&smell).hides(&noise);
    browser.get("/harbour/cases?stage=waiting").shows(&smell).hides(&noise);
    browser
        .get("/harbour/cases?which=closed")
        .shows("No case fits these filters");
    browser
        .get("/harbour/cases?after=rubbish&owner=me")
        .shows("No case fits these filters");
}

#[test]
fn a_long_queue_goes_on_where_the_page_ended() {
    let site = Site::of_harbour();
    for index in 0..45 {
        opened(&site, &format!("complaint {index:02}"));
    }
    let mut browser = site.signed_in("max");
    let first = browser.get("/harbour/cases");
    let next = first
        .body
        .split("rel=\"next\" href=\"")
        .nth(1)
        .expect("a next page")
        .split('"')
        .next()
        .unwrap();
    let second = browser.get(&next.replace("&#38;", "&").replace("&amp;", "&"));
    let rows = |page: &super::Answer| page.body.matches("<td class=\"number\">").count();
    assert_eq!((rows(&first), rows(&second)), (40, 5));
}

#[test]
fn a_list_is_kept_under_a_name_counted_shared_with_a_role_and_dropped_by_its_owner_alone() {
    let site = Site::of_harbour();
    let (noise, smell) = (opened(&site, "noise"), opened(&site, "smell"));
    site.test
        .acting_as("anna")
        .act(&smell, "send_letter", json!({}))
        .unwrap();
    let mut max = site.signed_in("max");
    let narrowed = max.get("/harbour/cases?stage=waiting");
    narrowed.shows(&smell).hides(&noise).shows("Keep this list");
    let query = narrowed.field("query");
    assert_eq!(query, "stage=waiting");
    let kept = max.post(
        "/harbour/views",
        &[("query", &query), ("name", "At the post office"), ("role", "manager")],
    );
    assert_eq!(
        (kept.status, kept.header("location")),
        (303, "/harbour/cases?stage=waiting&done=kept")
    );
    let listed = max.get("/harbour/cases?stage=waiting");
    listed
        .shows("At the post office <span class=\"count\">1</span>")
        .hides("Keep this list");
    // Whoever holds the role sees it and may not drop it; whoever does not, does not.
    site.test.person("mona", &["manager"]);
    let mut mona = site.signed_in("mona");
    mona.get("/harbour/cases?stage=waiting")
        .shows("At the post office")
        .hides("/drop");
    site.signed_in("anna").get("/harbour/cases").hides("At the post office");
    let drop = listed
        .body
        .split("action=\"")
        .find(|part| part.contains("/drop\""))
        .unwrap();
    let drop = drop.split_once('"').unwrap().0;
    mona.get("/harbour/cases");
    assert_eq!(mona.post(drop, &[]).status, 404);
    assert_eq!(max.post(drop, &[]).status, 303);
    max.get("/harbour/cases").hides("At the post office");
}

#[test]
fn what_is_due_who_handles_it_and_what_was_decided_narrow_the_queue() {
    let site = Site::of_harbour();
    let (noise, smell) = (opened(&site, "noise"), opened(&site, "smell"));
    site.test.app.index_pending().unwrap();
    let mut browser = site.signed_in("max");
    // Whether both, or neither, are on the list.
    let mut lists_both = |query: &str| {
        let page = browser.get(&format!("/harbour/cases?{query}"));
        assert_eq!(page.status, 200, "{query}");
        let is_listed = |number: &str| page.body.contains(&format!("/harbour/cases/{number}"));
        assert_eq!(is_listed(&noise), is_listed(&smell), "{query}");
        is_listed(&noise)
    };
    assert!(lists_both("owner=nobody"));
    assert!(!lists_both("owner=me"));
    assert!(!lists_both("due=late"));
    assert!(lists_both("due=week"));
    assert!(!lists_both("due=never"));
    assert!(lists_both("type=complaint&is.frequency=seldom"));
    assert!(!lists_both("type=complaint&is.frequency=often"));
    // What the page offers no choice of narrows nothing, and no text is too strange for it.
    assert!(lists_both("is.nonsense=x"));
    assert!(lists_both("type=nonsense&stage=nonsense"));
    assert!(lists_both("owner=%00"));
    assert!(lists_both("q=%00"));
}

#[test]
fn a_shared_list_holds_no_words_and_no_more_than_a_role_may_have() {
    let site = Site::of_harbour();
    opened(&site, "noise");
    let mut max = site.signed_in("max");
    max.get("/harbour/cases");
    let keep = |browser: &mut super::Browser, query: &str, name: &str| {
        let said = [("query", query), ("name", name), ("role", "manager")];
        let kept = browser.post("/harbour/views", &said);
        kept.header("location")
            .rsplit('=')
            .next()
            .unwrap_or_default()
            .to_owned()
    };
    assert_eq!(keep(&mut max, "q=Lin", "Lin's complaint"), "not-shared");
    for count in 0..12 {
        assert_eq!(keep(&mut max, "due=late", &format!("late {count}")), "kept");
    }
    assert_eq!(keep(&mut max, "due=late", "once more"), "not-kept");
    max.get("/harbour/cases")
        .hides("Lin&#39;s complaint")
        .hides("once more");
}
