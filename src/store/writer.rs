//! The one writer of a SQLite file.
//!
//! A commit costs a flush to the disk however little it writes, so the writer takes all work that is waiting (up to a
//! bound) into one transaction, each with a savepoint of its own, commits once and answers all after the commit. It does
//! not wait for more to come: while one group is being committed the next one gathers by itself.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread;

use super::Error;
use super::connection::{Conn, Database};

/// How much may wait. Past it the answer is [`Error::Overloaded`] at once, not a time-out later.
const WAITING_MAX: usize = 4_096;

/// How much goes into one transaction.
const GROUP_MAX: usize = 64;

/// Does its part in the group's transaction and returns how to answer once it is known whether the group was committed.
type Job = Box<dyn FnOnce(&mut Conn) -> (Outcome, Answer) + Send>;
type Answer = Box<dyn FnOnce(Result<(), String>) + Send>;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Keep,
    Undo,
}

#[derive(Clone)]
pub(super) struct Writer {
    queue: SyncSender<Job>,
}

impl Writer {
    pub(super) fn start(database: Database, conn: Conn) -> Result<Self, Error> {
        Self::with_room_for(WAITING_MAX, database, conn)
    }

    fn with_room_for(waiting_max: usize, database: Database, conn: Conn) -> Result<Self, Error> {
        let (queue, waiting) = sync_channel(waiting_max);
        thread::Builder::new()
            .name("writer".to_owned())
            .spawn(move || run(&database, conn, &waiting))
            .map_err(|error| Error::Lost(error.to_string()))?;
        Ok(Self { queue })
    }

    pub(super) fn write<T, E>(&self, work: impl FnOnce(&mut Conn) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (reply, answer) = sync_channel::<Result<T, E>>(1);
        let job: Job = Box::new(move |conn| {
            let done = work(conn);
            let outcome = if done.is_ok() { Outcome::Keep } else { Outcome::Undo };
            let answer: Answer = Box::new(move |committed| {
                let told = match (done, committed) {
                    (Ok(value), Ok(())) => Ok(value),
                    (Ok(_), Err(why)) => Err(Error::Lost(why).into()),
                    (Err(error), _) => Err(error),
                };
                // Nobody listens any more when the asker gave up; what is committed stays committed.
                let _ = reply.send(told);
            });
            (outcome, answer)
        });
        self.queue.try_send(job).map_err(|error| match error {
            TrySendError::Full(_) => Error::Overloaded,
            TrySendError::Disconnected(_) => Error::Lost("the writer has stopped".to_owned()),
        })?;
        answer
            .recv()
            .unwrap_or_else(|_| Err(Error::Lost("the work broke off and was undone".to_owned()).into()))
    }
}

/// Ends when the last [`Writer`] is gone.
fn run(database: &Database, mut conn: Conn, waiting: &Receiver<Job>) {
    while let Ok(first) = waiting.recv() {
        let group: Vec<Job> = std::iter::once(first)
            .chain(waiting.try_iter().take(GROUP_MAX - 1))
            .collect();
        let mut answers = Vec::with_capacity(group.len());
        let committed = write_group(&mut conn, group, &mut answers).map_err(|error| error.chain());
        if let Err(why) = &committed {
            tracing::error!(error = %why, "a group of writes was undone");
            // Whatever state the connection is in, a new one begins outside of any transaction.
            match database.connect() {
                Ok(fresh) => conn = fresh,
                Err(error) => tracing::error!(error = %error.chain(), "the writer cannot open the database again"),
            }
        }
        for answer in answers {
            answer(committed.clone());
        }
    }
}

fn write_group(conn: &mut Conn, group: Vec<Job>, answers: &mut Vec<Answer>) -> Result<(), Error> {
    conn.begin_writing()?;
    for job in group {
        conn.begin_savepoint()?;
        // The savepoint undoes what a panicking job wrote; its asker is told by the reply channel falling.
        let outcome = match catch_unwind(AssertUnwindSafe(|| job(conn))) {
            Ok((outcome, answer)) => {
                answers.push(answer);
                outcome
            }
            Err(_) => {
                tracing::error!("a piece of work panicked and was undone");
                Outcome::Undo
            }
        };
        conn.finish(outcome == Outcome::Keep)?;
    }
    conn.finish(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_queue_answers_at_once_and_recovers() {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::Sqlite(folder.path().join("full.sqlite3"));
        let writer = Writer::with_room_for(1, database.clone(), database.connect().unwrap()).unwrap();
        let (started, has_started) = sync_channel(0);
        let (release, released) = sync_channel::<()>(0);
        thread::scope(|scope| {
            let busy = scope.spawn(|| {
                writer.write(move |_| {
                    started.send(()).unwrap();
                    released.recv().unwrap();
                    Ok::<_, Error>(1)
                })
            });
            has_started.recv().unwrap();
            // The writer is busy with the first; of all these one fits into the queue.
            let (told, answers) = sync_channel(8);
            for _ in 0..8 {
                let (writer, told) = (&writer, told.clone());
                scope.spawn(move || told.send(writer.write(|_| Ok::<_, Error>(2))).unwrap());
            }
            let refused = answers
                .iter()
                .take(7)
                .filter(|answer| matches!(answer, Err(Error::Overloaded)))
                .count();
            assert_eq!(refused, 7);
            release.send(()).unwrap();
            assert_eq!(busy.join().unwrap().unwrap(), 1);
            assert_eq!(answers.recv().unwrap().unwrap(), 2);
        });
        assert_eq!(writer.write(|_| Ok::<_, Error>(3)).unwrap(), 3);
    }
}
