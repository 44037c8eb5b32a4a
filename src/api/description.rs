//! The door described by itself: OpenAPI 3.1, from the handlers that are registered.

use std::sync::OnceLock;

use actix_web::{HttpResponse, get, web};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{ComponentsBuilder, OpenApi, SecurityRequirement};
use utoipa::{PartialSchema as _, ToSchema as _};
use utoipa_actix_web::OpenApiFactory;

use super::problem::Problem;
use super::shown::receipt::ReceiptShown;
use super::stand_in;

/// What the scope of routes says of itself.
pub struct Described {
    text: String,
    /// Every path as OpenAPI writes it, with the methods it takes.
    paths: Vec<(String, Vec<&'static str>)>,
}

/// The program describes itself once; every worker of the server has the same routes.
static DESCRIBED: OnceLock<Described> = OnceLock::new();

impl Described {
    pub fn of(routes: &impl OpenApiFactory) -> &'static Self {
        DESCRIBED.get_or_init(|| Self::describing(routes))
    }

    fn describing(routes: &impl OpenApiFactory) -> Self {
        let mut schemas = Vec::new();
        routes.schemas(&mut schemas);
        // Named by the answers every route shares, which are not looked into.
        Problem::schemas(&mut schemas);
        schemas.push((Problem::name().into_owned(), Problem::schema()));
        ReceiptShown::schemas(&mut schemas);
        schemas.push((ReceiptShown::name().into_owned(), ReceiptShown::schema()));
        let bearer = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some(
                "a token made with `redress token`; it acts as the person it was made for",
            ))
            .build();
        let components = ComponentsBuilder::new()
            .schemas_from_iter(schemas)
            .security_scheme("token", SecurityScheme::Http(bearer))
            .build();
        let mut openapi = OpenApi::new(
            utoipa::openapi::InfoBuilder::new()
                .title("Redress")
                .version(env!("CARGO_PKG_VERSION"))
                .description(Some(
                    "Complaints, from intake to archive, under an organization's own policy. Every write names the version \
                     of the case it was made for (`If-Match`) and may carry an `Idempotency-Key`; every refusal names its \
                     clause. Problems are documents of RFC 9457, in the language of `Accept-Language` (zh, en).",
                ))
                .build(),
            routes.paths(),
        );
        stand_in::describe(&mut openapi, &format!("{}/{{organization}}", super::ROOT));
        openapi.components = Some(components);
        openapi.security = Some(vec![SecurityRequirement::new("token", Vec::<String>::new())]);
        let paths = openapi.paths.paths.iter().map(|(path, item)| {
            let methods = [
                ("GET", &item.get),
                ("HEAD", &item.head),
                ("POST", &item.post),
                ("PUT", &item.put),
                ("DELETE", &item.delete),
            ];
            (
                path.clone(),
                methods
                    .into_iter()
                    .filter(|(_, taken)| taken.is_some())
                    .map(|(method, _)| method)
                    .collect(),
            )
        });
        let paths = paths.collect();
        // What is described here was written by us and is always JSON.
        let text = openapi.to_pretty_json().unwrap_or_default();
        Self { text, paths }
    }

    /// The methods that an address takes, as `Allow` lists them; nothing if there is no such address.
    pub fn methods_at(&self, path: &str) -> String {
        let mut methods: Vec<&str> = self
            .paths
            .iter()
            .filter(|(template, _)| matches(template, path))
            .flat_map(|(_, methods)| methods.iter().copied())
            .collect();
        methods.sort_unstable();
        methods.dedup();
        methods.join(", ")
    }
}

fn matches(template: &str, path: &str) -> bool {
    let (template, path) = (template.split('/'), path.split('/'));
    template.clone().count() == path.clone().count()
        && template
            .zip(path)
            .all(|(wanted, given)| wanted == given || (wanted.starts_with('{') && !given.is_empty()))
}

/// This description.
#[utoipa::path(
    operation_id = "describe_api",
    tag = "description",
    responses((status = 200, description = "OpenAPI 3.1", content_type = "application/json")),
    security(())
)]
#[get("/openapi.json")]
pub async fn describe(described: web::Data<&'static Described>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("application/json")
        .body(described.text.as_str())
}
