//! The whole case file to be printed: everything the page of the case shows to whoever prints it, in the order in which it is read,
//! and every document that was printed for it.

use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;

use super::super::{deliver, speech, view};
use super::{Asked, CasePage, page};
use crate::app::Looked;
use crate::locale::say;
use crate::web::member::Member;
use crate::web::page::{PageResult, blocking, show};

#[derive(Template)]
#[template(path = "case_file.html")]
struct CaseFile {
    page: CasePage,
    /// The number, and whose file it is, on top of every sheet.
    head: String,
    /// By whom and when it was printed.
    printed: String,
    /// The name of each document and its first copy, as it was printed.
    documents: Vec<(String, String)>,
}

pub(in crate::web) async fn print(member: Member, path: web::Path<(String, String)>) -> PageResult {
    let (_, number) = path.into_inner();
    blocking(move || {
        let view = view(&member, &number, &Looked::Case)?;
        let speech = speech(&member, &view)?;
        let mut page = page(&member, &view, &Asked::for_file())?;
        // A file is read from the beginning.
        page.story.entries.reverse();
        let printed = view.case.documents.iter();
        let looked: Vec<Looked> = printed.map(|printed| Looked::Document(printed.number)).collect();
        member
            .app()
            .note_looks(&view.pack, &[&view.case], &member.actor, &looked)?;
        let prints = deliver::Prints::of(&member, &view, &speech)?;
        let mut documents = Vec::new();
        for printed in &view.case.documents {
            documents.push((speech.printed(printed), prints.copy(printed, 1)?));
        }
        let by = [
            ("by", member.person.name.as_str().into()),
            ("at", speech.moment(view.now).into()),
        ];
        let file = CaseFile {
            head: format!("{} · {}", page.number, member.pack.name.in_language(&member.language)),
            printed: say(&member.language, "case-file-printed", &by),
            page,
            documents,
        };
        show(StatusCode::OK, &file)
    })
    .await
}
