//! Drafts that were begun under one version of the policy and are taken up under the next: nothing that was typed is lost silently.

use std::path::Path;

use redress::pack::id::OrganizationId;
use redress::pack::load::Sources;

use super::drafts::save;
use super::{Answer, Browser, Site};

const PLACE: &str = "/cases/new/complaint";

/// Asks what the next version does not ask, or asks otherwise.
const BEFORE: &str = "\
form: intake
name: Intake
fields:
  - { id: what, type: text, label: What happened, required: true }
  - { id: phone, type: text, label: Telephone, personal: true }
  - { id: berth, type: text, label: Berth }
  - { id: category, type: choice, label: Category, options: { crane: { label: Crane noise }, water: { label: Dirty water } } }
  - { id: since, type: text, label: Since when }
  - { id: ship, type: text, label: Ship }
  - { id: crew, type: group, label: Crew, fields: [{ id: hand, type: text, label: Deckhand }] }
  - { id: photo, type: attachment, label: Photograph }
";

/// A field less, a choice less, a group less, two fields of another kind, and a new one that must be filled in.
const AFTER: &str = "\
form: intake
name: Intake
fields:
  - { id: what, type: text, label: What happened, required: true }
  - { id: phone, type: text, label: Telephone, personal: true }
  - { id: category, type: choice, label: Category, options: { water: { label: Dirty water }, smell: { label: Smell } } }
  - { id: since, type: date, label: Since when }
  - { id: ship, type: group, label: Ships, fields: [{ id: ship_name, type: text, label: Name }] }
  - { id: boat, type: text, label: Boat, required: true }
  - { id: photo, type: attachment, label: Photograph }
";

const TYPED: [(&str, &str); 8] = [
    ("what", "a loose plank"),
    ("phone", "555 0100"),
    ("berth", "7 north"),
    ("category", "crane"),
    ("since", "for some days now"),
    ("ship", "Esmeralda"),
    ("crew.count", "1"),
    ("crew.0.hand", "Ole the tall"),
];

const LOST: [(&str, &str); 5] = [
    ("Berth", "7 north"),
    ("Category", "Crane noise"),
    ("Since when", "for some days now"),
    ("Ship", "Esmeralda"),
    ("Deckhand", "Ole the tall"),
];

/// The harbour's pack with these files put into it or in place of its own.
fn harbour(files: &[(&str, &str)]) -> Sources {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/app/pack");
    let mut sources = Sources::read(&root, &OrganizationId::new("harbour")).expect("the sample pack");
    for (path, text) in files {
        sources.insert(*path, (*text).to_owned());
    }
    sources
}

fn asks(site: &Site, intake: &str) {
    runs(site, &[("forms/harbour/intake.yaml", intake)]);
}

fn runs(site: &Site, files: &[(&str, &str)]) {
    let app = &site.test.app;
    app.activate(&site.test.organization, &harbour(files))
        .unwrap_or_else(|error| panic!("{error:?}"));
}

/// Saves the form once more, as the page's script does after a change.
fn save_again(browser: &mut Browser<'_>, id: &str, typed: &[(&str, &str)]) {
    let mut fields = vec![("_draft", id), ("_place", PLACE)];
    fields.extend_from_slice(typed);
    let headers = [("sec-fetch-site", "same-origin"), ("x-redress-draft", "1")];
    let answer = browser.post_with("/harbour/drafts", &fields, &headers);
    answer.shows("Draft saved");
}

#[track_caller]
fn tells_what_is_lost(page: &Answer) {
    page.shows("It does not ask for these any more");
    for (label, value) in LOST {
        page.shows(&format!("<dt>{label}</dt><dd>{value}</dd>"));
    }
}

