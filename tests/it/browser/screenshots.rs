//! The pictures of the manual: made by `scripts/screenshots`, which runs this on purpose.

use super::hospital::fill_what_is_asked;
use super::{Browser, folder};

#[tokio::test]
#[ignore = "writes into docs/screenshots; run scripts/screenshots"]
async fn pictures_of_the_pages() {
    let Some(browser) = Browser::start("2024-09-27T08:00:00Z").await else {
        return;
    };
    browser.go("/sign-in").await;
    picture(&browser, "sign-in").await;
    browser.sign_in("hospital.communication_officer").await;
    browser.go("/hospital/cases").await;
    picture(&browser, "queue").await;
    browser.go("/hospital/cases/new/complaint").await;
    browser.choose("channel", "hotline").await;
    browser.field("complainant_name", "李先生").await;
    browser
        .field("matter", "昨天下午三点在门诊二楼收费处，收费员对我父亲大声呵斥。")
        .await;
    browser.submit().await;
    picture(&browser, "intake-with-errors").await;
    fill_what_is_asked(&browser).await;
    browser.submit().await;
    let case = format!("/hospital/cases/{}", browser.number().await);
    browser.go(&case).await;
    browser
        .run(
            "document.querySelector('.deadline:last-of-type details, .deadline details').open = true;",
            Vec::new(),
        )
        .await;
    picture(&browser, "case").await;
    browser.go(&format!("{case}/why/severity")).await;
    picture(&browser, "why").await;
    browser.go(&format!("{case}/actions/start_investigation")).await;
    picture(&browser, "action").await;
    browser.go("/hospital/policy").await;
    picture(&browser, "policy").await;
    browser.go("/hospital/tasks").await;
    picture(&browser, "tasks").await;
    browser.prefer_dark(true).await;
    browser.go("/hospital/cases").await;
    picture(&browser, "queue-dark").await;
    browser.go(&case).await;
    picture(&browser, "case-dark").await;
    browser.prefer_dark(false).await;
    browser.sign_in("property-developer.service_officer").await;
    browser.go("/property-developer/cases?stage=handling").await;
    let cases = browser
        .run(
            "return [...document.querySelectorAll('.rows .number a')].map(link => link.getAttribute('href'));",
            Vec::new(),
        )
        .await;
    let cases: Vec<String> = serde_json::from_value(cases).unwrap();
    for case in cases {
        browser.go(&case).await;
        let slip = "return [...document.querySelectorAll('#documents ~ ul a')].find(link => link.innerText === '第一联')?.getAttribute('href') ?? '';";
        let slip = browser.run(slip, Vec::new()).await;
        if let Some(slip) = slip.as_str().filter(|slip| !slip.is_empty()) {
            browser.go(slip).await;
            picture(&browser, "slip").await;
            break;
        }
    }
    browser.sign_in_as_administrator().await;
    browser.go("/hospital/people").await;
    picture(&browser, "people").await;
    browser
        .client
        .delete_cookie("session")
        .await
        .expect("nobody is signed in");
    browser.go("/hospital").await;
    picture(&browser, "portal").await;
    browser.go("/hospital/portal/new/complaint").await;
    picture(&browser, "portal-form").await;
    browser.close().await;
}

/// As on a desk and as on a telephone.
async fn picture(browser: &Browser, name: &str) {
    let shots = folder("docs/screenshots");
    std::fs::create_dir_all(&shots).expect("a folder");
    for (width, height, kind) in [(1440, 1000, "desk"), (390, 844, "phone")] {
        browser.client.set_window_size(width, height).await.expect("a size");
        browser
            .run("window.scrollTo(0, 0); document.activeElement?.blur();", Vec::new())
            .await;
        let png = browser.client.screenshot().await.expect("a picture");
        std::fs::write(shots.join(format!("{name}-{kind}.png")), png).expect("written");
    }
    browser.client.set_window_size(1440, 1000).await.expect("a size");
}
