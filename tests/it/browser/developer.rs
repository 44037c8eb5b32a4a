//! The property developer: several complainants, a slip in two copies, a callback, a signature; and a month of silence.

use super::Browser;
use super::hospital::fill_what_is_asked;

/// A Monday morning.
const CLOCK: &str = "2024-09-23T01:00:00Z";

/// A valid complaint of three neighbours, recorded, judged and dispatched; returns its address.
async fn dispatched(browser: &Browser) -> String {
    browser.sign_in("property-developer.service_officer").await;
    browser.go("/property-developer/cases/new/complaint").await;
    browser.choose("origin", "direct").await;
    browser.choose("channel", "call").await;
    browser.field("complainant_name", "陈伟").await;
    browser.field("complainants", "3").await;
    browser.field("joint_complainants.0.joint_name", "林晓").await;
    browser.add_row("joint_complainants").await;
    browser.field("joint_complainants.1.joint_name", "何涛").await;
    browser.field("matter", "我们三户邻居的卫生间都漏水。").await;
    browser.choose("reply_time_open", "yes").await;
    fill_what_is_asked(browser).await;
    browser.submit().await;
    browser.shows("已登记").await;
    browser.shows("林晓").await;
    browser.shows("何涛").await;
    let case = format!("/property-developer/cases/{}", browser.number().await);
    browser.next_step("actions/judge").await;
    browser.choose("wants", "complaint").await;
    browser.choose("faults", "mistake").await;
    browser.choose("harm", "interest").await;
    browser.choose("category", "property_service").await;
    fill_what_is_asked(browser).await;
    browser.submit().await;
    assert_eq!(browser.stage().await, "已分类定级");
    browser.shows("有效投诉").await;
    // Three complainants make it a major one.
    browser.shows("重大投诉").await;
    browser.next_step("actions/analyse").await;
    fill_what_is_asked(browser).await;
    browser.submit().await;
    browser.next_step("actions/submit_slip").await;
    fill_what_is_asked(browser).await;
    browser.submit().await;
    assert_eq!(browser.stage().await, "派工待确认");
    browser.sign_in("property-developer.service_manager").await;
    browser.go(&case).await;
    browser.next_step("actions/confirm_dispatch").await;
    browser.submit().await;
    assert_eq!(browser.stage().await, "处理中");
    case
}

/// The department signs for the slip and does the work; customer service finds it done.
async fn handled(browser: &Browser, case: &str) {
    browser
        .sign_in("property-developer.department_handler.property_management")
        .await;
    for _ in 0..2 {
        browser.go(case).await;
        browser.next_step("tasks/").await;
        fill_what_is_asked(browser).await;
        browser.submit().await;
    }
    browser.sign_in("property-developer.customer_service").await;
    browser.go(case).await;
    if browser.stage().await == "处理中" {
        browser.next_step("actions/complete_handling").await;
        fill_what_is_asked(browser).await;
        browser.submit().await;
    }
    assert_eq!(browser.stage().await, "待回访");
}

#[tokio::test]
async fn neighbours_complain_together_a_slip_is_printed_twice_and_a_signature_closes_it() {
    let Some(browser) = Browser::start(CLOCK).await else {
        return;
    };
    let case = dispatched(&browser).await;

    // The slip in its two copies.
    let copies = browser
        .run(
            "return [...document.querySelectorAll('#documents ~ ul a')].filter(link => link.innerText.includes('联'))\
             .map(link => [link.innerText, link.getAttribute('href')]);",
            Vec::new(),
        )
        .await;
    let copies: Vec<(String, String)> = serde_json::from_value(copies).unwrap();
    assert_eq!(
        copies.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(),
        ["第一联", "第二联"]
    );
    for (name, address) in &copies {
        browser.go(address).await;
        browser.shows("派工单").await;
        let paper = browser.find(".paper").await.text().await.unwrap();
        assert!(paper.contains(name.as_str()) && paper.contains("陈伟"), "{paper}");
    }

    handled(&browser, &case).await;
    browser.sign_in("property-developer.service_officer").await;
    browser.go(&case).await;
    browser.shows("回访客户").await;
    browser.next_step("actions/call_back").await;
    browser.choose("acceptance", "accepted").await;
    fill_what_is_asked(&browser).await;
    browser.submit().await;
    browser.next_step("actions/close").await;
    browser.attach("signature", b"%PDF-1.4 signed").await;
    fill_what_is_asked(&browser).await;
    browser.submit().await;
    assert_eq!(browser.stage().await, "已关闭");
    browser.close().await;
}

#[tokio::test]
async fn a_month_of_silence_after_the_registered_letter_closes_the_case() {
    let Some(browser) = Browser::start(CLOCK).await else {
        return;
    };
    let case = dispatched(&browser).await;
    handled(&browser, &case).await;
    browser.sign_in("property-developer.service_officer").await;
    browser.go(&case).await;
    browser.next_step("actions/log_attempt").await;
    fill_what_is_asked(&browser).await;
    browser.submit().await;
    browser.sign_in("property-developer.customer_service").await;
    browser.go(&case).await;
    browser.next_step("actions/send_letter").await;
    fill_what_is_asked(&browser).await;
    browser.submit().await;
    assert_eq!(browser.stage().await, "挂号信等待期");
    browser.shows("挂号信寄出后一个月").await;

    // A day too early the policy still says no, and why.
    browser.move_clock("2024-10-23T12:00").await;
    browser.sign_in("property-developer.service_officer").await;
    browser.go(&case).await;
    // What is not possible yet is folded away, with its reason.
    let unfold = "for (const part of document.querySelectorAll('.not-now')) part.open = true;";
    browser.run(unfold, Vec::new()).await;
    browser.shows("挂号信寄出还不满一个月").await;
    browser.move_clock("2024-10-24T09:00").await;
    browser.sign_in("property-developer.service_officer").await;
    browser.go(&case).await;
    browser.next_step("actions/close_silent").await;
    // The policy lets nobody below the deputy general manager confirm this for a major complaint.
    browser.choose("confirmed_as", "deputy_gm").await;
    fill_what_is_asked(&browser).await;
    browser.submit().await;
    assert_eq!(browser.stage().await, "视为关闭");
    browser.close().await;
}
