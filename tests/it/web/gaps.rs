//! What the policy leaves open, on the page of the policy.

use super::Site;
use crate::support::app::TestApp;

#[test]
fn beside_every_gap_stands_what_is_done_and_why() {
    let site = Site::new(TestApp::with_pack("generic-eight-step"));
    site.test.person("anna", &["receiver"]);
    let mut anna = site.signed_in("anna");
    anna.get("/language/en");
    anna.get("/generic-eight-step/policy")
        .shows("What is done instead, and why")
        // A way of doing.
        .shows("It goes back to step four for a new round of analysis")
        .shows("dissatisfaction mostly means that the cause was not found yet")
        // A value.
        .shows("Time to collect the feedback: <strong>3 working days</strong>")
        .shows("The procedure only says as soon as possible. Three working days after the notice");
    anna.get("/language/zh");
    anna.get("/generic-eight-step/policy")
        .shows("怎樣辦理，為什麼")
        .shows("回到第四步重新分析原因，另起一輪")
        .shows("不滿意多半說明原因還沒有找準")
        .shows("收集反饋時限：<strong>3 個工作日</strong>");
}
