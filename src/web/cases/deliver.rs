//! Handing out: printed documents copy by copy, and the files of a case.

use actix_web::http::StatusCode;
use actix_web::http::header::{self, ContentDisposition, DispositionParam, DispositionType};
use actix_web::web;
use askama::Template;
use serde::Deserialize;

use super::files::Preview;
use super::{speech, view};
use crate::app::{Looked, View};
use crate::case::command::AttachedFile;
use crate::case::event::Recorded;
use crate::case::{Document, document};
use crate::store::history;
use crate::web::error::PageError;
use crate::web::member::Member;
use crate::web::page::{Answer, Frame, Nav, PageResult, blocking, show};
use crate::web::speech::Speech;

#[derive(Deserialize)]
pub(in crate::web) struct Which {
    copy: Option<u32>,
}

#[derive(Template)]
#[template(path = "document.html")]
struct DocumentPage {
    frame: Frame,
    case: String,
    number: String,
    document: u32,
    /// Number, name, and whether it is the one shown.
    copies: Vec<(u32, String, bool)>,
    /// Rendered from the pack's template, which escapes everything from outside.
    html: String,
}

/// One copy, ready to be printed.
pub(in crate::web) async fn document(
    member: Member,
    path: web::Path<(String, String, u32)>,
    which: web::Query<Which>,
) -> PageResult {
    let (_, number, wanted) = path.into_inner();
    blocking(move || {
        let view = view(&member, &number, &Looked::Document(wanted))?;
        let speech = speech(&member, &view)?;
        let printed = view
            .case
            .documents
            .iter()
            .find(|document| document.number == wanted)
            .ok_or(PageError::NotFound)?;
        let copy = which.copy.unwrap_or(1);
        if copy == 0 || copy > printed.copies.max(1) {
            return Err(PageError::NotFound);
        }
        let html = Prints::of(&member, &view, &speech)?.copy(printed, copy)?;
        let rule = speech.case_type.documents.get(&printed.document);
        let copies = (1..=printed.copies.max(1)).map(|number| {
            let index = usize::try_from(number).unwrap_or(1) - 1;
            let name = rule
                .and_then(|rule| rule.copies.get(index))
                .map(|copy| speech.text(&copy.name).to_owned());
            (number, name.unwrap_or_else(|| number.to_string()), number == copy)
        });
        let page = DocumentPage {
            frame: Frame::of(&member, speech.printed(printed), Nav::Queue),
            case: member.address(&format!("/cases/{number}")),
            document: wanted,
            copies: copies.collect(),
            html,
            number,
        };
        show(StatusCode::OK, &page)
    })
    .await
}

/// What was printed for a case, as whoever reads may know it.
pub(super) struct Prints<'a> {
    member: &'a Member,
    view: &'a View,
    speech: &'a Speech<'a>,
    /// The whole of it, read once for all prints.
    history: Vec<Recorded>,
}

impl<'a> Prints<'a> {
    pub fn of(member: &'a Member, view: &'a View, speech: &'a Speech<'a>) -> Result<Self, PageError> {
        let history = member
            .app()
            .store()
            .read(|conn| history::of_case(conn, member.organization(), view.case.id, view.case.version))?;
        Ok(Self {
            history: view.whole(history),
            member,
            view,
            speech,
        })
    }

    /// A copy as it was when it was printed, whatever has become of the case since.
    pub fn copy(&self, printed: &Document, copy: u32) -> Result<String, PageError> {
        let (pack, reader) = (&self.view.pack, &self.member.language);
        let until_then = self.history.partition_point(|recorded| recorded.seq <= printed.version);
        let then = document::as_printed(&self.history[..until_then], printed).ok_or(PageError::NotFound)?;
        let language = document::language(pack, &then, printed, reader);
        document::render(pack, &then, printed, copy, &language)
            .map_err(|refusal| PageError::broken(refusal.text(pack, self.speech.case_type, reader)))
    }
}

/// A file of the case, to be saved and never shown: what it is, its sender chose.
pub(in crate::web) async fn file(member: Member, path: web::Path<(String, String, String)>) -> PageResult {
    let (_, number, hash) = path.into_inner();
    blocking(move || {
        let (file, bytes) = stored(&member, &number, &hash)?;
        let name = file.name;
        let disposition = ContentDisposition {
            disposition: DispositionType::Attachment,
            parameters: vec![
                DispositionParam::Filename(
                    name.chars()
                        .map(|c| if c.is_ascii_graphic() && c != '"' { c } else { '_' })
                        .collect(),
                ),
                DispositionParam::FilenameExt(header::ExtendedValue {
                    charset: header::Charset::Ext("UTF-8".to_owned()),
                    language_tag: None,
                    value: name.into_bytes(),
                }),
            ],
        };
        Ok(Answer::File {
            media_type: harmless(file.media_type),
            disposition,
            bytes,
        })
    })
    .await
}

/// A picture or a PDF, to be looked at: what its bytes say it is, and nothing that could run beside it. Everything else can only
/// be saved.
pub(in crate::web) async fn preview(member: Member, path: web::Path<(String, String, String)>) -> PageResult {
    let (_, number, hash) = path.into_inner();
    blocking(move || {
        let (file, bytes) = stored(&member, &number, &hash)?;
        match Preview::of(&file.media_type) {
            Some(_) => Ok(Answer::Preview {
                media_type: file.media_type,
                bytes,
            }),
            None => Err(PageError::NotFound),
        }
    })
    .await
}

fn stored(member: &Member, number: &str, hash: &str) -> Result<(AttachedFile, Vec<u8>), PageError> {
    let view = view(member, number, &Looked::File(hash.to_owned()))?;
    let events = member
        .app()
        .store()
        .read(|conn| history::of_case(conn, member.organization(), view.case.id, view.case.version))?;
    let events = view.tells(events);
    let files = member.app().files_of(&view, &events)?;
    let file = files
        .into_iter()
        .find(|file| file.hash == hash)
        .ok_or(PageError::NotFound)?;
    let bytes = member.app().files().read(hash)?;
    Ok((file, bytes))
}

/// What a browser would run as a page is only bytes to it.
fn harmless(media_type: String) -> String {
    let is_page = media_type.starts_with("text/") || media_type.contains("html") || media_type.contains("xml");
    if is_page {
        "application/octet-stream".to_owned()
    } else {
        media_type
    }
}
