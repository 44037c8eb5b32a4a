//! What an export holds, read back: the rows of the page, narrowed as on the page, masked for whom the page is masked.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::queue::{sorted, two};
use super::{Answer, Browser, Site};
use crate::support::app::TestApp;
use crate::support::database::On;

type Rows = Vec<Vec<String>>;

fn plain(text: &str) -> String {
    let entities = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&apos;", "'"),
        ("&amp;", "&"),
    ];
    entities
        .iter()
        .fold(text.to_owned(), |text, (entity, letter)| text.replace(entity, letter))
}

/// What stands in every element of this name, with its attributes.
fn elements<'a>(xml: &'a str, name: &str) -> Vec<(&'a str, &'a str)> {
    let (open, close) = (format!("<{name}"), format!("</{name}>"));
    let parts = xml.split(open.as_str()).skip(1);
    parts
        .filter(|part| part.starts_with([' ', '>']))
        .map(|part| {
            let (attributes, rest) = part.split_once('>').expect("the end of a tag");
            (
                attributes,
                rest.split_once(close.as_str()).map_or("", |(inner, _)| inner),
            )
        })
        .collect()
}

/// The first sheet of a workbook, as ISO/IEC 29500 keeps it: cells point into one list of texts.
fn of_xlsx(answer: &Answer) -> Rows {
    assert_eq!(answer.status, 200);
    let mut archive = ZipArchive::new(Cursor::new(&answer.bytes)).expect("a ZIP");
    let mut part = |name: &str| {
        let mut text = String::new();
        let mut file = archive.by_name(name).unwrap_or_else(|error| panic!("{name}: {error}"));
        file.read_to_string(&mut text).expect("XML");
        text
    };
    let (texts, sheet) = (part("xl/sharedStrings.xml"), part("xl/worksheets/sheet1.xml"));
    assert!(!sheet.contains("<f>"), "no cell is a formula");
    let texts: Vec<String> = elements(&texts, "si")
        .into_iter()
        .map(|(_, item)| elements(item, "t").into_iter().map(|(_, text)| plain(text)).collect())
        .collect();
    let mut rows: Rows = Vec::new();
    for (_, row) in elements(&sheet, "row") {
        // A cell without a text is left out, and the others say where they stand.
        let mut cells = vec![String::new(); rows.first().map_or(0, Vec::len)];
        for (attributes, cell) in elements(row, "c") {
            assert!(attributes.contains("t=\"s\""), "a text: {attributes}");
            let (_, place) = attributes.split_once("r=\"").expect("where it stands");
            let column = usize::from(place.as_bytes()[0] - b'A');
            assert!(place.as_bytes()[1].is_ascii_digit(), "few columns: {place}");
            let (_, index) = elements(cell, "v")[0];
            if cells.len() <= column {
                cells.resize(column + 1, String::new());
            }
            cells[column].clone_from(&texts[index.parse::<usize>().expect("an index")]);
        }
        rows.push(cells);
    }
    rows
}

/// A CSV by RFC 4180.
fn of_csv(answer: &Answer) -> Rows {
    assert_eq!(answer.status, 200);
    let text = answer.body.strip_prefix('\u{feff}').expect("the mark of UTF-8");
    let (mut rows, mut row, mut cell, mut is_quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if is_quoted && letters.peek() == Some(&'"') => cell.extend(letters.next()),
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => row.push(std::mem::take(&mut cell)),
            '\r' if !is_quoted => {}
            '\n' if !is_quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            letter => cell.push(letter),
        }
    }
    rows
}

/// The same list both ways; they hold the same.
fn exported(browser: &mut Browser<'_>, list: &str, query: &str) -> Rows {
    let sheet = of_xlsx(&browser.get(&format!("{list}.xlsx?{query}")));
    let lines = of_csv(&browser.get(&format!("{list}.csv?{query}")));
    assert_eq!(sheet, lines, "{list}?{query}");
    sheet
}

/// The cell of this column in the row of this case.
fn cell<'a>(rows: &'a Rows, number: &str, column: &str) -> &'a str {
    let at = rows[0].iter().position(|title| title == column);
    let at = at.unwrap_or_else(|| panic!("no column `{column}` in {:?}", rows[0]));
    let row = rows.iter().find(|row| row[0] == number);
    &row.unwrap_or_else(|| panic!("no row of {number} in {rows:?}"))[at]
}

