//! The hospital's story again, read and written in English from the first page to the last.

use super::Browser;
use super::hospital::fill_what_is_asked;

/// A Friday before the National Day holiday.
const CLOCK: &str = "2024-09-27T08:00:00Z";

#[tokio::test]
async fn a_complaint_goes_from_intake_to_archive_in_english() {
    let Some(browser) = Browser::start(CLOCK).await else {
        return;
    };

    // The choice of a language stays with the browser, whoever signs in.
    browser.sign_in("hospital.front_desk").await;
    browser.go("/language/en?back=/hospital/cases/new/complaint").await;
    browser.choose("channel", "hotline").await;
    browser.field("complainant_name", "Peter Smith").await;
    browser.choose("relation", "family").await;
    browser.field("occurred_at", "2024-09-26T15:00").await;
    browser.field("complained_of", "the cashier").await;
    browser.choose("staff_group", "management").await;
    browser
        .field("matter", "Yesterday at three the cashier shouted at my father.")
        .await;
    browser.choose("process_explained", "yes").await;
    browser.submit().await;
    browser.shows("One entry needs correcting").await;
    browser.shows("fill in “Place”").await;
    let matter = browser.find("#f-matter").await.prop("value").await.unwrap();
    assert_eq!(
        matter.as_deref(),
        Some("Yesterday at three the cashier shouted at my father.")
    );
    browser
        .field("place", "Cashier, second floor of the outpatient building")
        .await;
    browser.submit().await;
    browser.shows("Registered. The number stands below").await;
    let case = format!("/hospital/cases/{}", browser.number().await);

    // Where it stands, when it is due, and how that was reckoned.
    assert_eq!(browser.stage().await, "Received");
    browser.shows("2024-10-08 18:00").await;
    open_details(&browser).await;
    browser.shows("make-up working day").await;
    browser.shows("National Day").await;
    browser.go(&format!("{case}/why/severity")).await;
    browser.shows("holds, and decides").await;

    // Explained, classified, handed over.
    browser.sign_in("hospital.communication_officer").await;
    browser.go(&case).await;
    browser.next_step("actions/start_investigation").await;
    browser.choose("category", "charges").await;
    browser.submit().await;
    assert_eq!(browser.stage().await, "Investigating");

    // Investigated and decided by the department.
    browser.sign_in("hospital.department_handler.finance").await;
    browser.go(&case).await;
    browser.next_step("tasks/").await;
    fill_what_is_asked(&browser).await;
    browser.submit().await;
    browser.shows("Done: ").await;
    assert_eq!(browser.stage().await, "Handling");
    browser.next_step("actions/decide_finding").await;
    browser.choose("finding", "founded").await;
    fill_what_is_asked(&browser).await;
    browser.submit().await;
    assert_eq!(browser.stage().await, "To be answered");

    // Told in time, summed up, closed, archived.
    browser.sign_in("hospital.communication_officer").await;
    browser.go(&case).await;
    browser.next_step("actions/tell_result").await;
    fill_what_is_asked(&browser).await;
    browser.submit().await;
    assert_eq!(browser.stage().await, "To be summed up");
    open_details(&browser).await;
    browser.shows("met in time").await;
    browser.next_step("actions/summarise").await;
    fill_what_is_asked(&browser).await;
    browser.submit().await;
    assert_eq!(browser.stage().await, "Closed");
    browser.next_step("actions/archive").await;
    fill_what_is_asked(&browser).await;
    browser.submit().await;
    assert_eq!(browser.stage().await, "Archived");
    browser.shows("The case is closed").await;

    // All that the program itself says is English; what people wrote stays as they wrote it.
    let language = browser.run("return document.documentElement.lang;", Vec::new()).await;
    assert_eq!(language, "en");
    for chinese in ["已归档", "案件已经办结", "已按时完成", "投诉"] {
        browser.hides(chinese).await;
    }
    browser.close().await;
}

async fn open_details(browser: &Browser) {
    let script = "document.querySelectorAll('details').forEach(details => details.open = true);";
    browser.run(script, Vec::new()).await;
}
