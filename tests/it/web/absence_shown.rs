//! Who is away is told wherever a colleague is chosen.

use chrono::Duration;
use serde_json::json;

use super::Site;
use crate::support::app::TestApp;

const TOLD: &str = "Max (away until 2024-09-30 inclusive; Anna stands in)";

#[test]
fn the_queue_several_cases_at_once_and_deputies() {
    let site = Site::of_harbour();
    let number = site
        .test
        .acting_as("anna")
        .open("complaint", json!({"what": "noise"}))
        .expect("opened")
        .number;
    let mut finn = site.signed_in("finn");
    finn.get("/harbour/cases").shows(">Max<");
    site.test.away_for_a_week("max", "anna");
    finn.get("/harbour/cases").shows(TOLD).hides(">Max<");
    let mut anna = site.signed_in("anna");
    anna.get("/harbour/cases");
    anna.post("/harbour/bulk", &[("case", &number)]).shows(TOLD);
    finn.get("/account").shows(TOLD);
    site.test
        .app
        .clock()
        .stand_at(site.test.app.clock().now() + Duration::days(8));
    finn.get("/harbour/cases").shows(">Max<").hides(TOLD);
}

#[test]
fn a_form_that_asks_for_a_colleague() {
    let test = TestApp::harbour_with(&[(
        "forms/harbour/intake.yaml",
        "fields:\n",
        "fields:\n  - { id: helper, type: user, label: Helped by }\n",
    )]);
    for (id, post) in [("anna", "agent"), ("max", "manager")] {
        test.person(id, &[post]);
    }
    test.away_for_a_week("max", "anna");
    let site = Site::new(test);
    let mut anna = site.signed_in("anna");
    anna.get("/harbour/cases/new/complaint").shows(TOLD);
}
