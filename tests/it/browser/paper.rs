//! What is printed: the case file, the slips of a pack and the slip for the complainant as paper, without what only a screen is for.

use fantoccini::wd::PrintConfiguration;
use serde_json::{Value as Json, json};

use super::Browser;
use super::hospital::fill_what_is_asked;

const CLOCK: &str = "2024-09-23T01:00:00Z";

/// What leads elsewhere, asks something or belongs to the screen.
const OF_THE_SCREEN: &str = ".top, .skip, .crumbs, .clock, .copies, .case-file-bar, .buttons, .portal-top, .portal-foot, nav, button, input, select, dialog";

impl Browser {
    /// How many sheets of paper the page is.
    async fn sheets(&self) -> usize {
        let printed = PrintConfiguration::builder().build().expect("the defaults");
        let pdf = self.client.print(printed).await.expect("a PDF");
        assert!(pdf.starts_with(b"%PDF-"), "it is a PDF");
        // As PDF 1.7 (ISO 32000-1, 7.7.3.2) has it: the tree of pages knows how many there are.
        let text = String::from_utf8_lossy(&pdf);
        let counts = text.split("/Count ").skip(1);
        let counts = counts.filter_map(|rest| rest.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok());
        counts.max().unwrap_or(0)
    }

    /// Shows the page as it would be printed, on a dark screen, and looks for what is not meant for paper.
    async fn is_paper(&self, expected: &str) {
        let features = json!({"media": "print", "features": [{"name": "prefers-color-scheme", "value": "dark"}]});
        self.tell("Emulation.setEmulatedMedia", features).await;
        self.shows(expected).await;
        let script = "return [...document.querySelectorAll(arguments[0])].filter(one => one.checkVisibility() && one.getClientRects().length > 0).map(one => one.outerHTML.slice(0, 120));";
        let seen = self.run(script, vec![OF_THE_SCREEN.into()]).await;
        assert_eq!(seen, json!([]), "on paper");
        let dark = "const [body, ink] = [document.body, document.querySelector('h1')].map(one => getComputedStyle(one)); \
                    const sum = text => text.match(/\\d+/g).slice(0, 3).reduce((all, part) => all + Number(part), 0); \
                    return [sum(body.backgroundColor), sum(ink.color)];";
        let sums: Vec<u32> = serde_json::from_value(self.run(dark, Vec::new()).await).expect("two sums");
        assert!(sums[0] == 3 * 255 && sums[1] < 150, "dark ink on white paper: {sums:?}");
        let wide = "return document.documentElement.scrollWidth - document.documentElement.clientWidth;";
        assert_eq!(self.run(wide, Vec::new()).await, json!(0), "nothing is cut off");
        self.tell("Emulation.setEmulatedMedia", json!({"media": ""})).await;
    }
}

#[tokio::test]
async fn a_case_file_and_every_slip_are_printed_without_what_only_a_screen_is_for() {
    let Some(browser) = Browser::start(CLOCK).await else {
        return;
    };
    // A slip of the pack, in two copies, from a case of the demonstration that has one.
    browser.sign_in_as_administrator().await;
    browser
        .go("/language/zh?back=/property-developer/cases?which=all")
        .await;
    let cases = "return [...document.querySelectorAll('.rows .number a')].map(link => link.getAttribute('href'));";
    let cases: Vec<String> = serde_json::from_value(browser.run(cases, Vec::new()).await).expect("addresses");
    let mut slip = Json::Null;
    for case in &cases {
        browser.go(case).await;
        let link = "const link = document.querySelector(\"aside a[href*='/documents/']\"); return link && link.getAttribute('href');";
        slip = browser.run(link, Vec::new()).await;
        if slip.is_string() {
            break;
        }
    }
    let slip = slip.as_str().expect("a case with a slip").to_owned();
    browser.go(&slip).await;
    browser.is_paper("派工单").await;
    assert_eq!(browser.sheets().await, 1, "a slip is one sheet");

    // The case file of a case with a long story: so many sheets as it takes, each with its head.
    let case = slip.split("/documents/").next().expect("an address").to_owned();
    browser.go(&case).await;
    let number = browser.number().await;
    for round in 0..3 {
        browser.go(&case).await;
        let text = format!(
            "第 {round} 次来电，内容如下。{}",
            "电梯又停了，老人下不了楼。".repeat(120)
        );
        browser.field_of_comment(&text).await;
        browser.press_and_load(".comment button").await;
    }
    browser.go(&format!("{case}/print")).await;
    browser.is_paper(&number).await;
    let sheets = browser.sheets().await;
    assert!((2..40).contains(&sheets), "{sheets} sheets");

    // What a complainant is handed: number and secret.
    browser.sign_in("hospital.front_desk").await;
    browser.go("/language/en?back=/hospital/cases/new/complaint").await;
    fill_what_is_asked(&browser).await;
    browser.submit().await;
    browser.press_and_load("button[name=to][value=case]").await;
    browser.is_paper("Write both down").await;
    assert_eq!(browser.sheets().await, 1);
    browser.close().await;
}

impl Browser {
    /// Puts a long text where notes are written, at once.
    async fn field_of_comment(&self, text: &str) {
        let script = "document.getElementById('comment-text').value = arguments[0];";
        self.run(script, vec![text.into()]).await;
    }
}
