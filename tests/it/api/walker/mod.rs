//! One case of every bundled organization, from intake to archive, over HTTP alone, by programs that know none of them.
//!
//! `telling` follows the steps of a pack's own scenarios and compares what is `expected`, `walk` only what the API says, with `answers` made from the schemas;
//! `archive` is what must be true at the end, `cast` are the people.

mod answers;
mod archive;
mod cast;
mod expected;
mod telling;
mod walk;

use std::cmp::Reverse;

use redress::pack::scenario::RawScenario;
use serde_json::Value as Json;

use telling::{Telling, scenarios};

/// A module with its tests for each organization, so that the one that fails is named.
macro_rules! organizations {
    ($($name:ident: $id:literal),* $(,)?) => {
        const ORGANIZATIONS: &[&str] = &[$($id),*];
        $(
            mod $name {
                #[actix_web::test]
                async fn a_case_goes_from_intake_to_archive_as_a_scenario_tells() {
                    super::the_longest_scenario_to_an_end($id).await;
                }

                #[actix_web::test]
                async fn whoever_follows_only_what_the_api_says_comes_to_the_archive_and_is_told_clearly() {
                    super::walk::Walker::enter($id).await.walk_to_the_archive().await;
                }
            }
        )*
    };
}

organizations! {
    complaint_office: "complaint-office",
    electronics_aftersales: "electronics-aftersales",
    garden_machinery: "garden-machinery",
    generic_eight_step: "generic-eight-step",
    guest_services: "guest-services",
    hospital: "hospital",
    iso_complaints: "iso-complaints",
    jiangsu_tobacco: "jiangsu-tobacco",
    logistics_service: "logistics-service",
    product_quality: "product-quality",
    property_developer: "property-developer",
    renewable_resources: "renewable-resources",
    road_transport: "road-transport",
    service_assessment: "service-assessment",
    telecom_callcentre: "telecom-callcentre",
}

#[test]
fn every_bundled_organization_is_walked_through() {
    let bundled = redress::pack::load::organizations(std::path::Path::new(env!("CARGO_MANIFEST_DIR")));
    let bundled: Vec<String> = bundled.iter().map(ToString::to_string).collect();
    assert_eq!(bundled, ORGANIZATIONS);
}

#[actix_web::test]
async fn the_hospitals_worked_complaints_hold_over_http() {
    every_worked_complaint("hospital", 5).await;
}

#[actix_web::test]
async fn the_property_developers_worked_complaints_hold_over_http() {
    every_worked_complaint("property-developer", 6).await;
}

async fn every_worked_complaint(organization: &str, at_least: usize) {
    let known = scenarios(organization).into_iter();
    let examples: Vec<RawScenario> = known
        .filter(|(file, _)| file == "examples.yaml")
        .map(|(_, scenario)| scenario)
        .collect();
    assert!(examples.len() >= at_least);
    for scenario in examples {
        let mut telling = Telling::begin(organization, &scenario).await;
        telling.tell(&scenario).await;
        telling.test.is_sound();
    }
}

/// Tells the scenario of the organization's first case type with the most steps that says it ends at a final stage.
async fn the_longest_scenario_to_an_end(organization: &str) {
    let known = scenarios(organization);
    let finals = finals(organization).await;
    let ends = |scenario: &&RawScenario| {
        // Of the first case; what others come to is another matter.
        let of_first = scenario
            .steps
            .iter()
            .filter(|step| step.on.is_none() && step.called.is_none());
        let mut stages = of_first.rev().filter_map(|step| step.then.as_ref()?.stage.as_ref());
        scenario.case.as_ref().is_none_or(|case| *case == finals.0)
            && scenario.steps[0].open.is_some()
            && stages.next().is_some_and(|stage| finals.1.contains(stage))
    };
    let to_an_end = known.iter().map(|(_, scenario)| scenario).filter(ends);
    // The clock goes through all that comes round on the way, which for years takes its time.
    let longest = to_an_end
        .max_by_key(|scenario| (Reverse(months(scenario).max(1)), scenario.steps.len()))
        .expect("a scenario to an end");
    println!("{}: {} steps", longest.scenario, longest.steps.len());
    let mut telling = Telling::begin(organization, longest).await;
    telling.tell(longest).await;
    let (base, case) = (telling.base.clone(), telling.first_case().expect("a case"));
    archive::is_archived(telling.operator(), &base, &case).await;
    telling.test.is_sound();
}

/// How many months begin while the scenario is told.
fn months(scenario: &RawScenario) -> i32 {
    let month = |at: &str| {
        let part = |digits: std::ops::Range<usize>| at[digits].parse::<i32>().expect("a number");
        part(0..4) * 12 + part(5..7)
    };
    let last = scenario.steps.iter().rev().find_map(|step| step.at.as_deref());
    last.map_or(0, |last| month(last) - month(&scenario.at))
}

/// The first case type, and its final stages.
async fn finals(organization: &str) -> (String, Vec<String>) {
    let test = crate::support::app::TestApp::with_pack(organization);
    let mut cast = cast::Cast::default();
    let operator = cast.with_post(&test, None);
    let policy = operator.get(&format!("/{organization}/case-types")).await.ok().json();
    let first = &policy["case_types"][0];
    let stages = first["stages"].as_array().expect("stages").iter();
    let text = |value: &Json| value.as_str().expect("a text").to_owned();
    let finals = stages.filter(|stage| stage["final"] == true);
    (text(&first["id"]), finals.map(|stage| text(&stage["id"])).collect())
}
