//! Who uncovers much personal data is seen by those who manage people.

use chrono::Duration;
use redress::case::CaseId;
use redress::store::looks;
use serde_json::json;

use super::Site;

fn uncover(site: &Site, case: CaseId, who: &str, times: u32) {
    let (actor, now) = (site.test.acting_as(who).actor, site.test.app.clock().now());
    let organization = site.test.organization.clone();
    let written = site.test.app.store().write(move |conn| {
        (0..times).try_for_each(|_| {
            looks::put(
                conn,
                &organization,
                case,
                &actor,
                ("uncovered", Some("to call back")),
                now,
            )
        })
    });
    written.unwrap_or_else(|error: redress::store::Error| panic!("{}", error.chain()));
}

#[test]
fn whoever_uncovers_much_in_a_day_is_told_of_to_those_who_manage_people() {
    let site = Site::of_harbour();
    let opened = site.test.acting_as("anna").open("complaint", json!({"what": "noise"}));
    let case = opened.expect("opened").id;
    let mut root = site.signed_in("root");
    uncover(&site, case, "anna", 30);
    uncover(&site, case, "max", 2);
    root.get("/harbour/people").hides("Unusual");
    uncover(&site, case, "anna", 1);
    root.get("/harbour/people")
        .shows("Unusual")
        .shows("31 times in the last 24 hours")
        .hides(" 2 times");
    root.get("/people").hides("Unusual");
    let tomorrow = site.test.app.clock().now() + Duration::hours(25);
    assert!(site.test.app.clock().stand_at(tomorrow), "a clock that stands still");
    root.get("/harbour/people").hides("Unusual");
}
