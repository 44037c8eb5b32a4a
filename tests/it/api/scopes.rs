//! What a token is for, whatever its holder may do.

use redress::access::scope::{Scope, Scopes};
use redress::case::PersonId;
use redress::store::sessions::Grant;
use serde_json::json;

use super::client::Client;
use crate::support::app::TestApp;

fn client(test: &TestApp, scopes: &[Scope], organization: Option<&str>) -> Client {
    let grant = Grant {
        scopes: Scopes::of(scopes.iter().copied()),
        organization: organization.map(Into::into),
    };
    let token = test.app.grant_token(&PersonId("chen".into()), "test", None, grant);
    Client::with_token(test, Some(&token.expect("a token")))
}

fn harbour() -> TestApp {
    let test = TestApp::new();
    test.person("chen", &["agent", "manager"]);
    test
}

#[actix_web::test]
async fn each_scope_allows_its_own_and_every_token_reads_the_policy() {
    let test = harbour();
    let reads = client(&test, &[Scope::Read], None);
    let decides = client(&test, &[Scope::Decide], None).beside(&reads);
    let writes = client(&test, &[Scope::Write], None).beside(&reads);
    for any in [&reads, &decides, &writes] {
        any.get("/organizations").await.ok();
        any.get("/harbour/case-types").await.ok();
        any.get("/harbour/clauses").await.ok();
    }
    reads.get("/harbour/cases").await.ok();
    reads.get("/harbour/users").await.ok();
    for closed in [&decides, &writes] {
        for path in ["/harbour/cases", "/harbour/users", "/harbour/cases/24090001/history"] {
            closed.get(path).await.problem(403, "insufficient-scope");
        }
    }
    let question = json!({"answers": {"what": "noise"}});
    let asked = reads.post("/harbour/decide", question.clone()).send().await;
    asked.problem(403, "insufficient-scope");
    assert!(asked.header("www-authenticate").contains(r#"scope="decide""#));
    let answered = decides.post("/harbour/decide", question).send().await;
    assert_ne!(answered.status.as_u16(), 403);
    // To be shown something is to read, though it is asked for by a post: there is no such case, and no scope that is missing.
    let reveal = || ("/harbour/cases/24090001/reveal", json!({"reason": "to call back"}));
    let (path, why) = reveal();
    reads.post(path, why).send().await.problem(404, "not-found");
    let (path, why) = reveal();
    writes.post(path, why).send().await.problem(403, "insufficient-scope");
    let complaint = json!({"answers": {"what": "noise"}});
    for closed in [&reads, &decides] {
        let opened = closed
            .post("/harbour/cases", complaint.clone())
            .header("idempotency-key", "k1");
        opened.send().await.problem(403, "insufficient-scope");
    }
    let opened = writes
        .post("/harbour/cases", complaint)
        .header("idempotency-key", "k1")
        .send()
        .await;
    assert_eq!(opened.status.as_u16(), 201);
}

#[actix_web::test]
async fn a_token_for_one_organization_finds_no_other() {
    let test = TestApp::keeping_beside_harbour();
    let chen = test.person("chen", &["agent"]);
    let post = redress::store::people::Post {
        role: "agent".into(),
        department: None,
    };
    test.app.appoint(&"harbour".into(), &chen, post).expect("appointed");
    let one = client(&test, &Scope::ALL, Some("harbour"));
    one.get("/harbour/cases").await.ok();
    one.get("/lodge/cases").await.problem(404, "not-found");
    one.get("/lodge/case-types").await.problem(404, "not-found");
    let organizations = one.get("/organizations").await.ok().json();
    assert_eq!(organizations["organizations"].as_array().map(Vec::len), Some(1));
    client(&test, &Scope::ALL, None).get("/lodge/cases").await.ok();
}
