//! One thing done to several cases: what would happen is shown first, and what happened afterwards, case by case.

use redress::case::PersonId;

use super::{Answer, Browser, Site};

fn open(site: &Site) -> String {
    let answers = serde_json::json!({"what": "noise"});
    let opened = site.test.acting_as("anna").open("complaint", answers);
    opened.expect("opened").number
}

/// Sends what the page would send, its hidden fields among it.
pub(super) fn confirm(browser: &mut Browser<'_>, page: &Answer) -> Answer {
    let form = page
        .body
        .split("class=\"bulk-confirm\"")
        .nth(1)
        .expect("something to confirm");
    let mut fields = Vec::new();
    for part in form.split("<input type=\"hidden\" name=\"").skip(1) {
        let (name, rest) = part.split_once('"').expect("a name");
        let value = rest.split_once("value=\"").expect("a value").1;
        let value = value.split_once('"').expect("an end").0;
        fields.push((name.to_owned(), value.replace("&#34;", "\"")));
    }
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (&**name, &**value)).collect();
    browser.post("/harbour/bulk", &fields)
}

#[test]
fn what_would_happen_is_shown_before_anything_does_and_what_happened_after() {
    let site = Site::of_harbour();
    let (first, second, third) = (open(&site), open(&site), open(&site));
    // One of them is elsewhere already.
    site.test
        .acting_as("anna")
        .act(&second, "send_letter", serde_json::json!({}))
        .expect("sent");
    let mut anna = site.signed_in("anna");
    anna.get("/harbour/cases")
        .shows(&format!("form=\"bulk\" name=\"case\" value=\"{first}\""));
    let cases = [("case", &*first), ("case", &*second), ("case", &*third)];
    let chosen = anna.post("/harbour/bulk", &cases);
    assert_eq!(chosen.status, 200, "{}", chosen.body);
    chosen
        .shows("What is to be done with 3 cases?")
        .shows("value=\"act.send_letter\"")
        .shows("2 / 3");

    let asked = [&[("step", "foresee"), ("what", "act.send_letter")][..], &cases[..]].concat();
    let foreseen = anna.post("/harbour/bulk", &asked);
    assert_eq!(foreseen.status, 200, "{}", foreseen.body);
    foreseen
        .shows("“Send a letter” can be done for 2 of 3 cases")
        .shows("Open → Waiting")
        .shows("Do it for 2 cases");
    assert_eq!(&*site.test.case(&first).stage, "open", "only shown");

    let done = confirm(&mut anna, &foreseen);
    assert_eq!(done.status, 200, "{}", done.body);
    done.shows("“Send a letter” was done for 2 of 2 cases.");
    for number in [&first, &third] {
        assert_eq!(&*site.test.case(number).stage, "waiting");
    }
    let version = site.test.case(&first).version;
    confirm(&mut anna, &foreseen).shows("was done for 2 of 2 cases");
    assert_eq!(site.test.case(&first).version, version, "sent twice is done once");
}

#[test]
fn a_case_that_moved_on_meanwhile_is_told_and_the_others_go_on() {
    let site = Site::of_harbour();
    let (first, second) = (open(&site), open(&site));
    let mut anna = site.signed_in("anna");
    anna.get("/harbour/cases");
    let asked = [
        ("step", "foresee"),
        ("what", "act.send_letter"),
        ("case", &*first),
        ("case", &*second),
    ];
    let foreseen = anna.post("/harbour/bulk", &asked);
    site.test.acting_as("max").comment(&first, "wait").expect("commented");
    let done = confirm(&mut anna, &foreseen);
    done.shows("was done for 1 of 2 cases")
        .shows("Somebody has changed this case meanwhile");
    assert_eq!(&*site.test.case(&first).stage, "open");
    assert_eq!(&*site.test.case(&second).stage, "waiting");
}

#[test]
fn cases_are_given_to_somebody_and_commented_together() {
    let site = Site::of_harbour();
    let (first, second) = (open(&site), open(&site));
    let mut anna = site.signed_in("anna");
    anna.get("/harbour/cases");
    let cases = [("case", &*first), ("case", &*second)];
    let nobody = [&[("step", "foresee"), ("what", "give_to")][..], &cases[..]].concat();
    let refused = anna.post("/harbour/bulk", &nobody);
    assert_eq!(refused.status, 422);
    refused.shows("Choose to whom the cases are to be given.");
    let to_max = [
        &[("step", "foresee"), ("what", "give_to"), ("owner", "max")][..],
        &cases[..],
    ]
    .concat();
    let foreseen = anna.post("/harbour/bulk", &to_max);
    foreseen.shows("can be done for 2 of 2 cases");
    confirm(&mut anna, &foreseen);
    assert_eq!(site.test.case(&second).owner, Some(PersonId("max".into())));
    let comment = [
        &[("step", "foresee"), ("what", "comment"), ("text", "seen")][..],
        &cases[..],
    ]
    .concat();
    let foreseen = anna.post("/harbour/bulk", &comment);
    confirm(&mut anna, &foreseen).shows("was done for 2 of 2 cases");
    assert!(site.test.kinds(&first).contains(&"commented".to_owned()));
}

#[test]
fn what_is_not_somebodys_is_neither_named_nor_changed() {
    let site = Site::of_harbour();
    let number = open(&site);
    let before = site.test.case(&number).version;
    let mut wanda = site.signed_in("wanda");
    wanda.get("/harbour/cases");
    let chosen = wanda.post("/harbour/bulk", &[("case", &*number)]);
    chosen.hides("noise").shows("What is to be done with 0 cases?");
    let done = wanda.post(
        "/harbour/bulk",
        &[
            ("step", "do"),
            ("what", "comment"),
            ("text", "mine"),
            ("case", &*number),
        ],
    );
    done.shows("There is no such case, or it is not yours to see.");
    assert_eq!(site.test.case(&number).version, before);
    let none = wanda.post("/harbour/bulk", &[]);
    assert_eq!(
        (none.status, none.header("location")),
        (303, "/harbour/cases?done=none-chosen")
    );
    let many: Vec<(&str, String)> = (0..101).map(|index| ("case", format!("{index}"))).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|(name, value)| (*name, &**value)).collect();
    assert_eq!(wanda.post("/harbour/bulk", &many).status, 413);
}
