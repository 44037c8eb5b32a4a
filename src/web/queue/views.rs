//! Lists under a name: one's own, and those of one's roles, each with how much is in it.

use actix_web::web;
use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::super::error::PageError;
use super::super::member::Member;
use super::super::page::{PageResult, blocking, see_other};
use super::super::submitted::Submitted;
use super::asked::Asked;
use crate::access::{self, Ability, Sight};
use crate::pack::id::RoleId;
use crate::store::views::{self, SavedView};
use crate::store::{self, queue};

/// The longest name of a view, in characters.
const NAME_MAX: usize = 40;
/// Counting stops here; more is "99+".
const COUNTED_MAX: u16 = 100;

/// A list to go to.
pub(super) struct Tab {
    pub name: String,
    pub address: String,
    pub count: String,
    pub is_here: bool,
    /// Where it is dropped, if it is one's own or one manages those of others.
    pub drop: Option<String>,
    /// The role whose view it is.
    pub role: Option<String>,
}

/// What is needed to keep the present list.
pub(super) struct Keeping {
    pub query: String,
    /// Whose view it may become beside one's own.
    pub roles: Vec<(String, String)>,
}

impl Keeping {
    pub fn of(member: &Member, asked: &Asked) -> Self {
        let role = |id: &RoleId| {
            let name = member.pack.roles.get(id)?.name.in_language(&member.language);
            Some((id.to_string(), name.to_owned()))
        };
        let mut roles: Vec<_> = roles_of(member).iter().filter_map(role).collect();
        roles.dedup();
        Self {
            query: asked.canonical(),
            roles,
        }
    }
}

/// For whom somebody may keep lists: the roles they hold, and all of them for whoever runs the organization.
fn roles_of(member: &Member) -> Vec<RoleId> {
    if manages(member) {
        member.pack.roles.keys().cloned().collect()
    } else {
        member.actor.roles.clone()
    }
}

fn manages(member: &Member) -> bool {
    access::can(&member.actor, Ability::ManageLists)
}

/// What everybody has, then what is kept; and whether the present list is among them.
pub(super) fn tabs(
    member: &Member,
    sight: &Sight,
    asked: &Asked,
    now: DateTime<Utc>,
) -> Result<(Vec<Tab>, bool), PageError> {
    let organization = member.organization();
    let here = asked.canonical();
    let built_in = [
        ("", "view-open"),
        ("owner=me", "view-mine"),
        ("due=late", "view-late"),
        ("due=today", "view-today"),
        ("owner=nobody", "view-nobodys"),
    ];
    let built_in = built_in.map(|(query, key)| (query.to_owned(), member.say(key), None, None));
    let kept = member
        .app()
        .store()
        .read(|conn| views::of_person(conn, organization, &member.actor.id, &roles_of(member)))?;
    let kept = kept.into_iter().map(|view| {
        let is_own = view.owner == member.actor.id || manages(member);
        let drop = is_own.then(|| member.address(&format!("/views/{}/drop", view.id)));
        let role = view.role.and_then(|id| member.pack.roles.get(&id));
        let role = role.map(|role| role.name.in_language(&member.language).to_owned());
        (view.query, view.name, drop, role)
    });
    // How many there are of a name would tell of it, and of whom it tells nobody would know.
    let keeps_looks = member.pack.case_types.values().any(|any| any.view_log.is_some());
    let lists: Vec<_> = built_in.into_iter().chain(kept).collect();
    let filters = lists
        .iter()
        .map(|(query, ..)| Asked::read(query, member).filter(member, now));
    let (counted, is_counted): (Vec<_>, Vec<_>) = filters
        .map(|filter| {
            let is_counted = filter.text.is_none() || !keeps_looks;
            (is_counted.then_some(filter), is_counted)
        })
        .unzip();
    let counted: Vec<_> = counted.into_iter().flatten().collect();
    let store = member.app().store();
    let mut counts = store
        .read(|conn| queue::counts(conn, organization, sight, &counted, COUNTED_MAX))?
        .into_iter();
    let mut tabs = Vec::new();
    for ((query, name, drop, role), is_counted) in lists.into_iter().zip(is_counted) {
        let count = if is_counted { counts.next() } else { None };
        tabs.push(Tab {
            name,
            address: member.address(&format!("/cases{}{query}", if query.is_empty() { "" } else { "?" })),
            count: match count {
                None => "–".to_owned(),
                Some(Ok(count)) if count < usize::from(COUNTED_MAX) => count.to_string(),
                Some(Ok(_)) => "99+".to_owned(),
                Some(Err(error)) => {
                    // A list that cannot be counted keeps nobody from the others.
                    // What it searches for may be a name.
                    tracing::error!(error = %error.chain(), "a list cannot be counted");
                    "–".to_owned()
                }
            },
            is_here: query == here,
            drop,
            role,
        });
    }
    let is_kept = tabs.iter().any(|tab| tab.is_here);
    Ok((tabs, is_kept))
}

/// Keeps the list somebody has before them.
pub(in crate::web) async fn keep_view(member: Member, submitted: Submitted) -> PageResult {
    blocking(move || {
        let asked = Asked::read(submitted.text("query"), &member);
        let query = asked.canonical();
        let name: String = submitted.text("name").chars().take(NAME_MAX).collect();
        let address = member.address(&format!("/cases?{query}"));
        if name.is_empty() || query.is_empty() {
            return Ok(see_other(address));
        }
        let role = Some(submitted.text("role"))
            .filter(|role| !role.is_empty())
            .map(RoleId::new);
        // Nobody else fills the lists of others.
        let role = role.filter(|role| roles_of(&member).contains(role));
        if role.is_some() && !asked.get("q").is_empty() {
            return Ok(see_other(format!("{address}&done=not-shared")));
        }
        let view = SavedView {
            id: Uuid::now_v7(),
            owner: member.actor.id.clone(),
            role,
            name,
            query,
            created_at: member.app().clock().wall(),
        };
        let organization = member.organization().clone();
        let is_kept = member
            .app()
            .store()
            .write(move |conn| views::keep(conn, &organization, &view))?;
        let done = if is_kept { "kept" } else { "not-kept" };
        Ok(see_other(format!("{address}&done={done}")))
    })
    .await
}

/// Drops a view of one's own, or one of a role.
pub(in crate::web) async fn drop_view(member: Member, path: web::Path<(String, String)>, _: Submitted) -> PageResult {
    let (_, id) = path.into_inner();
    blocking(move || {
        let id: Uuid = id.parse().map_err(|_| PageError::NotFound)?;
        let (organization, person) = (member.organization().clone(), member.actor.id.clone());
        let manages = manages(&member);
        let is_dropped = member.app().store().write(move |conn| {
            let is_dropped = views::drop_own(conn, &organization, &person, id)?;
            Ok::<_, store::Error>(is_dropped || manages && views::drop_of_role(conn, &organization, id)?)
        })?;
        if !is_dropped {
            return Err(PageError::NotFound);
        }
        Ok(see_other(member.address("/cases?done=dropped")))
    })
    .await
}
