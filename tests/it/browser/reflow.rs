//! On a telephone, and on a screen enlarged to 400 %, nothing has to be scrolled sideways (WCAG 1.4.10): on every kind of page, also on
//! those that answer what was sent.

use std::collections::BTreeSet;

use serde_json::json;

use super::hospital::fill_what_is_asked;
use super::{Browser, folder};

const CLOCK: &str = "2024-09-27T08:00:00Z";
/// In CSS pixels: a telephone, and 1280 at 400 %.
const WIDTHS: [u32; 2] = [390, 320];
/// Longer than any telephone is wide, without a place to break it.
const LONG: &str = "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaft";

struct Ruler {
    browser: Browser,
    measured: BTreeSet<String>,
    wide: Vec<String>,
}

impl Ruler {
    /// Makes the page narrow with everything unfolded, looks, and makes it wide again.
    async fn measure(&mut self, name: &str) {
        let browser = &self.browser;
        browser
            .run(
                "document.querySelectorAll('details').forEach(part => part.open = true);",
                Vec::new(),
            )
            .await;
        for width in WIDTHS {
            let narrow = json!({"width": width, "height": 844, "deviceScaleFactor": 1, "mobile": false});
            browser.tell("Emulation.setDeviceMetricsOverride", narrow).await;
            let script = "const width = document.documentElement.clientWidth; \
                          if (width !== arguments[0]) return `it is ${width} wide`; \
                          const over = document.documentElement.scrollWidth - width; \
                          if (over <= 0) return ''; \
                          const beyond = [...document.querySelectorAll('body *')].filter(one => one.checkVisibility() && one.getBoundingClientRect().right > width + 0.5); \
                          return `${over} too wide: ` + beyond.slice(-3).map(one => one.outerHTML.slice(0, 100)).join(' and ');";
            let found = browser.run(script, vec![width.into()]).await;
            let found = found.as_str().expect("a text");
            if !found.is_empty() {
                self.wide.push(format!("{name} at {width}: {found}"));
            }
        }
        browser.tell("Emulation.clearDeviceMetricsOverride", json!({})).await;
        self.measured.insert(name.to_owned());
    }

    async fn measure_at(&mut self, address: &str) {
        self.browser.go(address).await;
        self.measure(address).await;
    }

    /// Presses something and measures the page that comes.
    async fn press(&mut self, css: &str, name: &str, shows: &str) {
        self.browser.press_and_load(css).await;
        self.browser.shows(shows).await;
        self.measure(name).await;
    }

    /// The first few pages that links of this kind lead to from here.
    async fn linked(&self, part: &str, count: usize) -> Vec<String> {
        let script = "return [...new Set([...document.querySelectorAll('main a:not([download])')].map(link => link.getAttribute('href')).filter(address => address.includes(arguments[0])))];";
        let links = self.browser.run(script, vec![part.into()]).await;
        let mut links: Vec<String> = serde_json::from_value(links).expect("addresses");
        links.truncate(count);
        assert!(!links.is_empty(), "no link with `{part}`");
        links
    }

    /// What somebody sees who starts the demonstration: every organization, at work.
    async fn every_organization(&mut self) {
        self.browser.sign_in_as_administrator().await;
        self.browser.go("/language/en").await;
        self.measure_at("/").await;
        let links = self.browser.run(
            "return [...document.querySelectorAll(\"main a[href$='/cases']\")].map(link => link.getAttribute('href'));",
            Vec::new(),
        );
        let queues: Vec<String> = serde_json::from_value(links.await).expect("addresses");
        let organizations = redress::pack::load::organizations(&folder(""));
        let all: BTreeSet<String> = organizations.iter().map(|id| format!("/{id}/cases")).collect();
        assert_eq!(all.len(), 15);
        assert_eq!(queues.iter().cloned().collect::<BTreeSet<_>>(), all);
        for queue in queues {
            self.measure_at(&queue).await;
            let rows = "return document.querySelectorAll('.rows tbody .number a').length;";
            let rows = self.browser.run(rows, Vec::new()).await;
            assert!(rows.as_u64() > Some(0), "nothing to do at {queue}");
        }
    }

    async fn lists(&mut self) {
        for address in [
            "/hospital/cases?which=all&is.category=charges&owner=nobody&due=week",
            "/hospital/tasks",
            "/hospital/people",
            "/people",
            "/account",
            "/account/second-factor",
            "/hospital/cases/99999999",
        ] {
            self.measure_at(address).await;
        }
        self.browser.go("/hospital/people").await;
        for person in self.linked("/people/", 1).await {
            self.measure_at(&person).await;
        }
        for organization in ["hospital", "property-developer", "complaint-office"] {
            self.measure_at(&format!("/{organization}/figures")).await;
            for part in ["/registers/", "/reports/"] {
                self.browser.go(&format!("/{organization}/figures")).await;
                for address in self.linked(part, 2).await {
                    self.measure_at(&address).await;
                }
            }
        }
    }

