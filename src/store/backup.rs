//! A copy of the database, taken while it is in use.

use std::path::Path;

use diesel::prelude::*;
use diesel::sql_types::Text;

use super::connection::{Conn, Database};
use super::{Error, Store};

impl Store {
    /// Copies the database as it is at this moment into a new file at `path`.
    ///
    /// # Errors
    /// When the file exists already; on PostgreSQL always, with the command that does it there.
    pub fn backup(&self, path: &Path) -> Result<(), Error> {
        let file = path
            .to_str()
            .ok_or_else(|| Error::Backup("the path of a backup must be plain text".to_owned()))?;
        if path.exists() {
            return Err(Error::Backup(format!("`{file}` exists already; name a new file")));
        }
        match self.database() {
            Database::Sqlite(_) => {
                // A connection of its own: it reads, and the readers of the pool may not write even a copy.
                let mut conn = self.database().connect()?;
                if let Conn::Sqlite(c) = &mut conn {
                    diesel::sql_query("vacuum into $1").bind::<Text, _>(file).execute(c)?;
                }
                Ok(())
            }
            Database::Postgres(_) => Err(Error::Backup(format!(
                "a PostgreSQL database is backed up by its own tool: pg_dump --format=custom --file={file} \"$REDRESS_DATABASE\""
            ))),
        }
    }
}
