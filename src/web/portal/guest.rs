//! Somebody who comes from outside, to an organization that has public pages.

use std::future::Future;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;

use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};

use crate::app::{App, ExecuteError, Looked, View, Visit};
use crate::case::{Actor, CaseId, Context};
use crate::locale::{Argument, Language, say};
use crate::pack::id::{ActionId, OrganizationId};
use crate::pack::{CaseType, Pack, Public};
use crate::web::edge;
use crate::web::error::PageError;
use crate::web::page::{self, Answer};
use crate::web::session::SPOKEN;
use crate::web::speech::Speech;
use crate::web::submitted::Submitted;
use crate::web::{State, assets, session};

/// Where nothing is public, nothing is here.
pub(super) struct Guest {
    pub state: web::Data<State>,
    /// The policy of today.
    pub pack: Arc<Pack>,
    pub language: Language,
    pub here: String,
    pub address: IpAddr,
    /// The key of the form they fill in to complain; empty where they fill in none.
    form: String,
    /// What the cookie of a visit holds; it may have ended.
    token: Option<String>,
    /// The step they have just taken, which is told once.
    pub sent: Option<String>,
}

/// Whether an organization has pages for the public.
pub(in crate::web) fn has_portal(pack: &Pack) -> bool {
    pack.case_types.values().any(|case_type| case_type.public.is_some())
}

impl Guest {
    pub fn app(&self) -> &App {
        &self.state.app
    }

    pub fn organization(&self) -> &OrganizationId {
        &self.pack.organization
    }

    pub fn say(&self, key: &str) -> String {
        say(&self.language, key, &[])
    }

    pub fn say_with(&self, key: &str, arguments: &[(&'static str, Argument<'_>)]) -> String {
        say(&self.language, key, arguments)
    }

    pub fn to(&self, rest: &str) -> String {
        format!("{}{rest}", root(self.organization()))
    }

    /// What may be complained about here, and how.
    pub fn public_types(&self) -> impl Iterator<Item = (&CaseType, &Public)> {
        let all = self.pack.case_types.values();
        all.filter_map(|case_type| Some((case_type, case_type.public.as_ref()?)))
    }

    pub fn public_type(&self, id: &str) -> Result<(&CaseType, &Public), PageError> {
        let found = self.public_types().find(|(case_type, _)| *case_type.id == *id);
        found.ok_or(PageError::NotFound)
    }

    /// The visit they are on. `None`: none, or it has ended.
    pub fn visit(&self) -> Result<Option<Visit>, PageError> {
        match &self.token {
            Some(token) => Ok(self.app().visit(self.organization(), token)?),
            None => Ok(None),
        }
    }

    /// Ends the visit they are on.
    pub fn leave(&self) -> Result<(), PageError> {
        match &self.token {
            Some(token) => Ok(self.app().end_visit(self.organization(), token)?),
            None => Ok(()),
        }
    }

    /// They fill in the form with this key.
    pub fn fills_in(&mut self, key: &str) {
        key.clone_into(&mut self.form);
    }

    /// Who comes, in the case they complain in, or with none yet.
    pub fn actor(&self, case: Option<CaseId>) -> Actor {
        match case {
            None => App::newcomer(&self.pack, &self.form),
            case => App::complainant(&self.pack, case),
        }
    }

    /// The case they complain in, as it stands now, if its policy still tells anything of it.
    pub fn view(&self, case: CaseId, number: &str) -> Result<View, PageError> {
        let actor = self.actor(Some(case));
        let view = self.app().view(self.organization(), number, &actor, &Looked::Case);
        let view = view.map_err(|error| match error {
            ExecuteError::Forbidden => PageError::NotFound,
            error => error.into(),
        })?;
        let is_public = view.case_type().is_some_and(|case_type| case_type.public.is_some());
        if is_public { Ok(view) } else { Err(PageError::NotFound) }
    }

    pub fn frame(&self, title: impl Into<String>) -> PortalFrame {
        let other = if self.language.primary() == "zh" {
            ("en", "English")
        } else {
            ("zh", "中文")
        };
        let speaks = |tag: &str| self.pack.languages.iter().any(|language| language.primary() == tag);
        let clock = self.app().clock();
        PortalFrame {
            title: title.into(),
            organization: self.pack.name.in_language(&self.language).to_owned(),
            root: root(self.organization()),
            staff: format!("/sign-in?next=/{}/cases", self.organization()),
            other_language: speaks(other.0).then_some(other),
            here: page::encoded(&self.here),
            keeps_form: false,
            contact: self
                .pack
                .contact
                .as_ref()
                .map(|contact| contact.in_language(&self.language).to_owned()),
            clock: clock.is_test().then(|| page::local(clock.now(), self.pack.zone)),
            style: assets::style(),
            portal_style: assets::portal_style(),
            script: assets::script(),
            portal_script: assets::portal_script(),
            language: self.language.clone(),
        }
    }

    /// From now on these pages speak the language that was chosen with a form, if one was: what stands in the form stays.
    pub fn listen(&mut self, submitted: &Submitted) -> Option<Spoken> {
        let chosen = submitted.text("_language");
        let tag = SPOKEN.into_iter().find(|spoken| *spoken == chosen)?;
        self.language = Language::new(tag).among(&self.pack.languages);
        Some(Spoken {
            cookie: self.state.cookies.language(tag),
        })
    }

