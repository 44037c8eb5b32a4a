//! A store that takes no more.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};
use std::thread::JoinHandle;

use redress::store::Error;

use super::app::TestApp;

impl TestApp {
    /// So much waits to be written that no more is taken, until what is returned is dropped. On SQLite, whose one writer
    /// is made to wait.
    pub fn overloaded(&self) -> Overload {
        let (release, held) = mpsc::channel::<()>();
        let refused = Arc::new(AtomicBool::new(false));
        let mut waiting = Vec::new();
        let write = |work: Box<dyn FnOnce() + Send>| {
            let (store, refused) = (self.app.store().clone(), refused.clone());
            let asker = move || {
                let done = store.write(move |_| {
                    work();
                    Ok::<(), Error>(())
                });
                if matches!(done, Err(Error::Overloaded)) {
                    refused.store(true, Ordering::Relaxed);
                }
            };
            let thread = std::thread::Builder::new().stack_size(256 * 1024).spawn(asker);
            thread.expect("a thread")
        };
        waiting.push(write(Box::new(move || {
            // Until the other end is dropped.
            let _ = held.recv();
        })));
        while !refused.load(Ordering::Relaxed) {
            assert!(waiting.len() < 10_000, "everything is taken");
            waiting.push(write(Box::new(|| ())));
        }
        Overload {
            release: Some(release),
            waiting,
        }
    }
}

/// Ends when it is dropped; what has waited is written then.
pub struct Overload {
    release: Option<mpsc::Sender<()>>,
    waiting: Vec<JoinHandle<()>>,
}

impl Drop for Overload {
    fn drop(&mut self) {
        self.release.take();
        for asker in self.waiting.drain(..) {
            let ended = asker.join();
            assert!(ended.is_ok() || std::thread::panicking(), "an asker broke off");
        }
    }
}
