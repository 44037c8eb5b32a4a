//! `redress show`: the pack as it counts, with the origin of each value, and who may do what.

mod access;

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{CouldNotRun, Format, Reader, Verdict, packs};
use crate::locale::phrase;
use crate::pack::draft::Draft;
use crate::pack::show;

/// Show what counts in an organization's pack, and where each value is written.
#[derive(Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct Show {
    #[command(subcommand)]
    what: Option<What>,
    #[arg(required = true)]
    organization: Option<String>,
    /// Only what lies under this name, such as `complaint.deadlines` or `forms.intake`.
    name: Option<String>,
    /// Where `rules/` and `forms/` are.
    #[arg(long, default_value = ".", value_name = "PATH")]
    packs: PathBuf,
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Subcommand)]
enum What {
    Access(access::Access),
}

impl Show {
    pub fn run(&self, out: &mut dyn Write, reader: &Reader) -> Result<Verdict, CouldNotRun> {
        if let Some(What::Access(access)) = &self.what {
            return access.run(out, reader);
        }
        let named = self.organization.as_deref().unwrap_or_default();
        let (organization, sources) = packs::sources(&self.packs, named)?;
        let mut shown = show::show(&Draft::new(&organization, &sources));
        if let Some(name) = &self.name {
            shown.retain(|shown| {
                shown
                    .name
                    .strip_prefix(name.as_str())
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            });
            if shown.is_empty() {
                return Err(CouldNotRun(phrase!(
                    "nothing in the pack `{organization}` is called `{name}`",
                    organization,
                    name
                )));
            }
        }
        match self.format {
            Format::Text => write!(out, "{}", show::text(&shown))?,
            Format::Json => writeln!(out, "{}", packs::json(&shown)?)?,
        }
        Ok(Verdict::Clean)
    }
}
