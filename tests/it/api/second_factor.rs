//! A second factor that is required is required of programs' owners as well.

use redress::access::second_factor::new_secret;
use redress::case::{PersonId, Standing};
use redress::store::second_factors;
use redress::store::standings::Place;

use super::client::Client;
use crate::support::app::TestApp;

#[actix_web::test]
async fn where_it_is_required_tokens_of_those_who_have_none_open_nothing() {
    let test = TestApp::new().requiring_second_factor();
    test.person("anna", &["agent"]);
    let olga = test.person("olga", &["agent"]);
    test.app
        .give_standing(&olga, Place::Platform, Standing::Operator)
        .expect("given");
    let program = Client::of(&test, "olga");
    for path in ["/organizations", "/clock", "/harbour/cases"] {
        program.get(path).await.problem(403, "second-factor-missing");
    }
    Client::of(&test, "anna")
        .beside(&program)
        .get("/harbour/cases")
        .await
        .ok();
    let (id, now) = (PersonId("olga".into()), test.app.clock().wall());
    let set_up = test.app.store().write(move |conn| {
        second_factors::begin(conn, &id, &new_secret())?;
        second_factors::confirm(conn, &id, 1, now)
    });
    assert!(set_up.unwrap_or_else(|error: redress::store::Error| panic!("{}", error.chain())));
    program.get("/harbour/cases").await.ok();
}
