//! XLSX. Every cell is written as text, so none of them is a formula.

use rust_xlsxwriter::{Format, Workbook, XlsxError};

use super::Sheet;

/// What Excel takes for the name of a sheet.
const NAME_CHARS_MAX: usize = 31;
/// And for a cell.
const CELL_CHARS_MAX: usize = 32_767;
/// In which columns are at least and at most as wide as their texts.
const WIDTHS: (usize, usize) = (9, 48);

pub(super) fn write(sheet: &Sheet) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let page = workbook.add_worksheet();
    page.set_name(name(&sheet.name))?;
    let head = Format::new().set_bold();
    for (column, title) in (0u16..).zip(&sheet.columns) {
        page.write_string_with_format(0, column, fitting(title), &head)?;
        let cells = sheet.rows.iter().filter_map(|row| row.get(usize::from(column)));
        let widest = cells.map(|cell| width(cell)).chain([width(title)]).max().unwrap_or(0);
        let characters = u32::try_from(widest.clamp(WIDTHS.0, WIDTHS.1) + 2).unwrap_or(0);
        page.set_column_width(column, f64::from(characters))?;
    }
    for (row, cells) in (1u32..).zip(&sheet.rows) {
        for (column, cell) in (0u16..).zip(cells) {
            page.write_string(row, column, fitting(cell))?;
        }
    }
    page.set_freeze_panes(1, 0)?;
    workbook.save_to_buffer()
}

/// Without the letters that no sheet's name may have.
fn name(text: &str) -> String {
    let plain: String = text
        .chars()
        .filter(|letter| !letter.is_control() && !matches!(letter, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\''))
        .take(NAME_CHARS_MAX)
        .collect();
    if plain.trim().is_empty() { "1".to_owned() } else { plain }
}

fn fitting(cell: &str) -> String {
    cell.chars().take(CELL_CHARS_MAX).collect()
}

/// Chinese letters are two wide.
fn width(cell: &str) -> usize {
    let longest = cell.lines().map(unicode_width::UnicodeWidthStr::width).max();
    longest.unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_excel_does_not_take_is_made_one_it_takes() {
        assert_eq!(name("a/b:c"), "abc");
        assert_eq!(name("[]"), "1");
        assert_eq!(name(&"噪".repeat(40)).chars().count(), 31);
    }
}
