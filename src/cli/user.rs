//! `redress user`: the people who sign in, and their posts.

use std::io::Write;

use clap::{Args, Subcommand};

use super::storage::Storage;
use super::{CouldNotRun, Reader, Verdict};
use crate::access::{self, password::random_text};
use crate::app::App;
use crate::case::{PersonId, Standing};
use crate::locale::{Phrase, phrase};
use crate::pack::id::{DepartmentId, OrganizationId, RoleId};
use crate::store::people::{self, Person, Post};
use crate::store::standings::Place;

/// Add people, give them posts, shut them out.
#[derive(Args)]
pub struct User {
    #[command(flatten)]
    storage: Storage,
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Everybody, with their posts.
    List,
    /// Add a person; without `--password` one is made and printed once.
    Add {
        /// What they sign in with.
        id: String,
        /// Their name as histories show it.
        #[arg(long)]
        name: String,
        #[arg(long)]
        password: Option<String>,
        /// Runs the platform, and is an administrator of every organization.
        #[arg(long)]
        administrator: bool,
    },
    /// Give a standing beside posts: `operator` runs the platform, `administrator` an organization, `auditor` reads everything there and
    /// changes nothing, `integrator` connects a program.
    Give {
        id: String,
        #[arg(value_parser = standing)]
        standing: Standing,
        /// Where it counts; in all organizations if none is named.
        organization: Option<String>,
    },
    /// Take a standing away; it ends at once.
    Take {
        id: String,
        #[arg(value_parser = standing)]
        standing: Standing,
        /// Where it counted, as it was given.
        organization: Option<String>,
    },
    /// Give a post: a role, at large or in a department.
    Appoint {
        id: String,
        organization: String,
        role: String,
        #[arg(long)]
        department: Option<String>,
    },
    /// Set a new password; every session of the person ends.
    Password {
        id: String,
        #[arg(long)]
        password: Option<String>,
    },
    /// Shut a person out at once.
    Disable { id: String },
    /// Let a person in again.
    Enable { id: String },
}

impl User {
    pub fn run(&self, out: &mut dyn Write, reader: &Reader) -> Result<Verdict, CouldNotRun> {
        let app = self.storage.open()?;
        match &self.what {
            What::List => list(&app, out, reader)?,
            What::Add {
                id,
                name,
                password,
                administrator,
            } => {
                let (given, password) = given_or_made(password.as_deref());
                let person = Person {
                    id: PersonId(id.as_str().into()),
                    name: name.clone(),
                    administrator: *administrator,
                    disabled: false,
                };
                app.add_person(person, &password)
                    .map_err(|error| CouldNotRun::caused(&error))?;
                writeln!(out, "{}", reader.told(&admitted(id, &password, given)))?;
            }
            What::Appoint {
                id,
                organization,
                role,
                department,
            } => {
                let warning = self.appoint(&app, id, organization, role, department.as_deref())?;
                let appointed = match department {
                    Some(department) => phrase!(
                        "{id} is {role} of {organization}, in {department}",
                        id,
                        role,
                        organization,
                        department
                    ),
                    None => phrase!(
                        "{id} is {role} of {organization}, at large, in no department",
                        id,
                        role,
                        organization
                    ),
                };
                writeln!(out, "{}", reader.told(&appointed))?;
                if let Some(warning) = warning {
                    writeln!(out, "{}", reader.told(&phrase!("warning: {warning}", warning)))?;
                }
            }
            What::Give {
                id,
                standing,
                organization,
            } => {
                let place = self.place(&app, organization.as_deref())?;
                app.give_standing(&PersonId(id.as_str().into()), place, *standing)
                    .map_err(|error| CouldNotRun::caused(&error))?;
                let standing = standing.as_str();
                let given = match organization {
                    Some(organization) => phrase!("{id} is {standing} of {organization}", id, standing, organization),
                    None => phrase!(
                        "{id} is {standing} of the platform and all its organizations",
                        id,
                        standing
                    ),
                };
                writeln!(out, "{}", reader.told(&given))?;
            }
            What::Take {
                id,
                standing,
                organization,
            } => {
                let place = organization.as_deref().map(OrganizationId::new);
                let place = place.map_or(Place::Platform, Place::Organization);
                app.take_standing(&PersonId(id.as_str().into()), place, *standing)
                    .map_err(|error| CouldNotRun::caused(&error))?;
            }
            What::Password { id, password } => {
                let (given, password) = given_or_made(password.as_deref());
                app.set_password(&PersonId(id.as_str().into()), &password)
                    .map_err(|error| CouldNotRun::caused(&error))?;
                writeln!(out, "{}", reader.told(&admitted(id, &password, given)))?;
            }
            What::Disable { id } => set_disabled(&app, id, true)?,
            What::Enable { id } => set_disabled(&app, id, false)?,
        }
        Ok(Verdict::Clean)
    }

