//! The clock: where it stands, and for an operator with a test clock, moving it.

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, get, post, web};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::asker::{Asker, Extracting, across};
use super::body;
use super::problem::{AnyProblem, BodyProblem, Failure, WriteProblem};
use crate::access::{self, Ability};
use crate::app::App;
use crate::locale::say;
use crate::schedule::MoveError;

/// The moment at which things happen in cases.
#[derive(Serialize, ToSchema)]
#[schema(as = Clock)]
struct ClockShown {
    now: DateTime<Utc>,
    /// It stands still until it is moved.
    test: bool,
}

impl ClockShown {
    fn of(app: &App) -> Self {
        Self {
            now: app.clock().now(),
            test: app.clock().is_test(),
        }
    }
}

/// What a move did.
#[derive(Serialize, ToSchema)]
#[schema(as = MovedClock)]
struct MovedShown {
    now: DateTime<Utc>,
    test: bool,
    /// How many times something fell due in a case on the way.
    fell_due: usize,
    /// How many occurrences of schedules ran on the way.
    schedules: usize,
    /// What could not be done and is tried again later.
    failures: usize,
}

/// Where to move the clock.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, expecting = "an object with `to`")]
struct MoveTo {
    /// An instant with its offset. Forward, everything that falls due on the way happens at its own moment.
    #[schema(value_type = String, format = DateTime, example = "2024-10-08T09:00:00+08:00")]
    to: String,
}

/// Where the clock stands.
#[utoipa::path(operation_id = "read_clock", tag = "clock", responses((status = 200, description = "the clock", body = ClockShown), AnyProblem))]
#[get("/clock")]
pub async fn show(asker: Asker) -> web::Json<impl Serialize> {
    web::Json(ClockShown::of(&asker.app))
}

/// What is asked of the clock.
pub struct Moving {
    asker: Asker,
    said: MoveTo,
}

impl FromRequest for Moving {
    type Error = Failure;
    type Future = Extracting<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let asker = Asker::of(&request).await?;
            let (app, person) = (asker.app.clone(), asker.person.clone());
            let standings = across(move || Ok(app.standings_on_platform(&person)?)).await?;
            if !access::may(standings, Ability::MoveClock) {
                return Err(Failure::Forbidden);
            }
            let (said, _) = body::read(&request, payload).await?;
            Ok(Self { asker, said })
        })
    }
}

/// Moves a test clock, and returns when everything that falls due on the way has happened.
///
/// Refused (409) where the program was not started with `--test-clock`. Only the platform's operator may do it.
#[utoipa::path(
    operation_id = "move_clock",
    tag = "clock",
    request_body = MoveTo,
    responses((status = 200, description = "moved, and what happened on the way", body = MovedShown), AnyProblem, BodyProblem, WriteProblem)
)]
#[post("/clock")]
pub async fn move_to(moving: Moving) -> Result<web::Json<impl Serialize>, Failure> {
    let Moving { asker, said } = moving;
    if !asker.app.clock().is_test() {
        return Err(Failure::NoTestClock);
    }
    let to =
        instant(&said.to).ok_or_else(|| Failure::of_field("to", say(&asker.language, "api-not-an-instant", &[])))?;
    let app = asker.app.clone();
    let ran = across(move || match app.move_clock(to) {
        Ok(ran) => Ok(ran),
        Err(MoveError::NotATestClock) => Err(Failure::NoTestClock),
        Err(MoveError::Store(error)) => Err(error.into()),
        Err(error @ MoveError::NoEnd { .. }) => Err(Failure::broken(&error)),
    })
    .await?;
    let ClockShown { now, test } = ClockShown::of(&asker.app);
    Ok(web::Json(MovedShown {
        now,
        test,
        fell_due: ran.cases,
        schedules: ran.schedules,
        failures: ran.failures,
    }))
}

/// An instant with its offset.
pub fn instant(text: &str) -> Option<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(text).ok().map(|at| at.with_timezone(&Utc))
}
