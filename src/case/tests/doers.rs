//! Whose doing it is what happens: who acted last, not who says when or who came by.

use super::policy::policy;
use crate::case::testing::*;
use crate::case::*;
use crate::expression::History as _;

fn doer(told: &Told, event: &str) -> Option<Value> {
    told.case.actor_of(event)
}

fn act_as(told: &mut Told, who: &str, action: &str, answers: Answers) {
    let action = ActionId::from(action);
    told.tries_as(&person(who, "officer", &[]), &Command::Act { action, answers })
        .expect("done");
}

#[test]
fn who_does_it_last_is_who_did_it_whatever_day_they_write() {
    let pack = policy();
    let mut told = Told::open(&pack, "2024-05-08 09:00", Answers::new());
    let day = |day: u32| {
        let day = chrono::NaiveDate::from_ymd_opt(2024, 5, day).expect("a day");
        answers([("posted_on", Value::Date(day))])
    };
    act_as(&mut told, "Li", "post", day(8));
    act_as(&mut told, "Wang", "post", day(6));
    assert_eq!(doer(&told, "posted"), Some(Value::text("Wang")));
}

#[test]
fn who_records_that_it_took_place_has_not_done_it() {
    let pack = policy();
    let mut told = Told::open(&pack, "2024-05-08 09:00", Answers::new());
    let record = Command::Record {
        event: Some("answered".into()),
        at: at("2024-05-08 08:00"),
        text: "on the phone".to_owned(),
        breach: false,
    };
    told.tries_as(&person("Wang", "officer", &[]), &record)
        .expect("recorded");
    assert_eq!(doer(&told, "answered"), None);
    act_as(&mut told, "Li", "answer", Answers::new());
    told.tries_as(&person("Wang", "officer", &[]), &record)
        .expect("recorded");
    assert_eq!(doer(&told, "answered"), Some(Value::text("Li")));
}

#[test]
fn what_time_brought_about_is_not_the_doing_of_whoever_comes_by_first() {
    let pack = policy();
    let mut told = Told::open(&pack, "2024-05-08 09:00", Answers::new());
    let posted = chrono::NaiveDate::from_ymd_opt(2024, 5, 8).expect("a day");
    act_as(&mut told, "Li", "post", answers([("posted_on", Value::Date(posted))]));
    told.at("2024-06-20 09:00");
    let comment = Command::Comment {
        text: "where does this stand?".to_owned(),
    };
    told.tries_as(&person("Wang", "officer", &[]), &comment)
        .expect("a remark");
    let by = |is_it: &dyn Fn(&Event) -> bool| {
        let recorded = told.history.iter().rev().find(|recorded| is_it(&recorded.event));
        recorded.map(|recorded| recorded.by_name.as_str())
    };
    assert_eq!(
        by(&|event| matches!(event, Event::DeadlineEnded { .. })),
        Some("Redress")
    );
    assert_eq!(by(&|event| matches!(event, Event::Acted { .. })), Some("Redress"));
    assert_eq!(by(&|event| matches!(event, Event::Commented { .. })), Some("Wang"));
    assert_eq!(doer(&told, "closed"), None);
    let folded = Case::fold(told.history.iter().cloned());
    assert_eq!(folded.as_ref(), Some(&told.case));
}
