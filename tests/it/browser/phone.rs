//! On a telephone nothing runs off the side.

use super::Browser;

#[tokio::test]
async fn no_page_is_wider_than_a_telephone() {
    let Some(browser) = Browser::start("2024-09-27T08:00:00Z").await else {
        return;
    };
    browser.sign_in_as_administrator().await;
    browser.client.set_window_size(390, 844).await.expect("a size");
    let mut pages = vec!["/".to_owned(), "/clock".to_owned()];
    for organization in ["hospital", "property-developer"] {
        browser.go(&format!("/{organization}/cases?which=all")).await;
        let cases = browser
            .run(
                "return [...document.querySelectorAll('.rows .number a')].map(link => link.getAttribute('href'));",
                Vec::new(),
            )
            .await;
        let cases: Vec<String> = serde_json::from_value(cases).unwrap();
        assert!(cases.len() > 5, "there are cases to look at");
        pages.extend(cases);
        for path in ["cases", "cases/new", "cases/new/complaint", "policy", "policy/channels"] {
            pages.push(format!("/{organization}/{path}"));
        }
    }
    let mut wide = Vec::new();
    for language in ["zh", "en"] {
        browser.go(&format!("/language/{language}")).await;
        for page in &pages {
            browser.go(page).await;
            browser
                .run(
                    "document.querySelectorAll('details').forEach(details => details.open = true);",
                    Vec::new(),
                )
                .await;
            let over = browser
                .run(
                    "return document.documentElement.scrollWidth - document.documentElement.clientWidth;",
                    Vec::new(),
                )
                .await;
            if over.as_i64() != Some(0) {
                wide.push(format!("{language} {page}: {over}"));
            }
        }
    }
    assert_eq!(wide, Vec::<String>::new());
    browser.close().await;
}
