## Lengths of time, and how a due time came about

period-at-once = at once
period-same-working-day = the same working day
period-half-working-day = half a working day
period-working-days = { $count ->
    [one] 1 working day
   *[other] { $count } working days
}
period-working-hours = { $count ->
    [one] 1 working hour
   *[other] { $count } working hours
}
period-working-minutes = { $count ->
    [one] 1 minute of working time
   *[other] { $count } minutes of working time
}
period-hours = { $count ->
    [one] 1 hour
   *[other] { $count } hours
}
period-minutes = { $count ->
    [one] 1 minute
   *[other] { $count } minutes
}
period-days = { $count ->
    [one] 1 day
   *[other] { $count } days
}
period-weeks = { $count ->
    [one] 1 week
   *[other] { $count } weeks
}
period-months = { $count ->
    [one] 1 month
   *[other] { $count } months
}
period-years = { $count ->
    [one] 1 year
   *[other] { $count } years
}
period-exactly = { $length } exactly
period-next-day = { $at } on the next day
period-on-working-day = { $at } on working day { $number }

weekday-monday = Mon
weekday-tuesday = Tue
weekday-wednesday = Wed
weekday-thursday = Thu
weekday-friday = Fri
weekday-saturday = Sat
weekday-sunday = Sun

day-ordinary = working day
day-rest = day off
day-holiday = holiday
day-make-up = make-up working day
day-half = half working day
day-absent = there is no such day here

length-minutes = { $minutes } min
length-hours = { $hours } h
length-hours-minutes = { $hours } h { $minutes } min

ledger-day = { $date } { $weekday }
ledger-started = starts at { $at }
ledger-started-excluded = starts at { $at }; this day is not counted
ledger-at-once = “at once” means { $means } here
ledger-clock = { $length } by the clock, nights and holidays included
ledger-counted = working day { $number }
ledger-worked = { $spans }: { $length } so far
ledger-paused = the clock stands still from { $from } to { $until }
ledger-ends = last day of the period
ledger-ends-clamped = last day of the period (the month has no such date; its last day counts)
ledger-ends-stays = { $ends }; it stays, whatever day it is
ledger-due = due at { $at }
ledger-with-ground = { $what } ({ $ground })
ledger-ground-separator = { ", " }
ledger-provisional = the holiday notice for a year that matters has not appeared yet; the due time may move
