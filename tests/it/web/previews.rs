//! What a file is looked at with cannot run anything of it: neither a PDF nor a picture, whatever else is hidden in its bytes.

use super::files::{address, opened, send, site};
use crate::support::app::TestApp;

/// A PDF that would like to run something as soon as it is opened.
pub const EAGER_PDF: &str = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\n\
     2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\n\
     trailer<</Root 1 0 R>>\n%%EOF";

#[test]
fn a_pdf_and_a_picture_are_looked_at_in_a_sandbox_as_what_their_bytes_say() {
    let site = site(TestApp::new());
    let (mut anna, page) = opened(&site);
    let both = "GIF89a/*<script>alert(1)</script>*/=1;";
    let files = [
        ("letter.pdf", EAGER_PDF),
        ("invoice.html", EAGER_PDF),
        ("quay.gif", both),
        // What it is called, and what its sender says it is, counts for nothing.
        ("quay.js", both),
    ];
    let sent = send(&mut anna, &format!("{page}/attachments"), "file", &files, &[]);
    assert_eq!(sent.status, 303, "{}", sent.body);
    let shown = anna.get(&page);
    for (name, media_type) in [("letter.pdf", "application/pdf"), ("quay.gif", "image/gif")] {
        let address = address(&shown, name);
        let preview = anna.get(&format!("{address}/preview"));
        assert_eq!(preview.status, 200, "{name}");
        assert_eq!(preview.header("content-type"), media_type, "{name}");
        assert_eq!(preview.header("x-content-type-options"), "nosniff", "{name}");
        assert_eq!(preview.header("content-disposition"), "inline", "{name}");
        assert_eq!(preview.header("cache-control"), "no-store", "{name}");
        let policy: Vec<&str> = preview.header("content-security-policy").split("; ").collect();
        assert!(policy.contains(&"sandbox"), "{name}: {policy:?}");
        assert!(policy.contains(&"default-src 'none'"), "{name}: {policy:?}");
        assert!(
            !policy
                .iter()
                .any(|part| part.contains("allow-") || part.starts_with("script-src")),
            "{name}: {policy:?}"
        );
        // To be kept it is only saved, never shown.
        let saved = anna.get(&address);
        assert!(saved.header("content-disposition").starts_with("attachment"), "{name}");
        assert_eq!(saved.header("x-content-type-options"), "nosniff", "{name}");
    }
    // No page of ours puts a document into itself.
    for tag in ["<iframe", "<object", "<embed"] {
        shown.hides(tag);
    }
}
