//! Who may do what, who sees what, and who is told.

use serde_json::{Map, Value as Json, json};

use super::walk::Walk;
use crate::pack::raw::{COMPLAINANT, OWNER};
use crate::yaml::pointer;

impl Walk<'_> {
    /// Whoever may do something: one role more, one less, and a department that no longer matters. Anything else that is called `by`,
    /// such as the columns of a table, is left alone.
    pub(super) fn permission(&mut self, at: &str, by: &Json) {
        let actors: Vec<&Json> = match by {
            Json::Array(actors) => actors.iter().collect(),
            actor => vec![actor],
        };
        if !actors.iter().all(|actor| self.is_actor(actor)) {
            return;
        }
        let roles: Vec<&str> = actors.iter().filter_map(|actor| role_of(actor)).collect();
        if let Some(another) = self.around.another_role(&roles) {
            let mut more: Vec<Json> = actors.iter().copied().cloned().collect();
            more.push(Json::from(another));
            self.replace(at, Json::Array(more));
        }
        for (index, actor) in actors.iter().enumerate() {
            let here = if by.is_array() {
                pointer(at, index)
            } else {
                at.to_owned()
            };
            if actor.get("department").is_some()
                && let Some(role) = role_of(actor)
            {
                self.replace(&here, Json::from(role));
            }
            if by.is_array() {
                self.remove(&here);
            } else {
                self.take_out(at);
            }
        }
    }

    fn is_actor(&self, actor: &Json) -> bool {
        match actor {
            Json::String(name) => name == OWNER || name == COMPLAINANT || self.around.is_role(name),
            Json::Object(actor) => actor.contains_key("role") || actor.contains_key("person"),
            _ => false,
        }
    }

    /// What only the engine does, done by people as well.
    pub(super) fn steps(&mut self, top: &Map<String, Json>) {
        if top.contains_key("extends") {
            return;
        }
        let actions = top.get("actions").and_then(Json::as_object).into_iter().flatten();
        let actions = actions.map(|(id, action)| (pointer("/actions", id), action));
        let opening = top.get("opens").map(|opening| ("/opens".to_owned(), opening));
        for (at, step) in actions.chain(opening) {
            if let (None, Some(another)) = (step.get("by"), self.around.another_role(&[])) {
                self.insert(&at, "by", Json::from(another));
            }
        }
    }

    /// Whom a notice goes to: somebody else is told, or a whole role.
    pub(super) fn recipients(&mut self, top: &Map<String, Json>) {
        for (id, notice) in top.get("notices").and_then(Json::as_object).into_iter().flatten() {
            if let Some(to) = notice.get("to") {
                self.recipient(&pointer(&pointer("/notices", id), "to"), to);
            }
        }
    }

    /// Somebody who is told: another role is, or whoever is found by what the case says is not.
    pub(super) fn recipient(&mut self, at: &str, to: &Json) {
        let says = |key: &str| to.get(key).is_some();
        let role = to.get("role").and_then(Json::as_str);
        let is_notice = at.starts_with("/notices/");
        if is_notice && (says("person") || says("role_given_by") || to.as_str() == Some(OWNER)) {
            self.replace(at, Json::from("complainant"));
        }
        if says("department") && (says("role") || says("role_given_by")) {
            self.remove(&pointer(at, "department"));
        }
        let named: Vec<&str> = role.or(to.as_str()).into_iter().collect();
        let Some(another) = self.around.another_role(&named) else {
            return;
        };
        if role.is_some() {
            self.replace(&pointer(at, "role"), Json::from(another));
        } else if is_notice && to.as_str() == Some("complainant") {
            self.replace(at, json!({ "role": another }));
        } else if to.as_str().is_some() && !is_notice {
            self.replace(at, Json::from(another));
        }
    }

    /// Roles that are told or asked of something: each in turn another one.
    pub(super) fn told(&mut self, at: &str, roles: &Json) {
        let (roles, is_list): (Vec<&Json>, bool) = match roles {
            Json::Array(roles) => (roles.iter().collect(), true),
            role => (vec![role], false),
        };
        let named: Vec<&str> = roles.iter().filter_map(|role| role_of(role)).collect();
        for (index, role) in roles.iter().enumerate() {
            let here = if is_list { pointer(at, index) } else { at.to_owned() };
            let Some(another) = self.around.another_role(&named) else {
                return;
            };
            match role {
                Json::String(name) if self.around.is_role(name) => self.replace(&here, Json::from(another)),
                Json::Object(_) => self.recipient(&here, role),
                _ => {}
            }
        }
    }

    /// Which department lies within which, and what it is in charge of.
    pub(super) fn tree(&mut self, top: &Map<String, Json>) {
        for (id, department) in top.get("departments").and_then(Json::as_object).into_iter().flatten() {
            let at = pointer("/departments", id);
            if department.get("within").is_some() {
                self.remove(&pointer(&at, "within"));
            }
            match department.get("areas") {
                Some(Json::Array(areas)) => {
                    let at = pointer(&at, "areas");
                    (0..areas.len()).for_each(|index| self.remove(&pointer(&at, index)));
                }
                Some(_) => self.remove(&pointer(&at, "areas")),
                None => {}
            }
        }
    }

    /// How far each role sees.
    pub(super) fn sight(&mut self, top: &Map<String, Json>) {
        for (id, role) in top.get("roles").and_then(Json::as_object).into_iter().flatten() {
            let at = pointer("/roles", id);
            let says = |key: &str| role.get(key).and_then(Json::as_bool) == Some(true);
            let (sees_all, sees_below) = (says("sees_all"), says("sees_below"));
            if sees_all {
                self.remove(&pointer(&at, "sees_all"));
            } else {
                self.insert(&at, "sees_all", Json::Bool(true));
            }
            if sees_below {
                self.remove(&pointer(&at, "sees_below"));
            } else if self.around.has_tree && !sees_all {
                // Whoever sees all sees what is below.
                self.insert(&at, "sees_below", Json::Bool(true));
            }
        }
    }
}

fn role_of(actor: &Json) -> Option<&str> {
    actor.as_str().or_else(|| actor.get("role")?.as_str())
}
