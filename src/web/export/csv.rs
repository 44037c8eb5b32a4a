//! CSV by RFC 4180, in UTF-8 with the mark by which spreadsheets know it.
//!
//! A spreadsheet takes a cell that begins like a formula for one, whoever wrote it: a complainant could have it run. Such cells get an
//! apostrophe in front, by which every spreadsheet takes them for text.

use super::Sheet;

/// U+FEFF; without it spreadsheets guess the encoding, and guess wrong for Chinese.
const MARK: &str = "\u{feff}";

pub(super) fn write(sheet: &Sheet) -> Vec<u8> {
    let mut text = String::from(MARK);
    for row in std::iter::once(&sheet.columns).chain(&sheet.rows) {
        let cells: Vec<String> = row.iter().map(|cell| quoted(&harmless(cell))).collect();
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    text.into_bytes()
}

fn harmless(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

fn quoted(cell: &str) -> String {
    if cell.contains(['"', ',', '\r', '\n', ';']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(cells: &[&str]) -> String {
        let sheet = Sheet {
            name: String::new(),
            columns: vec!["Number".to_owned()],
            rows: vec![cells.iter().map(|cell| (*cell).to_owned()).collect()],
        };
        String::from_utf8(write(&sheet)).unwrap()
    }

    #[test]
    fn a_cell_with_commas_quotes_and_lines_is_one_cell() {
        assert_eq!(
            written(&["24090001", "noise, \"loud\"", "two\r\nlines", "噪声"]),
            "\u{feff}Number\r\n24090001,\"noise, \"\"loud\"\"\",\"two\r\nlines\",噪声\r\n"
        );
    }

    #[test]
    fn nothing_that_a_complainant_writes_becomes_a_formula() {
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1"] {
            let text = written(&[formula]);
            let cell = text.split("\r\n").nth(1).unwrap().trim_start_matches('"');
            assert!(cell.starts_with('\''), "{formula:?} is {cell:?}");
        }
    }
}