    /// Begins the visit of whoever holds this.
    pub fn welcome(&self, token: &str) -> Answer {
        Answer::SeeOther {
            address: self.to("/track"),
            cookies: vec![self.cookie(token.to_owned(), None)],
        }
    }

    /// Back to the case after a step; the next page says that it was sent.
    pub fn done(&self, action: &ActionId) -> Answer {
        Answer::SeeOther {
            address: self.to("/track"),
            cookies: vec![self.cookie_called(SENT, page::encoded(action.as_str()), None)],
        }
    }

    /// With this answer it has been told that something was sent.
    pub fn told(&self, answer: Answer) -> Answer {
        match answer {
            Answer::Page { status, body } if self.sent.is_some() => Answer::Spoken {
                status,
                body,
                cookie: self.cookie_called(SENT, String::new(), Some(Duration::ZERO)),
            },
            answer => answer,
        }
    }

    pub fn goodbye(&self) -> Answer {
        Answer::SeeOther {
            address: self.to(""),
            cookies: vec![self.cookie(String::new(), Some(Duration::ZERO))],
        }
    }

    fn cookie(&self, value: String, max_age: Option<Duration>) -> Cookie<'static> {
        self.cookie_called(cookie_name(self.state.cookies.secure), value, max_age)
    }

    fn cookie_called(&self, name: &'static str, value: String, max_age: Option<Duration>) -> Cookie<'static> {
        let mut cookie = Cookie::build(name, value)
            .path(root(self.organization()))
            .http_only(true)
            .secure(self.state.cookies.secure)
            .same_site(SameSite::Strict)
            .finish();
        cookie.set_max_age(max_age);
        cookie
    }
}

/// A language that has just been chosen; it is remembered with the page that speaks it.
pub(super) struct Spoken {
    cookie: Cookie<'static>,
}

impl Spoken {
    pub fn with(spoken: Option<Self>, answer: Answer) -> Answer {
        match (spoken, answer) {
            (Some(Self { cookie }), Answer::Page { status, body }) => Answer::Spoken { status, body, cookie },
            (_, answer) => answer,
        }
    }
}

/// What every address of these pages begins with; the cookie goes no further.
fn root(organization: &OrganizationId) -> String {
    format!("/{organization}/portal")
}

/// The cookie that says which step has just been sent: a word of the policy, nothing of the case.
const SENT: &str = "sent";

fn cookie_name(is_secure: bool) -> &'static str {
    if is_secure { "__Secure-visit" } else { "visit" }
}

/// The words for a case, which name nobody of the organization.
pub(super) fn speech<'a>(guest: &'a Guest, pack: &'a Pack, case_type: &'a CaseType) -> Speech<'a> {
    Speech {
        pack,
        case_type,
        language: &guest.language,
        names: &crate::web::speech::NOBODY,
    }
}

/// What is known of a form before there is a case.
pub(super) fn with_context<T>(
    guest: &Guest,
    case_type: &CaseType,
    use_it: impl FnOnce(&Context) -> T,
) -> Result<T, PageError> {
    let actor = guest.actor(None);
    let nothing = crate::form::Answers::new();
    let counters = guest
        .app()
        .counters_for_new(&guest.pack, &case_type.id, &nothing, &actor)?;
    let context = Context {
        now: guest.app().clock().now(),
        actor: &actor,
        counters: &counters,
        // Who works here is nobody's business outside.
        people: None,
    };
    Ok(use_it(&context))
}

impl FromRequest for Guest {
    type Error = PageError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, PageError>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let guest = guest(request);
        Box::pin(async move { guest })
    }
}

fn guest(request: &HttpRequest) -> Result<Guest, PageError> {
    let state = request
        .app_data::<web::Data<State>>()
        .cloned()
        .ok_or_else(|| PageError::broken("no state"))?;
    let organization = OrganizationId::new(request.match_info().get("org").unwrap_or_default());
    let pack = state.app.packs().active(&organization).ok_or(PageError::NotFound)?;
    if !has_portal(&pack) {
        return Err(PageError::NotFound);
    }
    let held = |name: &str| {
        let cookie = request.cookie(name);
        cookie
            .map(|cookie| cookie.value().to_owned())
            .filter(|value| !value.is_empty())
    };
    Ok(Guest {
        token: held(cookie_name(state.cookies.secure)),
        sent: held(SENT),
        language: session::visitor(request).language(&pack.languages),
        here: page::here(request),
        address: edge::client(request),
        form: String::new(),
        state,
        pack,
    })
}

/// What stands around every page.
pub(super) struct PortalFrame {
    pub language: Language,
    pub title: String,
    pub organization: String,
    pub root: String,
    pub staff: String,
    pub other_language: Option<(&'static str, &'static str)>,
    /// The page has a form, which goes along to the other language.
    pub keeps_form: bool,
    /// The address of this page, for use within another.
    pub here: String,
    /// How else people reach the organization.
    pub contact: Option<String>,
    pub clock: Option<String>,
    pub style: &'static str,
    pub portal_style: &'static str,
    pub script: &'static str,
    pub portal_script: &'static str,
}

impl PortalFrame {
    /// Around a form with the id `form`.
    pub fn around_form(self) -> Self {
        Self {
            keeps_form: true,
            ..self
        }
    }

    /// Around what is shown once and cannot be come back to.
    pub fn once(self) -> Self {
        Self {
            other_language: None,
            ..self
        }
    }

    pub fn say(&self, key: &str) -> String {
        say(&self.language, key, &[])
    }
}