    /// Where a standing is given: no organization, or one with a pack that runs.
    fn place(&self, app: &App, organization: Option<&str>) -> Result<Place, CouldNotRun> {
        let Some(organization) = organization else {
            return Ok(Place::Platform);
        };
        app.load_packs(&self.storage.packs)
            .map_err(|error| CouldNotRun::caused(&error))?;
        let organization = OrganizationId::new(organization);
        if app.packs().active(&organization).is_none() {
            return Err(no_such_organization(&organization));
        }
        Ok(Place::Organization(organization))
    }

    /// A post nobody's pack knows would be a post nobody could use: it is refused with the ones there are. What comes back is to
    /// be told, because the post is of no use.
    fn appoint(
        &self,
        app: &App,
        id: &str,
        organization: &str,
        role: &str,
        department: Option<&str>,
    ) -> Result<Option<Phrase>, CouldNotRun> {
        app.load_packs(&self.storage.packs)
            .map_err(|error| CouldNotRun::caused(&error))?;
        let organization = OrganizationId::new(organization);
        let pack = app
            .packs()
            .active(&organization)
            .ok_or_else(|| no_such_organization(&organization))?;
        if !pack.roles.contains_key(role) {
            let roles: Vec<_> = pack.roles.keys().map(|role| role.as_str()).collect();
            return Err(CouldNotRun(phrase!(
                "`{organization}` has no role `{role}`; it has: {roles}",
                organization,
                role,
                roles = roles.join(", ")
            )));
        }
        if let Some(department) = department
            && !pack.departments.contains_key(department)
        {
            let departments: Vec<_> = pack.departments.keys().map(|department| department.as_str()).collect();
            return Err(CouldNotRun(phrase!(
                "`{organization}` has no department `{department}`; it has: {departments}",
                organization,
                department,
                departments = departments.join(", ")
            )));
        }
        let post = Post {
            role: RoleId::new(role),
            department: department.map(DepartmentId::new),
        };
        let is_idle = post.department.is_none() && access::needs_department(&pack, &post.role);
        app.appoint(&organization, &PersonId(id.into()), post)
            .map_err(|error| CouldNotRun::caused(&error))?;
        Ok(is_idle.then(|| {
            phrase!(
                "`{role}` does everything within a department, so that {id} may do nothing yet; appoint them again with `--department`",
                role,
                id
            )
        }))
    }
}

fn no_such_organization(organization: &OrganizationId) -> CouldNotRun {
    CouldNotRun(phrase!(
        "there is no organization `{organization}` with a pack that runs",
        organization
    ))
}

fn standing(written: &str) -> Result<Standing, String> {
    written.parse().map_err(|_| {
        let given = Standing::GIVEN.map(Standing::as_str);
        format!("it is one of {}", given.join(", "))
    })
}

fn list(app: &App, out: &mut dyn Write, reader: &Reader) -> Result<(), CouldNotRun> {
    let everybody = app.store().read(people::accounts_on_platform);
    for account in everybody.map_err(|error| CouldNotRun::caused(&error))? {
        let posts = account.posts.iter().map(|(organization, post)| {
            let place = post.department.as_ref().map(|department| format!("@{department}"));
            format!("{organization}: {}{}", post.role, place.unwrap_or_default())
        });
        let standings = account.standings.iter().map(|(place, standing)| match place {
            Place::Platform => standing.as_str().to_owned(),
            Place::Organization(organization) => format!("{organization}: {}", standing.as_str()),
        });
        let posts: Vec<String> = posts.chain(standings).collect();
        let person = account.person;
        let marks = if person.disabled {
            reader.told(&phrase!("shut out"))
        } else {
            String::new()
        };
        writeln!(
            out,
            "{:<20} {:<20} {}",
            person.id.0,
            person.name,
            [marks, posts.join("; ")].join(" ").trim()
        )?;
    }
    Ok(())
}

fn set_disabled(app: &App, id: &str, disabled: bool) -> Result<(), CouldNotRun> {
    app.set_disabled(&PersonId(id.into()), disabled)
        .map_err(|error| CouldNotRun::caused(&error))
}

fn given_or_made(password: Option<&str>) -> (bool, String) {
    match password {
        Some(password) => (true, password.to_owned()),
        None => (false, random_text().chars().take(20).collect()),
    }
}

fn admitted(id: &str, password: &str, given: bool) -> Phrase {
    if given {
        phrase!("{id} may sign in", id)
    } else {
        phrase!(
            "{id} may sign in with the password {password} (shown this once)",
            id,
            password
        )
    }
}
