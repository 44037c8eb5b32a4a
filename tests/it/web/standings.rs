//! Giving and taking standings on the pages of people.

use redress::case::{PersonId, Standing};
use redress::store::standings::Place;

use super::{Browser, Site};
use crate::support::app::TestApp;

/// The harbour office with somebody who runs it, somebody who runs the platform, and somebody without anything.
fn office() -> Site {
    let site = Site::of_harbour();
    site.test.person("mara", &[]);
    site.test.person("olga", &[]);
    give(&site.test, "mara", Standing::Administrator, harbour());
    give(&site.test, "olga", Standing::Operator, Place::Platform);
    site
}

fn harbour() -> Place {
    Place::Organization("harbour".into())
}

fn give(test: &TestApp, id: &str, standing: Standing, place: Place) {
    let given = test.app.give_standing(&PersonId(id.into()), place, standing);
    given.unwrap_or_else(|error| panic!("{error}"));
}

fn held(site: &Site, id: &str) -> Vec<(Place, Standing)> {
    let account = site.test.app.account(&PersonId(id.into())).expect("read");
    account.expect("somebody").standings
}

fn change(browser: &mut Browser<'_>, place: &str, id: &str, what: &str, standing: &str) -> (u16, String) {
    let answer = browser.post(&format!("{place}/people/{id}/{what}"), &[("standing", standing)]);
    (answer.status, answer.body)
}

#[test]
fn whoever_runs_an_organization_gives_and_takes_what_counts_there_and_it_is_told_who_did() {
    let site = office();
    let mut mara = site.signed_in("mara");
    mara.get("/harbour/people/anna")
        .shows("Give a standing")
        .shows("value=\"auditor\"")
        .hides("value=\"operator\"");
    let given = mara.post("/harbour/people/anna/standings", &[("standing", "auditor")]);
    assert_eq!(given.header("location"), "/harbour/people/anna?done=given");
    assert_eq!(held(&site, "anna"), [(harbour(), Standing::Auditor)]);
    mara.get("/harbour/people/anna?done=given")
        .shows("It is given")
        .shows("Mara gave “Auditor”");
    mara.get("/harbour/people").shows("Auditor");
    let mut anna = site.signed_in("anna");
    anna.get("/harbour/cases");
    let refused = anna.post("/harbour/cases/new/complaint", &[("what", "noise")]);
    assert_eq!(refused.status, 403, "it counts at once");
    assert_eq!(
        change(&mut mara, "/harbour", "anna", "standings/take", "auditor").0,
        303
    );
    assert_eq!(held(&site, "anna"), []);
    mara.get("/harbour/people/anna").shows("Mara took “Auditor” away");
    let (status, body) = change(&mut mara, "/harbour", "anna", "standings/take", "auditor");
    assert_eq!(status, 422);
    assert!(body.contains("they do not have this any more"), "{body}");
}

#[test]
fn nobody_gives_more_than_they_hold_nor_changes_their_own() {
    let site = office();
    let mut mara = site.signed_in("mara");
    mara.get("/harbour/people");
    assert_eq!(change(&mut mara, "/harbour", "anna", "standings", "operator").0, 403);
    assert_eq!(change(&mut mara, "", "anna", "standings", "auditor").0, 403);
    assert_eq!(change(&mut mara, "/harbour", "mara", "standings", "auditor").0, 403);
    assert_eq!(
        change(&mut mara, "/harbour", "mara", "standings/take", "administrator").0,
        403
    );
    // What was given for all organizations is not hers to take from one.
    assert_eq!(
        change(&mut mara, "/harbour", "root", "standings/take", "administrator").0,
        422
    );
    for unheard in ["", "member", "stranger"] {
        assert_eq!(
            change(&mut mara, "/harbour", "anna", "standings", unheard).0,
            422,
            "{unheard}"
        );
    }
    let mut olga = site.signed_in("olga");
    olga.get("/people/anna")
        .shows("value=\"operator\"")
        .hides("value=\"administrator\"");
    for more in ["administrator", "auditor", "integrator"] {
        assert_eq!(change(&mut olga, "", "anna", "standings", more).0, 403, "{more}");
    }
    assert_eq!(change(&mut olga, "/harbour", "anna", "standings", "auditor").0, 404);
    assert_eq!(change(&mut olga, "", "anna", "standings", "operator").0, 303);
    assert_eq!(held(&site, "anna"), [(Place::Platform, Standing::Operator)]);
    let mut max = site.signed_in("max");
    max.get("/harbour/cases");
    assert_eq!(change(&mut max, "/harbour", "finn", "standings", "auditor").0, 403);
    assert_eq!(change(&mut max, "", "finn", "standings", "auditor").0, 403);
}

