//! The hospital: from a complaint at the hotline to the archive.

use super::Browser;

/// A Friday before the National Day holiday.
const CLOCK: &str = "2024-09-27T08:00:00Z";

#[tokio::test]
async fn a_complaint_goes_from_intake_to_archive_in_chinese() {
    let Some(browser) = Browser::start(CLOCK).await else {
        return;
    };

    // Intake: incomplete first, and nothing is lost.
    browser.sign_in("hospital.front_desk").await;
    browser.go("/hospital/cases/new/complaint").await;
    browser.choose("channel", "hotline").await;
    browser.field("complainant_name", "李先生").await;
    browser.choose("relation", "family").await;
    browser.field("occurred_at", "2024-09-26T15:00").await;
    browser.field("complained_of", "收费员").await;
    browser.choose("staff_group", "management").await;
    browser
        .field("matter", "昨天下午三点在门诊二楼收费处，收费员对我父亲大声呵斥。")
        .await;
    browser.choose("process_explained", "yes").await;
    browser.submit().await;
    browser.shows("有 1 处需要更正").await;
    browser.shows("请填写地点").await;
    let matter = browser.find("#f-matter").await.prop("value").await.unwrap();
    assert_eq!(
        matter.as_deref(),
        Some("昨天下午三点在门诊二楼收费处，收费员对我父亲大声呵斥。")
    );
    browser.field("place", "门诊二楼收费处").await;
    browser.submit().await;
    browser.shows("已登记").await;
    let number = browser.number().await;
    let case = format!("/hospital/cases/{number}");

    // What it is, where it stands, when it is due and why.
    assert_eq!(browser.stage().await, "已接诉");
    browser.shows("一般投诉").await;
    browser.shows("2024-10-08 18:00 前").await;
    browser
        .run(
            "document.querySelectorAll('details').forEach(details => details.open = true);",
            Vec::new(),
        )
        .await;
    browser.shows("调休上班").await;
    browser.shows("国庆节").await;
    browser.go(&format!("{case}/why/severity")).await;
    browser.shows("成立，据此判定").await;
    browser.shows("投诉人数 = 1").await;

    // Explained, classified, handed over.
    browser.sign_in("hospital.communication_officer").await;
    browser.go(&case).await;
    browser.next_step("actions/start_investigation").await;
    browser.choose("category", "charges").await;
    browser.submit().await;
    assert_eq!(browser.stage().await, "调查中");
    browser.hides("只能由以下岗位办理：系统").await;

    // Investigated and decided by the department.
    browser.sign_in("hospital.department_handler.finance").await;
    browser.go(&case).await;
    browser.next_step("tasks/").await;
    fill_what_is_asked(&browser).await;
    browser.submit().await;
    assert_eq!(browser.stage().await, "处理中");
    browser.next_step("actions/decide_finding").await;
    browser.choose("finding", "founded").await;
    fill_what_is_asked(&browser).await;
    browser.submit().await;
    assert_eq!(browser.stage().await, "待反馈");

    // The result is told, and the clock stops.
    browser.sign_in("hospital.communication_officer").await;
    browser.go(&case).await;
    browser.next_step("actions/tell_result").await;
    fill_what_is_asked(&browser).await;
    browser.submit().await;
    assert_eq!(browser.stage().await, "待总结");
    browser
        .run(
            "document.querySelectorAll('details').forEach(details => details.open = true);",
            Vec::new(),
        )
        .await;
    browser.shows("已按时完成").await;

    // Summed up, closed, archived.
    browser.next_step("actions/summarise").await;
    fill_what_is_asked(&browser).await;
    browser.submit().await;
    assert_eq!(browser.stage().await, "已结案");
    browser.next_step("actions/archive").await;
    fill_what_is_asked(&browser).await;
    browser.submit().await;
    assert_eq!(browser.stage().await, "已归档");
    browser.shows("案件已经办结").await;
    browser.close().await;
}

#[tokio::test]
async fn a_conditional_field_appears_while_it_is_filled_in_and_keeps_what_was_typed() {
    let Some(browser) = Browser::start(CLOCK).await else {
        return;
    };
    browser.sign_in("hospital.front_desk").await;
    browser.go("/language/en?back=/hospital/cases/new/complaint").await;
    browser.shows("Complaint record").await;
    browser.hides("Name of the patient").await;
    browser.field("matter", "They shouted at my father").await;
    browser.choose("relation", "family").await;
    browser.shows("Name of the patient").await;
    let matter = browser.find("#f-matter").await.prop("value").await.unwrap();
    assert_eq!(matter.as_deref(), Some("They shouted at my father"));
    let focus = browser.run("return document.activeElement.value;", Vec::new()).await;
    assert_eq!(focus, "family", "the focus stays where it was");
    browser.choose("relation", "patient").await;
    browser.hides("Name of the patient").await;
    browser.close().await;
}

#[tokio::test]
async fn an_agent_reads_and_works_in_english() {
    let Some(browser) = Browser::start(CLOCK).await else {
        return;
    };
    browser.sign_in("hospital.communication_officer").await;
    browser.go("/language/en?back=/hospital/cases").await;
    browser.shows("Next deadline").await;
    browser.press_and_load(".rows .number a").await;
    browser.shows("What is next").await;
    browser.shows("Deadlines").await;
    browser
        .fill("#comment-text", "Called the complainant, no answer.")
        .await;
    browser.press_and_load(".comment button").await;
    browser.shows("Comment added").await;
    browser.shows("Called the complainant, no answer.").await;
    browser.close().await;
}

/// Answers whatever the form asks and nobody has answered yet: texts, the first of the options, the present moment.
pub(super) async fn fill_what_is_asked(browser: &Browser) {
    for _ in 0..40 {
        let script = r"
            const now = document.querySelector('.clock strong').innerText.replace(' ', 'T');
            for (const field of document.querySelectorAll('#fields .field')) {
              if (field.querySelector('.optional') || field.matches('.computed')) continue;
              const inputs = [...field.querySelectorAll('input:not([type=hidden]), textarea, select')];
              if (inputs.length === 0) continue;
              const first = inputs[0];
              if (first.type === 'radio' || first.type === 'checkbox') {
                if (!inputs.some((input) => input.checked)) return [first.name, 'choose', first.value];
              } else if (first.type !== 'file' && !first.value) {
                const value = { date: now.slice(0, 10), 'datetime-local': now, tel: '13800000000' }[first.type]
                  ?? (first.tagName === 'SELECT' ? first.options[1].value : first.inputMode ? '1' : '已核实。');
                return [first.name, first.tagName === 'SELECT' ? 'choose' : 'fill', value];
              }
            }
            return null;";
        let asked = browser.run(script, Vec::new()).await;
        let Some(asked) = asked.as_array() else { return };
        let part = |index: usize| {
            asked
                .get(index)
                .and_then(|part| part.as_str())
                .unwrap_or_default()
                .to_owned()
        };
        if part(1) == "choose" {
            browser.choose(&part(0), &part(2)).await;
        } else {
            browser.field(&part(0), &part(2)).await;
        }
    }
    panic!("the form asks without end");
}
