//! Starting the program where it cannot start: one clear sentence, and exit code 2.

use std::net::TcpListener;
use std::process::Command;

fn refused(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_redress"))
        .arg("serve")
        .args(arguments)
        .env_remove("REDRESS_DATABASE")
        .output()
        .expect("the program starts");
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    let said = String::from_utf8(output.stderr).expect("a text");
    assert_eq!(said.lines().count(), 1, "{said}");
    said
}

#[test]
fn a_port_in_use_is_named_with_another_that_may_be_free() {
    let taken = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let address = taken.local_addr().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let said = refused(&[
        "--listen",
        &address.to_string(),
        "--data",
        folder.path().to_str().unwrap(),
    ]);
    assert!(
        said.contains(&format!("{address} is in use")) && said.contains("--listen 127.0.0.1:"),
        "{said}"
    );
}

#[test]
fn a_folder_that_cannot_be_made_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("occupied");
    std::fs::write(&file, "not a folder").unwrap();
    let said = refused(&["--listen", "127.0.0.1:0", "--data", file.to_str().unwrap()]);
    assert!(said.contains("occupied"), "{said}");
}

#[test]
fn a_database_that_does_not_answer_is_said_so() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let said = refused(&[
        "--listen",
        "127.0.0.1:0",
        "--data",
        data,
        "--database",
        "postgres://127.0.0.1:1/none",
    ]);
    assert!(said.contains("the store cannot be opened"), "{said}");
}

#[test]
fn a_place_without_policies_is_said_so() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let said = refused(&["--listen", "127.0.0.1:0", "--data", data, "--packs", data]);
    assert!(
        said.contains("no policy that can run") && said.contains("--packs"),
        "{said}"
    );
}
