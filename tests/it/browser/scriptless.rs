//! The same without any script of ours: what pages promise they keep by links and forms alone.

use super::Browser;
use super::hospital::fill_what_is_asked;

/// A Friday before the National Day holiday.
const CLOCK: &str = "2024-09-27T08:00:00Z";

#[tokio::test]
async fn without_scripts_a_complaint_is_recorded_and_two_departments_look_into_it_side_by_side() {
    let Some(browser) = Browser::start(CLOCK).await else {
        return;
    };
    browser.without_scripts().await;
    browser.sign_in("hospital.front_desk").await;
    browser.go("/language/en?back=/hospital/cases/new/complaint").await;
    browser.choose("channel", "hotline").await;
    browser.field("complainant_name", "Peter Smith").await;
    browser.choose("relation", "family").await;
    browser.hides("Name of the patient").await;
    // What a script would do by itself, a button does.
    browser.press_and_load("button[name=_refresh]").await;
    browser.shows("Name of the patient").await;
    browser.field("patient_name", "Anna Smith").await;
    browser.field("occurred_at", "2024-09-26T15:00").await;
    browser.field("complained_of", "the cashier").await;
    browser.choose("staff_group", "management").await;
    browser.field("matter", "The cashier shouted at my father.").await;
    browser.choose("process_explained", "yes").await;
    browser.submit().await;
    browser.shows("fill in “Place”").await;
    browser.field("place", "Cashier").await;
    browser.submit().await;
    let case = format!("/hospital/cases/{}", browser.number().await);

    browser.sign_in("hospital.communication_officer").await;
    browser.go(&case).await;
    browser.next_step("actions/start_investigation").await;
    browser.choose("category", "charges").await;
    browser.choose("unit_complained_of", "finance").await;
    browser.choose("other_departments", "nursing").await;
    browser.submit().await;
    assert_eq!(browser.stage().await, "Investigating");
    browser.shows("It is somebody else’s turn").await;

    for (department, stage) in [("finance", "Investigating"), ("nursing", "Handling")] {
        browser
            .sign_in(&format!("hospital.department_handler.{department}"))
            .await;
        browser.go(&case).await;
        browser.next_step("tasks/").await;
        browser.shows("The cashier shouted at my father.").await;
        fill_what_is_asked(&browser).await;
        browser.submit().await;
        assert_eq!(browser.stage().await, stage, "after {department}");
    }
    browser.close().await;
}

#[tokio::test]
async fn without_scripts_a_complainant_complains_on_one_page_and_sees_what_becomes_of_it() {
    let Some(browser) = Browser::start(CLOCK).await else {
        return;
    };
    browser.without_scripts().await;
    browser.go("/language/en").await;
    browser.go("/hospital").await;
    browser.press_and_load("a[href$='/portal/new/complaint']").await;
    browser.hides("Question 1 of").await;
    browser.field("matter", "There was a hair in the soup.").await;
    browser.field("occurred_at", "2024-09-26T18:00").await;
    browser.field("place", "Canteen").await;
    browser.choose("identity", "anonymous").await;
    browser.choose("relation", "patient").await;
    browser.submit().await;
    browser.shows("Check your answers").await;
    browser.shows("There was a hair in the soup.").await;
    browser.press_and_load("#send").await;
    let number = browser.find("#number").await.text().await.expect("a number");
    let secret = browser.find("#secret").await.text().await.expect("a secret");
    browser.go("/hospital/portal/track").await;
    browser.fill("#number", &number).await;
    browser.fill("#secret", &secret).await;
    browser.press_and_load("form.filling button").await;
    browser.shows(&number).await;
    browser.shows("we tell you the result").await;
    browser.close().await;
}

#[tokio::test]
async fn a_list_that_is_kept_stands_among_the_tabs_with_its_count_until_it_is_dropped() {
    let Some(browser) = Browser::start(CLOCK).await else {
        return;
    };
    browser.without_scripts().await;
    browser.sign_in("hospital.communication_officer").await;
    browser.go("/language/en?back=/hospital/cases").await;
    browser.go("/hospital/cases?stage=investigating").await;
    let rows = "return document.querySelectorAll('.rows tbody tr').length;";
    let count = browser.run(rows, Vec::new()).await.to_string();
    browser
        .run("document.querySelector('details.keep').open = true;", Vec::new())
        .await;
    browser.fill("#view-name", "Under way").await;
    browser.press_and_load(".keep button").await;
    browser.go("/hospital/cases").await;
    browser.shows(&format!("Under way {count}")).await;
    browser.press_and_load(".views a[href$='stage=investigating']").await;
    assert_eq!(browser.run(rows, Vec::new()).await.to_string(), count);
    browser.close().await;
}
