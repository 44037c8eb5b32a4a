//! Merging two complaints about the same: who may, what stands in its way, and what is left of the one that ends.

use super::Site;
use crate::support::joint;

/// The two complaints, on a site.
fn two() -> (Site, String, String) {
    let (test, first, second) = joint::two();
    (Site::new(test), first, second)
}

fn case(number: &str) -> String {
    format!("/property-developer/cases/{number}")
}

#[test]
fn two_cases_become_one_from_its_page_and_each_leads_to_the_other() {
    let (site, first, second) = two();
    let merge = format!("{}/merge", case(&first));
    let mut wang = site.signed_in("wang");
    wang.get(&case(&first))
        .shows(&format!("href=\"{merge}\""))
        .shows("并入同一投诉的另一案");
    let form = wang.get(&merge);
    form.shows(&format!("在本案 {first} 中继续办理"))
        .shows("被并入的案件编号");
    let (version, key) = (form.field("_version"), form.field("_key"));
    let send = |wang: &mut super::Browser| {
        wang.post(
            &merge,
            &[
                ("_version", &version),
                ("_key", &key),
                ("other", &format!(" {second} ")),
            ],
        )
    };
    let done = send(&mut wang);
    assert_eq!(
        (done.status, done.header("location")),
        (303, &*format!("{}?done=merged", case(&first)))
    );
    let merged_at = site.test.case(&first).version;
    let again = send(&mut wang);
    assert_eq!(
        (again.status, site.test.case(&first).version),
        (303, merged_at),
        "pressed twice is merged once"
    );
    wang.get(&format!("{}?done=merged", case(&first)))
        .shows("案件已合并")
        .shows("已并入本案")
        .shows(&format!("href=\"{}\"", case(&second)))
        .shows("陈伟");
    let left = wang.get(&case(&second));
    left.shows("本案已并入另一案")
        .shows(&format!("href=\"{}\"", case(&first)))
        .shows("何平");
    assert!(!left.body.contains("/actions/"), "nothing is left to do: {}", left.body);
    assert!(!left.body.contains("/merge\""), "{}", left.body);
    assert_eq!(wang.get(&format!("{}/merge", case(&second))).status, 404);
    let late = wang.post(&format!("{}/merge", case(&second)), &[("other", &first)]);
    assert_eq!(late.status, 409, "{}", late.body);
    left.hides("/comments\"").hides("/attachments\"").hides("/owner\"");
    let record = [("at", "2024-09-23T10:00"), ("text", "他们又来电。")];
    let added = wang.post(&format!("{}/record", case(&second)), &record);
    assert_eq!(added.status, 422);
    added.shows(&format!("本案已并入 {first}，请在那一件中办理"));
    site.test.is_sound();
}

#[test]
fn who_may_not_merge_is_told_or_finds_nothing() {
    let (site, first, second) = two();
    let merge = format!("{}/merge", case(&first));
    let mut zhou = site.signed_in("zhou");
    zhou.get("/property-developer/cases");
    assert_eq!(zhou.get(&merge).status, 404, "who does not see the case finds no page");
    assert_eq!(zhou.post(&merge, &[("other", &second)]).status, 404);
    let mut gu = site.signed_in("gu");
    gu.get(&merge).shows("这一步只能由以下岗位办理").hides("name=\"other\"");
    let refused = gu.post(&merge, &[("other", &second)]);
    assert_eq!(refused.status, 409, "{}", refused.body);
    refused.shows("这一步只能由以下岗位办理");
    assert!(site.test.case(&first).merged.is_empty() && site.test.case(&second).closed_at.is_none());
}

#[test]
fn what_cannot_be_merged_is_said_and_what_was_typed_stays() {
    let (site, first, second) = two();
    let merge = format!("{}/merge", case(&first));
    let mut wang = site.signed_in("wang");
    wang.get(&merge);
    let blank = wang.post(&merge, &[("other", "  ")]);
    assert_eq!(blank.status, 422);
    blank.shows("请填写被并入的案件编号").shows("aria-invalid=\"true\"");
    let unknown = wang.post(&merge, &[("other", "P01-99")]);
    assert_eq!(unknown.status, 409);
    unknown.shows("P01-99").shows("value=\"P01-99\"");
    let itself = wang.post(&merge, &[("other", &first)]);
    assert_eq!(itself.status, 409);
    itself.shows("填写另一件的编号");

    let seen = wang.get(&merge).field("_version");
    site.test.acting_as("wang").comment(&first, "家属又来电。").unwrap();
    let late = wang.post(&merge, &[("_version", &seen), ("other", &second)]);
    assert_eq!(late.status, 409);
    late.shows("家属又来电。").shows(&format!("value=\"{second}\""));
    let now = late.field("_version");
    assert_eq!(now, site.test.case(&first).version.to_string());
    assert!(site.test.case(&first).merged.is_empty());
    let done = wang.post(
        &merge,
        &[("_version", &now), ("_key", &late.field("_key")), ("other", &second)],
    );
    assert_eq!(done.status, 303, "having read it, they go on: {}", done.body);
}
