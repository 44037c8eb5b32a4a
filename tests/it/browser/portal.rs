//! A complainant on a telephone: one question after the other, then number and secret, where it stands, and what can be done.

use super::Browser;

/// Answers the question on the page and goes to the next.
async fn next(browser: &Browser) {
    browser
        .find("#step-next")
        .await
        .click()
        .await
        .expect("it can be pressed");
}

/// How many questions are to be seen.
async fn questions(browser: &Browser) -> u64 {
    let script = "return [...document.querySelectorAll('#fields .section > .field')].filter(field => field.offsetParent).length;";
    browser.run(script, Vec::new()).await.as_u64().expect("a number")
}

#[tokio::test]
async fn a_complainant_with_a_telephone_complains_tracks_adds_and_asks_for_a_review() {
    let Some(browser) = Browser::start("2024-09-27T08:00:00Z").await else {
        return;
    };
    browser.client.set_window_size(390, 844).await.expect("a size");
    browser.go("/language/en").await;
    browser.go("/hospital").await;
    browser.shows("You can complain here without signing in").await;
    browser.press_and_load("a[href$='/portal/new/complaint']").await;
    browser.shows("Question 1 of").await;
    assert_eq!(questions(&browser).await, 1, "one question a page");
    browser.field("matter", "There was a hair in the soup.").await;
    next(&browser).await;
    browser.field("occurred_at", "2024-09-26T18:00").await;
    next(&browser).await;
    browser.field("place", "Canteen").await;
    next(&browser).await;
    browser.field("complained_of", "Kitchen").await;
    next(&browser).await;
    browser.choose("staff_group", "logistics").await;
    next(&browser).await;
    browser.choose("death_or_serious_injury", "no").await;
    next(&browser).await;
    // Material: none.
    next(&browser).await;
    browser.choose("identity", "anonymous").await;
    assert_eq!(questions(&browser).await, 1, "still one, though the form has changed");
    next(&browser).await;
    browser.choose("relation", "patient").await;
    next(&browser).await;
    next(&browser).await;
    // The last question leads on.
    browser
        .press_and_load("form.filling .buttons .button:not([data-step-hidden]):not([name]):not([type=button])")
        .await;
    browser.shows("Check your answers").await;
    browser.shows("There was a hair in the soup.").await;
    browser.press_and_load("#send").await;
    let number = browser.find("#number").await.text().await.expect("a number");
    let secret = browser.find("#secret").await.text().await.expect("a secret");
    browser.shows("we tell you the result").await;

    browser.go("/hospital/portal/track").await;
    browser.fill("#number", &number).await;
    browser.fill("#secret", "nothing of the kind").await;
    browser.press_and_load("form.filling button").await;
    browser.shows("A secret has 26 letters and digits").await;
    browser.fill("#secret", &secret).await;
    browser.press_and_load("form.filling button").await;
    browser.shows(&number).await;
    browser.press_and_load("a[href$='/steps/add_facts']").await;
    browser.field("added_facts", "I have a picture.").await;
    next(&browser).await;
    browser
        .press_and_load("form.filling .buttons .button:not([data-step-hidden]):not([name]):not([type=button])")
        .await;
    browser.shows("Add facts or material: it has been sent").await;
    let wide = browser
        .run(
            "return document.documentElement.scrollWidth - document.documentElement.clientWidth;",
            Vec::new(),
        )
        .await;
    assert_eq!(wide.as_i64(), Some(0), "nothing runs off the side");
    // Somebody whose case has got as far as the result comes to the counter for a secret, and is not content.
    browser.sign_in_as_administrator().await;
    browser.go("/hospital/cases?which=all&stage=summarising").await;
    let links = browser
        .run(
            "return [...document.querySelectorAll('.rows .number a')].map(link => link.getAttribute('href'));",
            Vec::new(),
        )
        .await;
    let links: Vec<String> = serde_json::from_value(links).expect("addresses");
    let mut is_offered = false;
    for link in links {
        browser.sign_in_as_administrator().await;
        browser.go(&link).await;
        browser.press_and_load("button[name=to][value=case]").await;
        let other = browser.find(".slip .slip-large").await.text().await.expect("a number");
        let given = browser.find("#secret").await.text().await.expect("a secret");
        // Somebody else's telephone: no session, and no visit, which belongs to these pages alone.
        browser.client.delete_all_cookies().await.expect("no cookies");
        browser.go("/hospital/portal/track").await;
        browser.client.delete_all_cookies().await.expect("no cookies");
        browser.go("/language/en").await;
        browser.go("/hospital/portal/track").await;
        browser.fill("#number", &other).await;
        browser.fill("#secret", &given).await;
        browser.press_and_load("form.filling button").await;
        let offer = "return document.querySelector(\"a[href$='/steps/ask_review']\") !== null;";
        is_offered = browser.run(offer, Vec::new()).await == serde_json::Value::Bool(true);
        if is_offered {
            break;
        }
    }
    assert!(is_offered, "a result that has not been reviewed yet can be");
    browser.press_and_load("a[href$='/steps/ask_review']").await;
    browser.field("review_reason", "Nobody looked at the picture.").await;
    browser
        .press_and_load("form.filling .buttons .button:not([data-step-hidden]):not([name]):not([type=button])")
        .await;
    browser.shows("The result is being reviewed at your wish").await;
    let address = browser.client.current_url().await.expect("an address").to_string();
    assert!(
        !address.contains(&number) && !address.contains(&secret.replace(' ', "")),
        "{address}"
    );
    browser.close().await;
}
