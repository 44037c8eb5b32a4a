//! A program that speaks to the API, as one person.

use std::cell::OnceCell;
use std::pin::Pin;
use std::rc::Rc;

use actix_web::dev::ServiceResponse;
use actix_web::http::header::{CONTENT_LENGTH, HeaderMap};
use actix_web::http::{Method, StatusCode};
use actix_web::test::{TestRequest, call_service, init_service, read_body};
use actix_web::web::Bytes;
use redress::api;
use redress::app::App;
use redress::case::PersonId;
use serde_json::Value as Json;

use crate::support::app::TestApp;

/// The routes, ready to answer. They are the same for every program.
type Service = Rc<OnceCell<Box<dyn Fn(TestRequest, bool) -> Answering>>>;
type Answering = Pin<Box<dyn Future<Output = ServiceResponse>>>;

/// A person's program.
pub struct Client {
    app: App,
    token: Option<String>,
    service: Service,
}

/// A request still to be sent. Paths are below `/api/v1`, unless they begin with it.
pub struct Sending<'a> {
    client: &'a Client,
    method: Method,
    path: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    is_length_told: bool,
}

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

impl Client {
    /// With a token of that person.
    pub fn of(test: &TestApp, person: &str) -> Self {
        let token = test
            .app
            .make_token(&PersonId(person.into()), "test", None)
            .expect("a token");
        Self {
            app: test.app.clone(),
            token: Some(token),
            service: Service::default(),
        }
    }

    /// Asks through the same routes as `other`, which need not be built again.
    pub fn beside(self, other: &Self) -> Self {
        Self {
            service: other.service.clone(),
            ..self
        }
    }

    pub fn at(app: App, token: &str) -> Self {
        Self {
            app,
            token: Some(token.to_owned()),
            service: Service::default(),
        }
    }

    pub fn with_token(test: &TestApp, token: Option<&str>) -> Self {
        Self {
            app: test.app.clone(),
            token: token.map(str::to_owned),
            service: Service::default(),
        }
    }

    pub fn token(&self) -> &str {
        self.token.as_deref().expect("a token")
    }

    pub fn request(&self, method: Method, path: &str) -> Sending<'_> {
        let path = if path.starts_with("/api") {
            path.to_owned()
        } else {
            format!("/api/v1{path}")
        };
        let mut headers = Vec::new();
        if let Some(token) = &self.token {
            headers.push(("authorization".to_owned(), format!("Bearer {token}")));
        }
        Sending {
            client: self,
            method,
            path,
            headers,
            body: Vec::new(),
            is_length_told: true,
        }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.request(Method::GET, path).send().await
    }

    pub fn post(&self, path: &str, body: Json) -> Sending<'_> {
        self.request(Method::POST, path)
            .header("content-type", "application/json")
            .body(body.to_string())
    }

    /// Takes a request, and whether its length is told.
    async fn service(&self) -> &dyn Fn(TestRequest, bool) -> Answering {
        if self.service.get().is_none() {
            let app = actix_web::App::new().configure(|config| api::routes(config, &self.app));
            let routes = Rc::new(init_service(app).await);
            let answering = move |request: TestRequest, is_length_told: bool| -> Answering {
                let (routes, mut request) = (routes.clone(), request.to_request());
                if !is_length_told {
                    request.head_mut().headers.remove(CONTENT_LENGTH);
                }
                Box::pin(async move { call_service(&*routes, request).await })
            };
            // Whoever was quicker built the same.
            let _ = self.service.set(Box::new(answering));
        }
        self.service.get().expect("just built")
    }

    /// Writes to a case at the version it has now.
    pub async fn change(&self, case: &str, what: &str, body: Json) -> Answer {
        let version = self.get(case).await.ok().header("etag").to_owned();
        self.post(&format!("{case}/{what}"), body)
            .header("if-match", &version)
            .send()
            .await
    }

    /// Uploads one file under `name`.
    pub fn upload(&self, path: &str, name: &str, content: &[u8]) -> Sending<'_> {
        let mut body = format!(
            "--cut\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\ncontent-type: text/html\r\n\r\n"
        )
        .into_bytes();
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n--cut--\r\n");
        self.request(Method::POST, path)
            .header("content-type", "multipart/form-data; boundary=cut")
            .body(body)
    }
}

impl Sending<'_> {
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.retain(|(known, _)| known != name);
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub fn method(mut self, method: Method) -> Self {
        self.method = method;
        self
    }

    pub fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(known, _)| known != name);
        self
    }

    /// As if the body were sent in chunks.
    pub fn without_length(mut self) -> Self {
        self.is_length_told = false;
        self
    }

    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    pub async fn send(self) -> Answer {
        let service = self.client.service().await;
        let mut request = TestRequest::with_uri(&self.path).method(self.method);
        for (name, value) in self.headers {
            request = request.insert_header((name, value));
        }
        let request = request.set_payload(self.body);
        let response = service(request, self.is_length_told).await;
        let (status, headers) = (response.status(), response.headers().clone());
        Answer {
            status,
            headers,
            body: read_body(response).await,
        }
    }
}

impl Answer {
    /// It went well.
    pub fn ok(self) -> Self {
        assert!(self.status.is_success(), "{} {}", self.status, self.text());
        self
    }

    pub fn json(&self) -> Json {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn bytes(&self) -> &[u8] {
        &self.body
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().expect("a text"))
    }

    /// A problem document of this kind, with everything that every one of them has.
    pub fn problem(&self, status: u16, kind: &str) -> Json {
        assert_eq!(self.status, status, "{}", self.text());
        assert_eq!(self.header("content-type"), "application/problem+json");
        assert_eq!(self.header("cache-control"), "no-store");
        let problem = self.json();
        assert_eq!(problem["type"], format!("/problems/{kind}"), "{problem}");
        assert_eq!(problem["status"], status);
        for part in ["title", "detail"] {
            let text = problem[part].as_str().unwrap_or_default();
            assert!(!text.is_empty() && !text.starts_with("problem-"), "{part} of {problem}");
        }
        problem
    }
}
