//! Where only some may decide otherwise or extend: the bundled hospital.

use serde_json::json;

use super::Site;
use crate::support::app::TestApp;

fn hospital() -> (Site, String) {
    hospital_of(TestApp::with_pack("hospital"))
}

fn hospital_of(test: TestApp) -> (Site, String) {
    test.person("wang", &["front_desk"]);
    test.person("li", &["communication_officer"]);
    test.person("zhang", &["office_head"]);
    let number = test
        .acting_as("wang")
        .open(
            "complaint",
            json!({
                "channel": "hotline", "identity": "named", "complainant_name": "张三", "relation": "patient",
                "staff_group": "medical", "occurred_at": "2024-09-20T10:00", "place": "门诊", "complained_of": "分诊台",
                "matter": "等了两个小时没有人管。", "process_explained": true,
            }),
        )
        .unwrap()
        .number;
    (Site::new(test), number)
}

#[test]
fn only_those_the_policy_names_decide_otherwise_and_say_why() {
    let (site, number) = hospital();
    let page = format!("/hospital/cases/{number}/decisions/severity");
    assert_eq!(site.signed_in("wang").get(&page).status, 403);
    let mut zhang = site.signed_in("zhang");
    zhang.get(&page).shows("一般投诉").shows("重大投诉");
    let without_reason = zhang.post(&page, &[("value", "major"), ("reason", "")]);
    assert_eq!(without_reason.status, 422);
    without_reason.shows("请写明理由");
    assert_eq!(
        zhang
            .post(&page, &[("value", "major"), ("reason", "患者情况严重")])
            .status,
        303
    );
    zhang
        .get(&format!("/hospital/cases/{number}"))
        .shows("重大投诉")
        .shows("改判：患者情况严重");
}

#[test]
fn an_extension_needs_its_reason_and_that_the_complainant_was_told() {
    let (site, number) = hospital();
    let page = format!("/hospital/cases/{number}/deadlines/answer/extend");
    let mut zhang = site.signed_in("zhang");
    zhang.get(&page).shows("延长期限").shows("10 个工作日");
    let untold = zhang.post(
        &page,
        &[("until", "2024-09-29"), ("reason", "等待鉴定"), ("told_at", "")],
    );
    assert_eq!(untold.status, 422);
    untold.shows("须在原期限届满前告知投诉人延期的原因").shows("等待鉴定");
    let told = [
        ("until", "2024-09-29"),
        ("reason", "等待鉴定"),
        ("told_at", "2024-09-23T09:00"),
    ];
    assert_eq!(zhang.post(&page, &told).status, 303);
    zhang
        .get(&format!("/hospital/cases/{number}"))
        .shows("2024-09-29 18:00 前")
        .shows("等待鉴定");
}

#[test]
fn an_extension_in_steps_tells_who_grants_which_and_shows_which_was_granted() {
    let (site, number) = hospital_of(TestApp::with_changed_pack(
        "hospital",
        &[(
            "rules/hospital/complaint.yaml",
            "    extend:
      by: office_head
      times: 1
      up_to: settings.extension_up_to
      notice: true
      clause: [HOS-7.3, HOS-U3]
",
            "    extend:
      - { name: { zh: 首次延期, en: First extension }, by: communication_officer, up_to: 8个工作日, clause: HOS-7.3 }
      - { name: { zh: 再次延期, en: Second extension }, by: office_head, further: true, up_to: 10个工作日, clause: HOS-U3 }
",
        )],
    ));
    let page = format!("/hospital/cases/{number}/deadlines/answer/extend");
    let mut li = site.signed_in("li");
    li.get(&page)
        .shows("首次延期")
        .shows("8 个工作日")
        .shows("再次延期")
        .shows("10 个工作日");
    let until = |day: &'static str| [("until", day), ("reason", "等待鉴定"), ("told_at", "")];
    let far = li.post(&page, &until("2024-10-12"));
    assert_eq!(far.status, 422);
    far.shows("再往后由").shows("（再次延期）办理");
    assert_eq!(li.post(&page, &until("2024-10-09")).status, 303);
    li.get(&format!("/hospital/cases/{number}"))
        .shows("延期（首次延期）")
        .shows("下一步延期由");
    let mut zhang = site.signed_in("zhang");
    zhang.get(&page);
    assert_eq!(zhang.post(&page, &until("2024-10-11")).status, 303);
    li.get(&format!("/hospital/cases/{number}")).shows("延期（再次延期）");
}

#[test]
fn an_action_that_asks_again_what_is_known_already_begins_with_it() {
    let (site, number) = hospital();
    let page = site
        .signed_in("li")
        .get(&format!("/hospital/cases/{number}/actions/complete_content"));
    page.shows("value=\"门诊\"")
        .shows("value=\"2024-09-20T10:00\"")
        .shows("等了两个小时没有人管。</textarea>");
}

#[test]
fn every_page_of_both_bundled_policies_can_be_read_in_both_languages() {
    for organization in ["hospital", "property-developer"] {
        let test = TestApp::with_pack(organization);
        test.administrator("root");
        let site = Site::new(test);
        let mut root = site.signed_in("root");
        let pack = site.test.app.packs().active(&organization.into()).unwrap();
        for language in ["zh", "en"] {
            root.get(&format!("/language/{language}"));
            for case_type in pack.case_types.values() {
                let page = root.get(&format!("/{organization}/cases/new/{}", case_type.id));
                assert_eq!(page.status, 200);
                page.shows(&format!("lang=\"{language}\""));
            }
            let policy = root.get(&format!("/{organization}/policy"));
            for clause in pack.clauses.keys() {
                policy.shows(&format!("id=\"{clause}\""));
            }
            root.get(&format!("/{organization}/policy/channels"));
        }
    }
}

#[test]
fn rows_are_added_and_taken_out_without_a_script() {
    let test = TestApp::with_pack("property-developer");
    test.person("lin", &["service_officer"]);
    let site = Site::new(test);
    let mut lin = site.signed_in("lin");
    let address = "/property-developer/cases/new/complaint";
    lin.get(address).hides("joint_complainants");
    let fields = [
        ("origin", "direct"),
        ("complainants", "3"),
        ("joint_complainants.count", "1"),
        ("joint_complainants.0.joint_name", "何涛"),
    ];
    let add = [&fields[..], &[("_add", "joint_complainants")]].concat();
    let page = lin.post(address, &add);
    assert_eq!(page.status, 200);
    page.shows("value=\"何涛\"")
        .shows("name=\"joint_complainants.1.joint_name\"")
        .shows("name=\"joint_complainants.count\" value=\"2\"");
    let remove = [&fields[..], &[("_remove", "joint_complainants.0")]].concat();
    lin.post(address, &remove).hides("何涛");
    lin.get("/property-developer/cases")
        .shows("全部在办 <span class=\"count\">0</span>");
}