    async fn one_case(&mut self) {
        let send = "form.filling .buttons button:not([name])";
        // Who reads everything in clear reads the longest lines.
        self.browser.sign_in("hospital.communication_officer").await;
        self.browser.go("/hospital/cases/new/complaint").await;
        self.press(send, "a form with mistakes", "need correcting").await;
        self.browser.field("matter", LONG).await;
        self.browser.field("complained_of", LONG).await;
        fill_what_is_asked(&self.browser).await;
        self.press("button[name=_check]", "the answers once more", LONG).await;
        self.press("main form .buttons button:not([name])", "what was just recorded", LONG)
            .await;
        let case = format!("/hospital/cases/{}", self.browser.number().await);
        for part in ["", "/record", "/why/severity", "/print"] {
            self.measure_at(&format!("{case}{part}")).await;
        }
        self.measure_at("/hospital/tasks").await;
        self.browser.go(&case).await;
        self.browser.next_step("actions/start_investigation").await;
        self.measure("a step").await;
        fill_what_is_asked(&self.browser).await;
        // Meanwhile somebody else writes a note, so that this step comes too late.
        let meanwhile = "const [address, text] = arguments; \
                         return fetch(address).then(answer => answer.text()).then(page => { \
                           const form = new DOMParser().parseFromString(page, 'text/html').querySelector('form.comment'); \
                           const body = new URLSearchParams(new FormData(form)); body.set('text', text); \
                           return fetch(form.getAttribute('action'), {method: 'POST', body}); }).then(answer => answer.ok);";
        let noted = self
            .browser
            .run(meanwhile, vec![case.as_str().into(), LONG.into()])
            .await;
        assert_eq!(noted, json!(true));
        self.press(send, "what has changed meanwhile", "has changed").await;

        self.browser.go("/hospital/cases").await;
        let choose =
            "[...document.querySelectorAll('.rows input[name=case]')].slice(0, 4).forEach(box => box.click());";
        self.browser.run(choose, Vec::new()).await;
        self.press("#bulk button", "what to do with several", "What is to be done with")
            .await;
        self.browser
            .find("input[name=what][value=comment]")
            .await
            .click()
            .await
            .expect("a choice");
        self.browser.fill("#text", LONG).await;
        self.press(
            "form.bulk-acts .buttons button",
            "what would be done",
            "Nothing has been done yet.",
        )
        .await;
        self.press("form.bulk-confirm button", "what was done", "was done for")
            .await;
    }

    async fn portal(&mut self) {
        let send = "form.filling .buttons .button:not([name]):not([type=button])";
        self.browser.client.delete_all_cookies().await.expect("no cookies");
        self.browser.go("/language/en").await;
        for address in [
            "/sign-in",
            "/hospital/portal",
            "/hospital/portal/track",
            "/hospital/portal/new/complaint",
        ] {
            self.measure_at(address).await;
        }
        self.press(send, "a public form with mistakes", "need correcting").await;
        for (field, text) in [("matter", LONG), ("occurred_at", "2024-09-26T18:00"), ("place", LONG)] {
            self.browser.field(field, text).await;
        }
        self.browser.choose("identity", "anonymous").await;
        self.browser.choose("relation", "patient").await;
        self.press(send, "the public answers once more", "Check your answers")
            .await;
        self.press("#send", "number and secret", "we tell you the result").await;
        let number = self.browser.find("#number").await.text().await.expect("a number");
        let secret = self.browser.find("#secret").await.text().await.expect("a secret");
        self.browser.go("/hospital/portal/track").await;
        self.browser.fill("#number", &number).await;
        self.browser.fill("#secret", LONG).await;
        self.press("form.filling button", "a wrong secret", "A secret has 26 letters")
            .await;
        self.browser.fill("#number", &number).await;
        self.browser.fill("#secret", &secret).await;
        self.press("form.filling button", "where a complaint stands", &number)
            .await;
        self.press(
            "a[href$='/steps/add_facts']",
            "a step of the complainant",
            "What you want to add",
        )
        .await;
    }
}

#[tokio::test]
async fn the_demonstration_shows_all_fifteen_at_work_and_no_kind_of_page_is_scrolled_sideways_on_a_telephone() {
    let Some(browser) = Browser::start(CLOCK).await else {
        return;
    };
    let mut ruler = Ruler {
        browser,
        measured: BTreeSet::new(),
        wide: Vec::new(),
    };
    ruler.every_organization().await;
    ruler.lists().await;
    ruler.one_case().await;
    ruler.portal().await;
    let Ruler {
        browser,
        measured,
        wide,
    } = ruler;
    browser.close().await;
    assert!(measured.len() > 50, "{measured:#?}");
    assert_eq!(wide, Vec::<String>::new());
}
