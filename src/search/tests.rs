use proptest::prelude::*;
use rstest::rstest;

use super::*;

/// As a database looks: by words in their order, then the last one by its beginning.
fn finds(content: &Content, query: &str) -> bool {
    let query = Query::parse(query, Texts::All);
    if query.terms().is_empty() {
        return false;
    }
    let there: Vec<&str> = words(content.open()).collect();
    query.terms().iter().all(|term| {
        let wanted = term.words();
        let by_words = there.windows(wanted.len()).any(|window| {
            let (last, first) = window.split_last().unwrap();
            let (wanted_last, wanted_first) = wanted.split_last().unwrap();
            first == wanted_first
                && if term.is_open() {
                    last.starts_with(wanted_last)
                } else {
                    last == wanted_last
                }
        });
        // PostgreSQL asks for the words anywhere, and for the needle.
        let by_needle = content.open().contains(&term.needle());
        assert_eq!(by_words, by_needle, "{term:?} in {content:?}");
        by_words
    })
}

#[rstest]
#[case("楼道漏水三天没人管", "漏水", true)]
#[case("楼道漏水三天没人管", "漏", true)]
#[case("楼道漏水三天没人管", "管", true)]
#[case("楼道漏水三天没人管", "没人管", true)]
#[case("楼道漏水三天没人管", "漏三", false)]
#[case("A座12楼漏水", "座12楼", true)]
#[case("A座12楼漏水", "a座", true)]
#[case("A座12楼漏水", "12楼漏水", true)]
#[case("A座12楼漏水", "2楼", false)]
#[case("Ａ座　１２楼", "a座12楼", true)]
#[case("The Lift is broken", "lift", true)]
#[case("The Lift is broken", "LIF", true)]
#[case("The Lift is broken", "ift", false)]
#[case("The Lift is broken", "broken lift", true)]
#[case("漏水，三天", "漏水三", false)]
#[case("TS24090017", "ts2409", true)]
#[case("TS24090017", "0017", true)]
#[case("13812345678", "5678", true)]
#[case("13812345678", "1234", true)]
#[case("13812345678", "78", false)]
#[case("张三 13812345678", "张三 5678", true)]
fn people_find_what_they_mean(#[case] text: &str, #[case] query: &str, #[case] found: bool) {
    assert_eq!(finds(&Content::of([text]), query), found);
}

#[test]
fn nothing_is_found_across_two_texts() {
    let content = Content::of(["投诉漏", "水管"]);
    assert!(!finds(&content, "漏水"));
    assert!(finds(&content, "水管"));
}

#[test]
fn a_query_without_letters_asks_for_nothing() {
    assert_eq!(Query::parse(" ，。 !", Texts::All).terms(), []);
}

proptest! {
    #[test]
    fn any_two_or_more_ideographs_are_found_where_they_stand_and_nowhere_else(
        text in "[天地人水火山石田土木]{1,30}",
        other in "[天地人水火山石田土木]{2,5}",
    ) {
        let content = Content::of([text.as_str()]);
        prop_assert_eq!(finds(&content, &other), text.contains(&other));
    }

    #[test]
    fn the_words_of_a_content_and_its_runs_say_the_same(text in "\\PC{0,60}", query in "\\PC{1,12}") {
        // The helper asserts that both databases' ways of looking agree.
        finds(&Content::of([text.as_str()]), &query);
    }
}

#[test]
fn a_content_has_a_bound_and_what_is_said_first_stays() {
    let noise: Vec<String> = (0..100_000).map(|number| format!("x{number:06}")).collect();
    let content = Content::of(["内容 first", &noise.join(" ")]);
    assert!(content.open().len() < 300 * 1024, "{}", content.open().len());
    assert!(content.open().contains("first"));
}

#[test]
fn only_numbers_are_found_by_their_ends() {
    let hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    let content = Content::of([hash]);
    assert!(!content.open().contains(" 0f00a08"), "{}", content.open());
    assert!(Content::of(["13955667788"]).open().contains(" 7788"));
}

#[rstest]
#[case("vogel", true, false)]
#[case("555 0100", true, false)]
#[case("door", true, true)]
#[case("door vogel", true, false)]
#[case("window", false, false)]
fn personal_words_are_found_by_whoever_may_read_them(#[case] typed: &str, #[case] clear: bool, #[case] masked: bool) {
    let content = Content::with_personal(
        ["B*** saw an open door"],
        ["Berta Vogel saw an open door", "Berta Vogel", "555 0100"],
    );
    assert_eq!(content.has(&Query::parse(typed, Texts::All)), clear);
    assert_eq!(content.has(&Query::parse(typed, Texts::Open)), masked);
}