#[test]
fn what_was_typed_under_one_policy_is_filled_in_or_told_under_the_next_however_often_it_is_saved() {
    let site = Site::of_harbour();
    asks(&site, BEFORE);
    let mut anna = site.signed_in("anna");
    let id = save(&mut anna, PLACE, &TYPED);
    let draft = format!("/harbour{PLACE}?draft={id}");
    anna.get(&draft).hides("It does not ask for these any more");
    asks(&site, AFTER);

    let page = anna.get(&draft);
    assert_eq!(page.field("what"), "a loose plank");
    assert_eq!(page.field("phone"), "555 0100");
    assert_eq!(page.field("boat"), "", "what is new is asked");
    tells_what_is_lost(&page);

    // Going on with it is no reason to forget the rest.
    let going_on = [("what", "two loose planks"), ("category", ""), ("boat", "")];
    save_again(&mut anna, &id, &going_on);
    save_again(&mut anna, &id, &going_on);
    let page = anna.get(&draft);
    assert_eq!(page.field("what"), "two loose planks");
    tells_what_is_lost(&page);
    assert_eq!(page.body.matches("<dt>Berth</dt>").count(), 1, "{}", page.body);

    let key = page.field("_key");
    let sent = [("_key", key.as_str()), ("_draft", &id), ("what", "two loose planks")];
    let address = format!("/harbour{PLACE}");
    let refused = anna.post(&address, &sent);
    assert_eq!(refused.status, 422);
    assert_eq!(refused.field("what"), "two loose planks");
    refused.shows("href=\"#f-boat\"");
    tells_what_is_lost(&anna.get(&draft));
    let opened = anna.post(&address, &[&sent[..], &[("boat", "Anke")]].concat());
    assert_eq!(opened.status, 303, "{}", opened.body);
    anna.get("/harbour/tasks").hides(&id);
}

#[test]
fn what_is_asked_again_stands_in_its_field_again() {
    let site = Site::of_harbour();
    asks(&site, BEFORE);
    let mut anna = site.signed_in("anna");
    let id = save(&mut anna, PLACE, &TYPED);
    asks(&site, AFTER);
    save_again(&mut anna, &id, &[("what", "two loose planks")]);
    asks(&site, BEFORE);
    let page = anna.get(&format!("/harbour{PLACE}?draft={id}"));
    page.hides("It does not ask for these any more")
        .shows("value=\"Ole the tall\"");
    assert_eq!(page.field("what"), "two loose planks");
    for (name, value) in [
        ("berth", "7 north"),
        ("since", "for some days now"),
        ("ship", "Esmeralda"),
    ] {
        assert_eq!(page.field(name), value, "{name}");
    }
}

#[test]
fn a_draft_whose_form_is_gone_is_read_in_the_list_of_drafts_until_it_is_thrown_away() {
    let hint = [
        (
            "rules/harbour/hint.yaml",
            "case: hint\nname: Hint\nnumber: \"H-{yyyy}-{serial:3}\"\nopens: { form: hint, at: open, by: agent }\nsubject: tip\n\
             stages:\n  open: { name: Open }\n  done: { name: Done, final: true }\n\
             actions:\n  finish: { name: Finish, at: open, by: agent, to: done }\n",
        ),
        (
            "forms/harbour/hint.yaml",
            "form: hint\nname: Hint\nfields:\n  - { id: tip, type: text, label: The hint, required: true }\n\
             \x20 - { id: from_whom, type: text, label: Heard from }\n",
        ),
    ];
    let site = Site::of_harbour();
    runs(&site, &hint);
    let mut anna = site.signed_in("anna");
    let typed = [("tip", "a crate without papers"), ("from_whom", "the pilot")];
    let id = save(&mut anna, "/cases/new/hint", &typed);
    runs(&site, &[]);
    let list = anna.get("/harbour/tasks");
    list.shows("no longer has this form")
        .shows("<dt>The hint</dt><dd>a crate without papers</dd>")
        .shows("<dt>Heard from</dt><dd>the pilot</dd>")
        .hides(&format!("?draft={id}"));
    assert_eq!(anna.post(&format!("/harbour/drafts/{id}/drop"), &[]).status, 303);
    anna.get("/harbour/tasks").hides("a crate without papers");
}
