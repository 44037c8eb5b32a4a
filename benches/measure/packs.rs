//! Reading, checking and compiling the bundled packs.

use std::hint::black_box;
use std::path::Path;

use redress::pack::build;
use redress::pack::load;

use crate::policy::{ROOT, sources};
use crate::report::{heading, note, plain};
use crate::rounds::alternate;

pub fn measure() {
    heading("Pack: read, check and compile");
    for organization in load::organizations(Path::new(ROOT)) {
        let kept = sources(&organization);
        let bytes: usize = kept.files().map(|(_, bytes)| bytes.len()).sum();
        let [read, built] = alternate(
            20,
            [
                &mut || {
                    black_box(sources(&organization));
                },
                &mut || {
                    black_box(build(&organization, &kept));
                },
            ],
        );
        note(format!(
            "{organization}: {} files, {} KiB",
            kept.files().count(),
            bytes / 1024
        ));
        plain("read from the disk", read);
        plain("parse, check and compile", built);
    }
}
