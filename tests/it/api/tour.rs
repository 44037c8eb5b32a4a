//! `docs/api.md`: every command of the tour does what the page says, and every problem that exists is in its table.

use std::path::Path;

use actix_web::http::Method;

use super::client::Client;
use crate::support::app::TestApp;

fn read(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect("a file")
}

/// The commands in the page's `sh` blocks, one per block.
fn commands(page: &str) -> Vec<String> {
    page.split("```sh\n")
        .skip(1)
        .map(|rest| rest.split("\n```").next().unwrap_or_default().to_owned())
        .collect()
}

/// A command's words, as a shell would take them: quotes go, a backslash at a line's end joins it with the next.
fn words(command: &str) -> Vec<String> {
    let (mut words, mut word, mut quote) = (Vec::new(), None::<String>, None::<char>);
    for letter in command.replace("\\\n", " ").chars() {
        match (quote, letter) {
            (Some(open), close) if open == close => quote = None,
            (None, '\'' | '"') => (quote, word) = (Some(letter), Some(word.unwrap_or_default())),
            (None, space) if space.is_whitespace() => words.extend(word.take()),
            _ => word.get_or_insert_default().push(letter),
        }
    }
    words.extend(word);
    words
}

#[actix_web::test]
async fn every_command_of_the_tour_works() {
    let test = TestApp::with_pack("hospital");
    test.administrator("admin");
    let client = Client::of(&test, "admin");
    let (mut etag, mut ran) = (String::new(), 0);
    for command in commands(&read("docs/api.md")) {
        let words = words(&command);
        let mut rest = words.iter();
        assert_eq!(rest.next().map(String::as_str), Some("api"), "{command}");
        let path = rest
            .next()
            .and_then(|address| address.strip_prefix("$REDRESS"))
            .expect("an address");
        let mut sending = client.request(Method::GET, path);
        while let Some(option) = rest.next() {
            let value = rest.next().expect("a value");
            sending = match option.as_str() {
                "-d" => sending
                    .method(Method::POST)
                    .header("content-type", "application/json")
                    .body(value.clone()),
                "-H" => {
                    let (name, value) = value.split_once(": ").expect("a header");
                    sending.header(&name.to_lowercase(), &value.replace("$ETAG", &etag))
                }
                other => panic!("{other} in {command}"),
            };
        }
        let answer = sending.send().await;
        assert!(
            answer.status.is_success(),
            "{command}\n{} {}",
            answer.status,
            answer.text()
        );
        if !answer.header("etag").is_empty() {
            etag = answer.header("etag").to_owned();
        }
        ran += 1;
    }
    assert!(ran >= 12, "only {ran} commands");
}

#[test]
fn every_kind_of_problem_is_in_the_table_of_the_page() {
    let (page, source) = (read("docs/api.md"), read("locales/en/api.ftl"));
    let kinds = source
        .lines()
        .filter_map(|line| line.strip_prefix("problem-")?.split_once(" =").map(|(kind, _)| kind));
    for kind in kinds.filter(|kind| !kind.ends_with("-detail")) {
        assert!(page.contains(&format!("`/problems/{kind}`")), "`{kind}` is missing");
    }
}
