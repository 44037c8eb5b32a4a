//! Files that one node takes into use while another destroys the case they came with.

use std::sync::mpsc;

use redress::case::PersonId;
use redress::case::command::AttachedFile;
use redress::form::FileTerms;
use redress::store::files;

use crate::support::app::TestApp;
use crate::support::database::On;

fn stored(test: &TestApp, by: &PersonId) -> AttachedFile {
    let bytes = b"a photograph".to_vec();
    let stored = test
        .app
        .store_file(&test.organization, by, &FileTerms::default(), "a", bytes);
    stored.expect("stored")
}

#[test]
fn a_file_is_not_taken_away_while_a_case_takes_it_into_use() {
    let Some(test) = TestApp::on(On::Postgres) else { return };
    let anna = test.person("anna", &["agent"]);
    let file = stored(&test, &anna);
    let (app, organization, hash) = (test.app.clone(), test.organization.clone(), file.hash.clone());
    let (tell, told) = mpsc::channel();
    let (go, gone) = mpsc::channel::<()>();
    let mut another = test.another_session();
    let delete = format!("begin; select 1 from files where hash = '{hash}' for update nowait; rollback");
    std::thread::scope(|scope| {
        scope.spawn(move || {
            let taken = app.store().write(move |conn| {
                let held = files::held(conn, &organization, &hash)?;
                tell.send(held.is_some()).expect("somebody waits");
                let _ = gone.recv();
                Ok::<_, redress::store::Error>(())
            });
            taken.expect("it is taken into use");
        });
        assert!(told.recv().expect("it is looked up"));
        let is_held = another.is_refused(&delete);
        go.send(()).expect("it goes on");
        assert!(is_held, "whoever destroys the other case must wait");
    });
}

#[test]
fn bytes_that_another_node_erases_in_between_are_stored_anew() {
    let Some(test) = TestApp::on(On::Postgres) else { return };
    let anna = test.person("anna", &["agent"]);
    let file = stored(&test, &anna);
    let hash = &file.hash;
    let on_disk = test
        .data()
        .join(format!("files/sha256/{}/{}/{hash}", &hash[..2], &hash[2..4]));
    test.meddle("delete from uploads; delete from files");
    let mut another = test.another_session();
    // The other node is at it: it has found that nobody keeps the file.
    another.run(&format!(
        "begin; select pg_advisory_xact_lock(8, hashtext('{}'))",
        file.hash
    ));
    let node = test.another_node();
    let organization = test.organization.clone();
    std::thread::scope(|scope| {
        let storing = scope.spawn(move || {
            node.store_file(
                &organization,
                &anna,
                &FileTerms::default(),
                "again",
                b"a photograph".to_vec(),
            )
        });
        another.wait_until_somebody_waits();
        std::fs::remove_file(&on_disk).expect("erased");
        another.run("commit");
        storing.join().expect("no panic").expect("stored");
    });
    assert_eq!(test.app.files().read(&file.hash).expect("it is there"), b"a photograph");
}
