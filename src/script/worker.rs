//! The threads scripts run on.
//!
//! A script needs a stack of its own, whoever asks; and whoever asks must get an answer in time, even if one of Rhai's
//! functions turned out not to end. A worker that does not answer is left behind and never used again; when too many
//! were, scripts are refused rather than threads collected.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError, mpsc};
use std::thread;
use std::time::Duration;

use super::engine::ScriptEngine;

/// How long a caller waits. A script stops itself long before that.
pub(super) const CALL_TIME_MAX: Duration = Duration::from_millis(500);
/// Compiling is not interruptible; its input is bounded instead.
pub(super) const COMPILE_TIME_MAX: Duration = Duration::from_secs(5);
const STACK_BYTES: usize = 8 << 20;
const WORKERS_MAX: usize = 16;

type Job = Box<dyn FnOnce(&ScriptEngine) + Send>;

/// Workers waiting for something to do.
static IDLE: Mutex<Vec<mpsc::Sender<Job>>> = Mutex::new(Vec::new());
static FREED: Condvar = Condvar::new();
/// Workers alive, those left behind included.
static ALIVE: AtomicUsize = AtomicUsize::new(0);

/// Runs `job` on a worker. A panic in it, and not being done in time, are errors.
pub(super) fn run<T: Send + 'static>(
    patience: Duration,
    job: impl FnOnce(&ScriptEngine) -> T + Send + 'static,
) -> Result<T, String> {
    let worker = borrow(patience)?;
    let (answer, answered) = mpsc::sync_channel(1);
    let job: Job = Box::new(move |engine| {
        // Whoever asked may have gone; then nobody needs the answer.
        let _ = answer.send(catch_unwind(AssertUnwindSafe(|| job(engine))));
    });
    worker.send(job).map_err(|_| "its worker is gone".to_owned())?;
    match answered.recv_timeout(patience) {
        Ok(Ok(result)) => {
            give_back(worker);
            Ok(result)
        }
        // The engine may be in any state after a panic: dropping the worker's sender ends the worker.
        Ok(Err(_)) => Err("it made the script engine fail".into()),
        Err(_) => Err(format!("it was not done after {} ms", patience.as_millis())),
    }
}

fn idle() -> MutexGuard<'static, Vec<mpsc::Sender<Job>>> {
    IDLE.lock().unwrap_or_else(PoisonError::into_inner)
}

fn borrow(patience: Duration) -> Result<mpsc::Sender<Job>, String> {
    let mut workers = idle();
    loop {
        if let Some(worker) = workers.pop() {
            return Ok(worker);
        }
        if ALIVE.load(Ordering::Acquire) < WORKERS_MAX {
            ALIVE.fetch_add(1, Ordering::AcqRel);
            drop(workers);
            return start();
        }
        let (waited, timeout) = FREED
            .wait_timeout(workers, patience)
            .unwrap_or_else(PoisonError::into_inner);
        if timeout.timed_out() {
            return Err("no script worker is free".into());
        }
        workers = waited;
    }
}

fn give_back(worker: mpsc::Sender<Job>) {
    idle().push(worker);
    FREED.notify_one();
}

fn start() -> Result<mpsc::Sender<Job>, String> {
    let (sender, jobs) = mpsc::channel::<Job>();
    let work = move || {
        let _alive = Alive;
        let engine = ScriptEngine::new();
        for job in jobs {
            job(&engine);
        }
    };
    let builder = thread::Builder::new().name("script".into()).stack_size(STACK_BYTES);
    match builder.spawn(work) {
        Ok(_) => Ok(sender),
        Err(error) => {
            ALIVE.fetch_sub(1, Ordering::AcqRel);
            Err(format!("no script worker can be started: {error}"))
        }
    }
}

struct Alive;

impl Drop for Alive {
    fn drop(&mut self) {
        ALIVE.fetch_sub(1, Ordering::AcqRel);
        FREED.notify_one();
    }
}
