//! The heartbeat: once a second, work that must not overlap itself.
//!
//! The cron library only wakes us. It keeps nothing, knows no zones here, and would start a job again while it still runs;
//! so the work guards itself, and stopping waits for the beat under way.

use std::sync::Arc;

use tokio::sync::Mutex;
use tokio_cron_scheduler::{Job, JobScheduler, JobSchedulerError};

/// Every second.
const PATTERN: &str = "*/1 * * * * *";

/// A beating heart. Dropping it does not stop it; [`Heartbeat::stop`] does.
pub struct Heartbeat {
    scheduler: JobScheduler,
    beating: Arc<Mutex<()>>,
}

/// The heartbeat could not be started or stopped.
#[derive(Debug, thiserror::Error)]
#[error("the heartbeat does not obey")]
pub struct HeartbeatError(#[from] JobSchedulerError);

impl Heartbeat {
    /// Calls `work` once a second, on a thread where it may block, never while it is still under way.
    ///
    /// # Errors
    /// When the timer cannot be set up.
    pub async fn start(work: impl Fn() + Send + Sync + 'static) -> Result<Self, HeartbeatError> {
        let scheduler = JobScheduler::new().await?;
        let beating = Arc::new(Mutex::new(()));
        let work = Arc::new(work);
        let guard = Arc::clone(&beating);
        let job = Job::new_async(PATTERN, move |_, _| {
            let (work, guard) = (Arc::clone(&work), Arc::clone(&guard));
            Box::pin(async move {
                let Ok(_held) = guard.try_lock() else { return };
                if let Err(error) = tokio::task::spawn_blocking(move || work()).await {
                    tracing::error!(%error, "a heartbeat broke off");
                }
            })
        })?;
        scheduler.add(job).await?;
        scheduler.start().await?;
        Ok(Self { scheduler, beating })
    }

    /// Stops, and returns when the beat under way is over.
    ///
    /// # Errors
    /// When the timer does not stop; the beat under way is over all the same.
    pub async fn stop(mut self) -> Result<(), HeartbeatError> {
        let stopped = self.scheduler.shutdown().await;
        drop(self.beating.lock().await);
        Ok(stopped?)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn stopping_waits_for_the_beat_under_way() {
        let (begun, has_begun) = std::sync::mpsc::channel();
        let (release, released) = std::sync::mpsc::channel::<()>();
        let (begun, released) = (std::sync::Mutex::new(begun), std::sync::Mutex::new(released));
        let is_over = Arc::new(AtomicBool::new(false));
        let over = Arc::clone(&is_over);
        let heartbeat = Heartbeat::start(move || {
            let _ = begun.lock().unwrap().send(());
            let _ = released.lock().unwrap().recv();
            over.store(true, Ordering::SeqCst);
        })
        .await
        .unwrap();
        tokio::task::spawn_blocking(move || has_begun.recv().unwrap())
            .await
            .unwrap();
        let stopping = tokio::spawn(heartbeat.stop());
        release.send(()).unwrap();
        stopping.await.unwrap().unwrap();
        assert!(is_over.load(Ordering::SeqCst));
    }
}
