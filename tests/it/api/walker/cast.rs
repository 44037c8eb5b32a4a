//! The people of an organization, each with a program of their own, made when they are first needed.

use std::collections::BTreeMap;

use crate::api::client::Client;
use crate::support::app::TestApp;

/// Who may do everything, as in scenarios whoever is not named.
pub const ANYBODY: &str = "anybody";

/// A token may ask 600 times a minute; a busy walker takes a new one before that.
const USES_MAX: u32 = 400;

/// What everybody has at hand: a paper to attach, and what scenarios sign with, a file whose hash they name.
pub const PAPERS: [(&str, &[u8]); 2] = [("paper.txt", b"on paper"), ("signature.txt", b"test")];

/// People by their ids, with how often they were called.
#[derive(Default)]
pub struct Cast {
    programs: BTreeMap<String, (Client, u32)>,
}

impl Cast {
    /// Somebody with just this post, `role` or `role@department`, whose id it is; without one, [`ANYBODY`].
    pub fn with_post(&mut self, test: &TestApp, post: Option<&str>) -> &Client {
        match post {
            None => self.program(test, ANYBODY, || {
                test.administrator(ANYBODY);
            }),
            // `role@department as li`: somebody in particular.
            Some(by) => {
                let (post, id) = by.split_once(" as ").unwrap_or((by, by));
                self.program(test, id, || {
                    test.person(id, &[post]);
                })
            }
        }
    }

    /// Somebody who holds this role in every one of these departments; their id is the role.
    pub fn with_role(&mut self, test: &TestApp, role: &str, departments: &[String]) -> &Client {
        self.program(test, role, || {
            let posts: Vec<String> = departments
                .iter()
                .map(|department| format!("{role}@{department}"))
                .chain([role.to_owned()])
                .collect();
            test.person(role, &posts.iter().map(String::as_str).collect::<Vec<_>>());
        })
    }

    fn program(&mut self, test: &TestApp, id: &str, appear: impl FnOnce()) -> &Client {
        let known = self.programs.get(id).map(|(_, uses)| *uses);
        if known.is_none() {
            appear();
            // Nobody names a file that they have not sent themselves.
            for (name, bytes) in PAPERS {
                test.sends(id, name, bytes);
            }
        }
        if known.is_none_or(|uses| uses >= USES_MAX) {
            let mut client = Client::of(test, id);
            if let Some((other, _)) = self.programs.values().next() {
                client = client.beside(other);
            }
            self.programs.insert(id.to_owned(), (client, 0));
        }
        let (client, uses) = self.programs.get_mut(id).expect("just put there");
        *uses += 1;
        client
    }
}
