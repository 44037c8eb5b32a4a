//! `redress show access`: who may do what, as it is enforced.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use unicode_width::UnicodeWidthStr;

use super::super::{CouldNotRun, Format, Reader, Verdict, packs};
use crate::access::matrix::{Cell, Matrix};
use crate::locale::{Language, say};

/// Who may do what: everything that can be done, by every standing and role, and how far.
#[derive(Args)]
pub struct Access {
    /// Without it, what the platform itself offers.
    organization: Option<String>,
    /// Where `rules/` and `forms/` are.
    #[arg(long, default_value = ".", value_name = "PATH")]
    packs: PathBuf,
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

impl Access {
    pub fn run(&self, out: &mut dyn Write, reader: &Reader) -> Result<Verdict, CouldNotRun> {
        let language = reader.reading(self.format);
        let matrix = match &self.organization {
            None => Matrix::of_platform(language),
            Some(organization) => Matrix::of(&packs::runnable(Path::new(&self.packs), organization)?, language),
        };
        match self.format {
            Format::Text => print(out, &matrix, language)?,
            Format::Json => writeln!(out, "{}", packs::json(&matrix)?)?,
        }
        Ok(Verdict::Clean)
    }
}

/// A column is as wide as its letter, so that a policy with many roles still fits a terminal; the letters and signs are told above.
fn print(out: &mut dyn Write, matrix: &Matrix, language: &Language) -> Result<(), CouldNotRun> {
    for (index, column) in matrix.columns.iter().enumerate() {
        writeln!(out, "{:<3}{} ({})", letter(index), column.name, column.id)?;
    }
    let signs = Cell::ALL.map(|cell| format!("{} {}", sign(cell), say(language, cell.key(), &[])));
    writeln!(out, "\n{}", signs.join("   "))?;
    let rows = || matrix.parts.iter().flat_map(|part| &part.rows);
    let width = rows().map(|row| row.name.width()).max().unwrap_or_default();
    for part in &matrix.parts {
        writeln!(out, "\n{}", part.name)?;
        let letters: String = (0..matrix.columns.len())
            .map(|index| format!(" {:<2}", letter(index)))
            .collect();
        writeln!(out, "  {}{}", " ".repeat(width), letters.trim_end())?;
        for row in &part.rows {
            let blank = " ".repeat(width - row.name.width());
            let cells: String = row.cells.iter().map(|cell| format!(" {} ", sign(*cell))).collect();
            let besides = if row.besides.is_empty() {
                String::new()
            } else {
                let separator = say(language, "value-separator", &[]);
                format!(" + {}", row.besides.join(&separator))
            };
            writeln!(out, "  {}{blank}{}", row.name, format!("{cells}{besides}").trim_end())?;
        }
    }
    writeln!(out, "\n{}", say(language, "matrix-about-themselves", &[]))?;
    writeln!(out, "{}", say(language, "matrix-auditor", &[]))?;
    Ok(())
}

/// `A` to `Z`, then `a` to `z`, then numbers.
fn letter(index: usize) -> String {
    const LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    LETTERS
        .chars()
        .nth(index)
        .map_or_else(|| index.to_string(), String::from)
}

fn sign(cell: Cell) -> char {
    match cell {
        Cell::No => '.',
        Cell::Own => 'o',
        Cell::Seen => 's',
        Cell::Department => 'd',
        Cell::Below => 'b',
        Cell::All => '+',
        Cell::Platform => '#',
    }
}