#[test]
fn the_last_who_runs_the_platform_or_an_organization_is_not_taken_away() {
    let site = Site::of_harbour();
    site.test.person("mara", &[]);
    give(&site.test, "mara", Standing::Operator, Place::Platform);
    give(&site.test, "mara", Standing::Administrator, Place::Platform);
    let mut mara = site.signed_in("mara");
    mara.get("/people/root");
    assert_eq!(change(&mut mara, "", "root", "standings/take", "administrator").0, 303);
    assert_eq!(change(&mut mara, "", "root", "standings/take", "operator").0, 303);
    // Her own she cannot take; on the command line the last of both stays.
    let mara = PersonId("mara".into());
    for (standing, told) in [
        (Standing::Operator, "nobody would run the installation"),
        (Standing::Administrator, "nobody would run `harbour`"),
    ] {
        let refused = site.test.app.take_standing(&mara, Place::Platform, standing);
        let refused = refused.expect_err("the last").to_string();
        assert!(refused.contains(told), "{refused}");
    }
    // Whoever cannot come in runs nothing.
    give(&site.test, "root", Standing::Administrator, harbour());
    site.test
        .app
        .set_disabled(&PersonId("root".into()), true)
        .expect("shut out");
    let refused = site
        .test
        .app
        .take_standing(&mara, Place::Platform, Standing::Administrator);
    assert!(refused.is_err());
    site.test
        .app
        .set_disabled(&PersonId("root".into()), false)
        .expect("let in");
    let taken = site
        .test
        .app
        .take_standing(&mara, Place::Platform, Standing::Administrator);
    taken.expect("somebody is left");
}

#[test]
fn people_with_a_standing_and_no_post_are_listed_with_what_they_hold() {
    let site = office();
    site.test.person("aude", &[]);
    give(&site.test, "aude", Standing::Auditor, harbour());
    let mut mara = site.signed_in("mara");
    let list = mara.get("/harbour/people");
    list.shows("people/aude")
        .shows("Auditor")
        .shows("people/root")
        .shows("Organization administrator (all organizations)")
        .hides("people/nobody")
        .hides("people/olga");
    assert_eq!(mara.get("/harbour/people/aude").status, 200);
    assert_eq!(mara.get("/harbour/people/nobody").status, 404);
    let taken = mara.post("/harbour/people/aude/standings/take", &[("standing", "auditor")]);
    assert_eq!(
        taken.header("location"),
        "/harbour/people?done=taken-away",
        "she is no longer there"
    );
    let mut root = site.signed_in("root");
    root.get("/people").shows("Platform operator (all organizations)");
}

#[test]
fn who_runs_the_platform_is_managed_only_by_another_who_does() {
    let site = office();
    site.test.person("paul", &[]);
    give(&site.test, "paul", Standing::Administrator, Place::Platform);
    let mut paul = site.signed_in("paul");
    paul.get("/people/olga");
    for act in ["link", "shut-out", "second-factor"] {
        assert_eq!(paul.post(&format!("/people/olga/{act}"), &[]).status, 403, "{act}");
    }
    assert_eq!(paul.post("/people/anna/link", &[]).status, 200);
    let mut root = site.signed_in("root");
    root.get("/people/olga");
    assert_eq!(root.post("/people/olga/link", &[]).status, 200);
}

#[test]
fn somebody_is_invited_to_audit_without_a_post_and_to_no_more_than_whoever_invites_holds() {
    let site = office();
    let mut mara = site.signed_in("mara");
    mara.get("/harbour/invite")
        .shows("value=\"auditor\"")
        .hides("value=\"operator\"");
    let invite = |browser: &mut Browser<'_>, place: &str, id: &str, standing: &str| {
        let fields = [("name", "Nora"), ("id", id), ("role", ""), ("standing", standing)];
        browser.post(&format!("{place}/invite"), &fields).status
    };
    assert_eq!(
        invite(&mut mara, "/harbour", "nora", ""),
        422,
        "neither post nor standing"
    );
    assert_eq!(invite(&mut mara, "/harbour", "nora", "member"), 422);
    assert_eq!(invite(&mut mara, "/harbour", "nora", "operator"), 403);
    let nobody = site.test.app.account(&PersonId("nora".into())).expect("read");
    assert_eq!(nobody, None, "nothing is left behind");
    assert_eq!(invite(&mut mara, "/harbour", "nora", "auditor"), 200);
    assert_eq!(held(&site, "nora"), [(harbour(), Standing::Auditor)]);
    mara.get("/harbour/people/nora").shows("Mara gave “Auditor”");
    let mut olga = site.signed_in("olga");
    olga.get("/invite");
    assert_eq!(invite(&mut olga, "", "paul", "administrator"), 403);
    assert_eq!(invite(&mut olga, "", "paul", "operator"), 200);
    assert_eq!(held(&site, "paul"), [(Place::Platform, Standing::Operator)]);
}
