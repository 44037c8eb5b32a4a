//! The pictures of the manual: made by `scripts/screenshots`, which runs this on purpose.

use super::Browser;
use super::folder;

/// A Friday before the National Day holiday.
const CLOCK: &str = "2024-09-27T08:00:00Z";

#[tokio::test]
#[ignore = "writes into docs/screenshots; run scripts/screenshots"]
async fn pictures_of_the_pages() {
    let Some(browser) = Browser::start(CLOCK).await else {
        return;
    };
    browser.go("/language/en?back=/sign-in").await;
    picture(&browser, "sign-in").await;
    lists(&browser).await;
    casework(&browser).await;
    printed(&browser).await;
    administration(&browser).await;
    portal(&browser).await;
    browser.close().await;
}

/// What somebody finds who comes to work: the queue, their own work, and several cases done at once.
async fn lists(browser: &Browser) {
    browser.sign_in("hospital.communication_officer").await;
    browser.go("/hospital/cases").await;
    picture(browser, "queue").await;
    browser.go("/hospital/tasks").await;
    picture(browser, "tasks").await;
    browser.go("/hospital/figures").await;
    picture(browser, "figures").await;
    browser.go("/hospital/cases").await;
    browser.find("[data-choose-all]").await.click().await.expect("a tick");
    browser.press_and_load("#bulk button").await;
    browser
        .find("input[name=what][value=comment]")
        .await
        .click()
        .await
        .expect("a choice");
    browser.fill("#text", "Looked through on Friday.").await;
    browser.press_and_load("form.bulk-acts .buttons button").await;
    picture(browser, "bulk").await;
}

/// One complaint, from an incomplete form to the form of its first step.
async fn casework(browser: &Browser) {
    browser.go("/hospital/cases/new/complaint").await;
    browser.choose("channel", "hotline").await;
    browser.field("complainant_name", "Li Wen").await;
    browser.choose("relation", "family").await;
    browser
        .field(
            "matter",
            "Yesterday at three a cashier shouted at my father in front of everybody.",
        )
        .await;
    browser.submit().await;
    picture(browser, "intake-with-errors").await;
    browser.field("occurred_at", "2024-09-26T15:00").await;
    browser.field("complained_of", "A cashier").await;
    browser.choose("staff_group", "management").await;
    browser.field("place", "Cash desk, second floor").await;
    browser.choose("process_explained", "yes").await;
    browser.press_and_load("form.filling button[name=_check]").await;
    picture(browser, "check-answers").await;
    browser.submit().await;
    let case = format!("/hospital/cases/{}", browser.number().await);
    browser.go(&case).await;
    picture(browser, "case").await;
    browser.go(&format!("{case}/why/severity")).await;
    picture(browser, "why").await;
    browser.go(&format!("{case}/actions/start_investigation")).await;
    picture(browser, "action").await;
    browser.go("/hospital/policy").await;
    picture(browser, "policy").await;
}

/// A slip of two copies.
async fn printed(browser: &Browser) {
    browser.sign_in("property-developer.service_officer").await;
    browser.go("/property-developer/cases?stage=handling").await;
    for case in links(browser, ".rows .number a").await {
        browser.go(&case).await;
        if let Some(slip) = links(browser, "#documents ~ ul a[href*='/documents/']").await.first() {
            browser.go(slip).await;
            return picture(browser, "slip").await;
        }
    }
    panic!("no case of the demonstration has a slip");
}

/// What an administrator looks after.
async fn administration(browser: &Browser) {
    browser.sign_in_as_administrator().await;
    browser.go("/hospital/people").await;
    picture(browser, "people").await;
    browser.go("/account").await;
    picture(browser, "account").await;
}

/// A complaint as the public makes it and follows it.
async fn portal(browser: &Browser) {
    browser
        .client
        .delete_cookie("session")
        .await
        .expect("nobody is signed in");
    browser.go("/hospital").await;
    picture(browser, "portal").await;
    browser.go("/hospital/portal/new/complaint").await;
    picture(browser, "portal-form").await;
    // As on a desk from the beginning: the form asks one question after the other once the window has been a telephone's.
    browser.go("/hospital/portal/new/complaint").await;
    browser.field("matter", "There was a hair in the soup.").await;
    browser.field("occurred_at", "2024-09-26T18:00").await;
    browser.field("place", "Canteen").await;
    browser.field("complained_of", "Kitchen").await;
    browser.choose("staff_group", "logistics").await;
    browser.choose("death_or_serious_injury", "no").await;
    browser.choose("identity", "anonymous").await;
    browser.choose("relation", "patient").await;
    browser
        .press_and_load("form.filling .buttons .button:not([data-step-hidden]):not([name]):not([type=button])")
        .await;
    browser.press_and_load("#send").await;
    picture(browser, "portal-number").await;
    let number = browser.find("#number").await.text().await.expect("a number");
    let secret = browser.find("#secret").await.text().await.expect("a secret");
    browser.go("/hospital/portal/track").await;
    browser.fill("#number", &number).await;
    browser.fill("#secret", &secret).await;
    browser.press_and_load("form.filling button").await;
    picture(browser, "portal-case").await;
}

/// Where the links lead that fit.
async fn links(browser: &Browser, css: &str) -> Vec<String> {
    let script = "return [...document.querySelectorAll(arguments[0])].map(link => link.getAttribute('href'));";
    let found = browser.run(script, vec![css.into()]).await;
    serde_json::from_value(found).expect("addresses")
}

/// The page as on a desk and on a telephone, on a light and on a dark device.
async fn picture(browser: &Browser, name: &str) {
    let shots = folder("docs/screenshots");
    std::fs::create_dir_all(&shots).expect("a folder");
    for (width, height, kind) in [(1440, 900, "desk"), (390, 844, "phone")] {
        browser.client.set_window_size(width, height).await.expect("a size");
        for (is_dark, end) in [(false, ""), (true, "-dark")] {
            browser.prefer_dark(is_dark).await;
            browser
                .run("window.scrollTo(0, 0); document.activeElement?.blur();", Vec::new())
                .await;
            let png = browser.client.screenshot().await.expect("a picture");
            std::fs::write(shots.join(format!("{name}-{kind}{end}.png")), png).expect("written");
        }
    }
    browser.prefer_dark(false).await;
    browser.client.set_window_size(1440, 1000).await.expect("a size");
}
