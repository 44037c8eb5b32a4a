//! The complainant is told in the language they read; everybody else in the organization's own.

use uuid::Uuid;

use crate::case::testing::*;
use crate::case::*;
use crate::locale::{Language, Text};
use crate::pack::raw::FieldKind;
use crate::pack::{Effect, Pack, Recipient};

fn both(zh: &str, en: &str) -> Text {
    Text::new(vec![
        (Language::new("zh-Hant"), zh.into()),
        (Language::new("en"), en.into()),
    ])
}

/// Speaks Chinese first. Receipt goes to the complainant, note to a role, late to both when the answer is late.
fn policy() -> Pack {
    let fields = [("name", FieldKind::Text), ("urgent", FieldKind::YesNo)];
    let mut pack = Maker::new(&fields, &[], &["opened", "answered"])
        .notice("receipt", "")
        .notice("note", "")
        .notice("late", "")
        .deadline("answer", "opened", |maker, rule| {
            rule.name = both("答覆", "Answer");
            rule.until = events(["answered"]);
            rule.within = maker.within([("", "1 working day")]);
            rule.missed = vec![Effect::Notify("late".into())];
        })
        .stage("open", false)
        .opening(|maker, opening| {
            opening.at = maker.to([("", "open")]);
            opening.does = vec![Effect::Notify("receipt".into()), Effect::Notify("note".into())];
        })
        .pack();
    pack.languages = vec![Language::new("zh-Hant"), Language::new("en")];
    let case_type = pack.case_types.get_mut("complaint").expect("the type");
    let mut says = |id: &str, to: Recipient, text: Text| {
        let notice = case_type.notices.get_mut(id).expect("the notice");
        notice.text = text;
        notice.to = to;
    };
    says(
        "receipt",
        Recipient::Complainant,
        both("已收到，緊急：{{ urgent }}", "We have it, urgent: {{ urgent }}"),
    );
    says(
        "note",
        Recipient::role("head".into()),
        both("新的投訴", "A new complaint"),
    );
    says(
        "late",
        Recipient::Complainant,
        both("{{ deadline.name }}逾期", "{{ deadline.name }} is late"),
    );
    pack
}

fn opened(pack: &Pack, language: Option<&str>) -> Case {
    let new = NewCase {
        id: CaseId(Uuid::from_u128(7)),
        number: "0001".to_owned(),
        parent: None,
        language: language.map(Language::new),
    };
    let actor = person("Lin", "officer", &[]);
    let context = Context {
        now: at("2024-05-08 09:00"),
        actor: &actor,
        counters: &BTreeMap::new(),
        people: None,
    };
    let given = answers([("urgent", true.into())]);
    let case_type = pack.case_type("complaint").expect("the type");
    open(pack, case_type, new, given, &context).expect("opened").0
}

fn texts(case: &Case) -> Vec<&str> {
    case.notices.iter().map(|notice| notice.text.as_str()).collect()
}

#[test]
fn whoever_complains_in_english_is_told_in_english_and_the_organization_in_its_own_language() {
    let pack = policy();
    assert_eq!(
        texts(&opened(&pack, Some("en"))),
        ["We have it, urgent: yes", "新的投訴"]
    );
    assert_eq!(texts(&opened(&pack, None)), ["已收到，緊急：是", "新的投訴"]);
}

#[test]
fn a_language_the_policy_does_not_speak_is_its_first_and_another_script_is_its_own() {
    let pack = policy();
    for language in ["fr", "zh", "zh-Hant"] {
        assert_eq!(
            texts(&opened(&pack, Some(language)))[0],
            "已收到，緊急：是",
            "{language}"
        );
    }
}

#[test]
fn what_is_told_later_is_told_in_the_same_language_down_to_the_name_of_the_time_limit() {
    let pack = policy();
    let case = opened(&pack, Some("en"));
    let context = Context {
        now: at("2024-05-13 09:00"),
        actor: &Actor::engine(),
        counters: &BTreeMap::new(),
        people: None,
    };
    let changes = decide(&pack, &case, &Command::TimePassed, &context).expect("time passes");
    let told = changes.events.iter().find_map(|event| match event {
        Event::Noticed { text, .. } => Some(text.as_str()),
        _ => None,
    });
    assert_eq!(told, Some("Answer is late"));
}

#[test]
fn the_language_is_remembered_with_the_opening_and_gone_when_the_case_is_destroyed() {
    let pack = policy();
    let case = opened(&pack, Some("en"));
    let written = serde_json::to_string(&case).expect("written");
    let read: Case = serde_json::from_str(&written).expect("read");
    assert_eq!(read, case);
    assert_eq!(read.language, Some(Language::new("en")));
    // Histories from before it was asked say nothing of it.
    let without = serde_json::to_string(&opened(&pack, None)).expect("written");
    assert!(!without.contains("language"), "{without}");
    let mut destroyed = case;
    destroyed.erase();
    assert_eq!(destroyed.language, None);
}