#[test]
fn a_spreadsheet_and_a_csv_hold_the_rows_of_the_page_with_what_stands_in_them() {
    let site = Site::new(sorted());
    let (crane, water) = two(&site.test);
    let mut max = site.signed_in("max");
    let rows = exported(&mut max, "/harbour/cases", "");
    assert_eq!(rows.len(), 3, "{rows:?}");
    for (column, text) in [
        ("Subject", "a crane at night"),
        ("Complainant", "5***"),
        ("Department", "East quay"),
        ("Handled by", "Max"),
        ("Stage", "Open"),
        ("Next deadline", "3 working days left"),
    ] {
        assert_eq!(cell(&rows, &crane, column), text, "{column}");
    }
    assert!(
        rows.iter()
            .flatten()
            .any(|cell| cell.contains("Crane noise") && cell.contains("Severity Grave"))
    );
    assert_eq!(cell(&rows, &water, "Subject"), "oil on the water");
    assert!(
        !rows
            .iter()
            .flatten()
            .any(|cell| cell.contains("555 0100") || cell.contains("Gout")),
        "{rows:?}"
    );
    for (query, expected) in [
        ("is.category=crane", vec![&crane]),
        ("owner=nobody&is.way=letter", vec![&water]),
        ("stage=waiting", vec![]),
        ("q=water&department=west", vec![]),
        ("q=water&which=all", vec![&water]),
    ] {
        let rows = exported(&mut max, "/harbour/cases", query);
        let numbers: Vec<&String> = rows.iter().skip(1).map(|row| &row[0]).collect();
        assert_eq!(numbers, expected, "{query}");
        let page = max.get(&format!("/harbour/cases?{query}"));
        for number in [&crane, &water] {
            let is_on_page = page.body.contains(&format!("/harbour/cases/{number}\""));
            assert_eq!(is_on_page, expected.contains(&number), "{query}: {number}");
        }
    }
}

#[test]
fn an_export_is_masked_for_whom_the_page_is_masked_and_clear_for_whom_it_is_clear() {
    let test = TestApp::harbour_with(&[(
        "rules/harbour/organization.yaml",
        "agent: { name: Agent }",
        "agent: { name: Agent, sees_all: true, sees_personal: masked }",
    )]);
    test.person("anna", &["agent"]);
    test.person("max", &["manager"]);
    let answers = serde_json::json!({"what": "noise, call 13800001234 back", "phone": "13800001234"});
    let number = test
        .acting_as("anna")
        .open("complaint", answers)
        .expect("opened")
        .number;
    let site = Site::new(test);
    let masked = exported(&mut site.signed_in("anna"), "/harbour/cases", "");
    assert!(
        !masked.iter().flatten().any(|cell| cell.contains("13800001234")),
        "{masked:?}"
    );
    assert!(
        cell(&masked, &number, "Subject").starts_with("noise, call 1"),
        "{masked:?}"
    );
    let clear = exported(&mut site.signed_in("max"), "/harbour/cases", "");
    assert_eq!(cell(&clear, &number, "Subject"), "noise, call 13800001234 back");
}

#[test]
fn registers_and_reports_read_the_same_as_a_spreadsheet_and_as_a_csv_and_tell_nobody_who_complained() {
    let test = TestApp::keeping(On::Sqlite).expect("SQLite is always there");
    test.person("anna", &["agent"]);
    let hint = serde_json::json!({"what": "open door", "teller": "Berta Vogel"});
    let number = test.acting_as("anna").open("hint", hint).expect("opened").number;
    let site = Site::new(test);
    let mut anna = site.signed_in("anna");
    let register = exported(&mut anna, "/lodge/registers/hints", "month=2024-09");
    assert_eq!(register.len(), 2, "{register:?}");
    assert_eq!(cell(&register, &number, "Long"), "11", "{register:?}");
    let empty = exported(&mut anna, "/lodge/registers/hints", "month=2024-08");
    assert_eq!(empty.len(), 1, "only the head: {empty:?}");
    let report = exported(&mut anna, "/lodge/reports/tellers", "month=2024-09");
    assert_eq!(report.last().and_then(|row| row.last()).map(String::as_str), Some("1"));
    for cell in register.iter().chain(&report).flatten() {
        assert!(!cell.contains("Vogel"), "{cell}");
    }
}
