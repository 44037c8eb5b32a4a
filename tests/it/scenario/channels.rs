//! Channels: by which schedule they are watched and where they are made known.

use redress::locale::Language;

use super::Changed;

fn watched(by: &str) -> Changed {
    Changed::new().put(
        "organization.yaml",
        "letter: { name: { en: Letter, zh: 信函 }, owner: agent,",
        &format!(
            "letter: {{ name: {{ en: Letter, zh: 信函 }}, owner: agent, watched_by: {by}, \
             published: {{ en: the notice board, zh: 公告栏 }},"
        ),
    )
}

#[test]
fn a_channel_says_who_looks_how_often_and_where_it_is_made_known() {
    let pack = watched("weekly").pack();
    let letter = &pack.channels["letter"];
    let watched_by = letter.watched_by.as_ref().expect("a schedule");
    assert!(pack.schedules.contains_key(watched_by));
    let places = letter.published.as_ref().expect("places");
    assert_eq!(places.in_language(&Language::new("zh")), "公告栏");
}

#[test]
fn a_schedule_that_does_not_exist_is_told_at_the_channel() {
    let told = watched("weakly").findings();
    assert!(
        told.contains("unknown-schedule") && told.contains("did you mean `weekly`"),
        "{told}"
    );
}
