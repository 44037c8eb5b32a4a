//! From a folder to a pack that runs: every bundled pack, read and checked.
//!
//! `cargo bench --bench pack`. Reading the bytes is measured apart, so that what the disk takes is not blamed on the checks.

use std::path::Path;

use divan::Bencher;
use redress::pack;
use redress::pack::draft::Draft;
use redress::pack::id::OrganizationId;
use redress::pack::load::{Sources, organizations};

fn main() {
    divan::main();
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn names() -> Vec<OrganizationId> {
    organizations(root())
}

fn sources(organization: &OrganizationId) -> Sources {
    Sources::read(root(), organization).expect("the pack can be read")
}

#[divan::bench(args = names())]
fn read_bytes(organization: &OrganizationId) -> Sources {
    sources(organization)
}

#[divan::bench(args = names())]
fn read_and_link(bencher: Bencher, organization: &OrganizationId) {
    let sources = sources(organization);
    bencher.bench(|| Draft::new(organization, &sources));
}

#[divan::bench(args = names())]
fn check_and_compile(bencher: Bencher, organization: &OrganizationId) {
    let sources = sources(organization);
    bencher.bench(|| pack::check(&sources));
}
