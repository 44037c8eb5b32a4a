## Pages

skip = Skip to the content
nav-main = Main
nav-queue = Queue
nav-new = New case
nav-policy = Policy
sign-out = Sign out
cancel = Cancel
optional = optional
posts-administrator = Platform administrator

clock-banner = Test clock, standing still at
clock-move = move it
clock-title = Test clock
clock-help = Time stands still. When it is moved, whatever falls due on the way happens, each at its own moment.
clock-now = Now
clock-hour = 1 hour on
clock-day = 1 day on
clock-working-day = To the next working day
clock-month = 1 month on
clock-set = Move to a moment
clock-moment = Moment
clock-move-button = Move
clock-unreadable = write a date and a time, such as 2024-09-27 16:00
clock-backwards = the clock only moves forward

sign-in-title = Sign in
sign-in-name = Name
sign-in-password = Password
sign-in-button = Sign in
sign-in-wrong = The name or the password is not right. Try again

home-title = Choose an organization
home-empty = You have no post in any organization. Ask an administrator.

error-not-found = There is no such page
error-not-found-text = The address may be wrong, or what is here is not open to you.
error-forbidden = You cannot do this
error-forbidden-text = Your posts do not allow it. Ask an administrator if you need to.
error-stale = This form is no longer valid
error-stale-text = You may have signed out and in again meanwhile. Go back, reload the page and submit again.
error-too-often = Too many attempts
error-too-often-text = Wait a minute and try again.
error-too-large = This is too much to send
error-too-large-text = A file may have 10 MB, and 10 files may be sent at once.
error-overloaded = Too busy right now
error-overloaded-text = Try again in a moment. Nothing was saved.
error-unreadable = What was sent cannot be read
error-unreadable-text = Go back and try again.
error-broken = Something broke
error-broken-text = It is not your fault, and nothing was saved. If it happens again, tell the administrator this reference.
error-reference = Reference
error-home = Back to the start

errors-title = { $count ->
    [one] One entry needs correcting
   *[other] { $count } entries need correcting
}
computed-empty = worked out as you fill in the form
choice-none = no answer
choice-please = please choose
group-row = row { $number }
group-add = Add a row
group-remove = Remove this row
form-refresh = Update the form
form-sent-before = this form was sent before with other contents. Check it and submit again

queue-title = Queue
queue-open = { $count ->
    [one] 1 open case
   *[other] { $count } open cases
}
queue-find = Find
queue-find-hint = number or subject
queue-type = Type
queue-stage = Stage
queue-department = Department
queue-which = Show
queue-which-open = open
queue-which-closed = closed
queue-which-all = all
queue-mine = only mine
queue-any = all
queue-filter = Filter
queue-number = Number
queue-subject = Subject
queue-decisions = Decisions
queue-due = Next deadline
queue-more = Next page
queue-nothing-found = No case fits these filters
queue-show-all = Show all
queue-empty = There are no cases right now
complainant-unnamed = not named

chip-minutes-left = { $count } min left
chip-hours-left = { $count } h left
chip-working-days-left = { $count ->
    [one] 1 working day left
   *[other] { $count } working days left
}
chip-days-left = { $count ->
    [one] 1 day left
   *[other] { $count } days left
}
chip-minutes-late = { $count } min late
chip-hours-late = { $count } h late
chip-working-days-late = { $count ->
    [one] 1 working day late
   *[other] { $count } working days late
}
chip-days-late = { $count ->
    [one] 1 day late
   *[other] { $count } days late
}
chip-paused = paused
chip-met = met in time
chip-met-late = met, but late
chip-done = done in time
chip-done-late = done, but late
chip-ended = run out
chip-cancelled = cancelled
chip-none = no deadline running
chip-closed = closed

new-title = What would you like to register?
new-button = Register

case-owner = Handled by
case-nobody = Nobody handles it yet
in-place-confirm = Confirm
in-place-ends = This may end the case.
in-place-erases = This erases what the case holds, for good.
case-take-over = Take it over
case-give-back = Give it back
case-steps = Stages
case-round = round { $round }
case-opened = registered { $at }
case-closed = closed { $at }
case-next = What is next
case-next-nothing = There is nothing for you to do right now
case-next-closed = The case is closed
case-others = Others do this
case-decisions = Decisions
case-content = What is known
case-tasks = Tasks
case-story = History
case-looks = Who has looked
case-destroyed = What this case held was destroyed on { $at } by { $by }. Number, dates and stages are kept.
case-looks-latest = the latest
looked-case = the case
looked-history = the history
looked-step = a form
looked-why = why: { $decision }
looked-document = { $document }
looked-file = file { $file }
looked-log = who has looked
case-deadlines = Deadlines
case-overdue = overdue
case-deadlines-over = Deadlines that are over
case-documents = Documents
case-notices = Notices
case-files = Attachments
case-other-cases = Other cases
case-opened-by = opened by
case-has-opened = has opened
case-merged-into = goes on in
case-took-in = has taken in
case-goes-on = This case was merged into another and goes on there:
case-other-open = open
case-other-closed = closed
guidance-title = Guidance

act-not-offered = this cannot be done at the stage the case is at
act-without-form = Nothing needs to be filled in for this step.
act-conditions = Checked when you submit:
trouble-refused = This cannot be done now
trouble-conflict = The case has changed while you were writing
trouble-conflict-help = What you wrote is still here. Check it and submit again.

task-of-department = { $task } ({ $department })
task-about = { $task }: { $about }
task-open-since = open since
task-done = done { $at }
task-withdrawn = withdrawn { $at }
task-answers = What was filled in

why = why
why-title = Why: { $decision }
why-rule = rule { $number }
why-missing = still missing:
why-all = why not otherwise
why-override = decide otherwise
why-overridden = decided by { $by }, { $at }: { $reason }
why-first = From top to bottom, the first rule that holds decides.
why-every = Every rule that holds counts.
why-fired = holds, and decides
why-held = holds, but an earlier rule has decided
why-not = does not hold
why-unknown = not known yet
why-failed = could not be evaluated
why-otherwise = in all other cases
value-missing = not answered
value-undecided = not decided yet
value-none = none

name-number = number
name-owner = handled by
name-actor = you
name-actor-roles = your posts
name-actor-departments = your departments
name-times = times of “{ $of }”
name-happened = “{ $of }” has happened
name-since = hours since “{ $of }”
name-last = latest “{ $of }”
name-last-answer = { $name } at “{ $of }”
name-actor-of = who did “{ $of }” last
name-open-tasks = open “{ $of }”
name-missed = times “{ $of }” was missed
name-late = “{ $of }” is late
name-due-of = when “{ $of }” is due
name-answered = { $of } is answered
name-now = now
name-stage = the stage
name-department = the department in charge
name-round = the round
name-opened-at = the time of registration
addressee-complainant = the complainant
addressee-role-in = { $role }, { $department }

deadline-due = by { $at }
deadline-soft = target
deadline-ledger = how it is counted
extension-line = Extended { $at }: { $from } → { $to }. { $reason } ({ $told })
extension-line-of-step = Extended { $at } ({ $step }): { $from } → { $to }. { $reason } ({ $told })
extension-told = complainant told { $at }
extension-not-told = complainant not told

extend-title = Extend: { $deadline }
extend-present = Due now:
extend-until = New end (close of business of that day)
extend-up-to = at most, from the start:
extend-steps = The policy extends it in these steps:
extend-reason = Reason
extend-told-at = When the complainant was told
extend-told-help = They must be told before the old end, or the extension is void
extend-told-how = How they were told
extend-button = Extend
extend-not = cannot be extended:
merge-lead = The case you name ends; what it was about goes on in this one, { $number }.
merge-other = Number of the case that ends
merge-not-if = Not possible if:
merge-button = Merge
merge-unnamed = give the number of the case that ends
merge-back = Back to the case
extend-unreadable = fill in the new end and a proper time of telling

decide-title = Decide otherwise: { $decision }
decide-present = It is now:
decide-new = Decide
decide-reason = Reason
decide-button = Decide
decide-reinstate = Let the rules decide again
decide-value = choose what it shall be

record-title = Record what happened
record-help = What happened outside, or took place although it is against the rules, is recorded as it was.
record-event = What happened
record-event-help = Deadlines that wait for it stop or start
record-event-none = nothing a deadline waits for
record-at = When
record-text = What exactly
record-breach = This is against the policy
record-breach-help = The history will show it as a breach
record-button = Record
record-incomplete = fill in when it happened and what exactly

comment-label = Write a comment
comment-button = Add comment
attach-label = Choose files
attach-button = Upload

document-copies = Copies
document-print = Print

done-opened = Registered. The number stands below
done-acted = Done
done-task = The task is done
done-extended = The deadline is extended
done-merged = The case is merged
done-decided = The decision is changed
done-recorded = Recorded
done-commented = Comment added
done-attached = Files uploaded
done-taken = Handling changed
done-moved = The case has just changed. Check it and try again

receipt-opened = Registered
receipt-acted = Done
receipt-number = The number of the case is { $number }
receipt-kept = It is kept to those who handle it, so you will not find it among your cases.
receipt-handled-by = From here it is handled by:
receipt-keep-number = Keep the number: whoever asks about the case names it.
receipt-back = Back to the cases
full-stop = .

story-by-engine = Redress
story-opened = registered the case
story-task-done = did the task “{ $task }”
story-task-opened = new task “{ $task }”
story-task-withdrawn = task “{ $task }” withdrawn
story-task-missed = task “{ $task }” was not done in time
story-task-warned = task “{ $task }” is due soon
story-commented = comment
story-attached = attached { $file }
story-took-in = took in case { $number }
story-merged-into = merged into case { $number }
story-case-opened = { $kind } { $number } opened
story-other-closed = case { $number } closed
story-other-reopened = case { $number } reopened
story-backdated = “{ $deadline }” runs from { $at } already
story-taken = took the case over
story-given-back = gave the case back
story-recorded = recorded what happened { $at }
story-recorded-event = recorded: { $event } ({ $at })
story-breach = { $what }, against the policy
story-extended = extended “{ $deadline }” to { $until }
story-extended-in-step = extended “{ $deadline }” to { $until } ({ $step })
story-missed = “{ $deadline }” was missed
story-ended = “{ $deadline }” has run out
story-overridden = decided “{ $decision }”: { $value }
story-entered = stage “{ $stage }”
story-decided = { $decision }: { $value }
story-started = “{ $deadline }” starts, due { $at }
story-warned = “{ $deadline }” is due soon
story-met = “{ $deadline }” met
story-cancelled = “{ $deadline }” cancelled
story-paused = “{ $deadline }” paused
story-resumed = “{ $deadline }” goes on, due { $at }
story-rederived = “{ $deadline }” reckoned anew, due { $at }
story-assigned = now with { $department }
story-owned = now in the hands of { $owner }
story-noticed = notice to { $to }: { $notice }
story-printed = printed “{ $document }”
story-reminded = reminded { $to }: { $about }
story-round = round { $round } begins
story-failed = could not be done: { $what } ({ $why })
exclusion-of-nobody = `{ $name }` is nobody here, so the case is kept from nobody by this name; say who it is by the name they sign in with
story-destroyed = destroyed what the case held
story-kept-from = kept from { $people }
story-confidential = confidential: only for { $roles }
story-kept-from-and = kept from { $people }, and confidential: only for { $roles }
story-open-to-all = kept from nobody any more
story-exclusion-overridden = acted as an administrator although the case is kept from them

policy-effective = In force since
policy-version = version
policy-calendar = calendar
policy-purpose = Purpose and basis
policy-contents = On this page
policy-clauses = Clauses
policy-clauses-help = Each in our own words, with what meets it.
policy-clause = Clause
policy-says = What it says
policy-met-by = How it is met
policy-gaps = What the policy leaves open
policy-gaps-help = Work needs an answer; this is how we read it. Please check.
policy-settings = Settings
policy-settings-help = The policy does not give what is marked as our default. Check it and put your own in its place.
policy-setting = Setting
policy-value = Value
policy-origin = Origin
origin-default = our default
origin-policy = from the policy
setting-unset = not set
clause-reference = explains only
channels-title = How to complain
channels-text = We take up every complaint alike, whichever of these ways it comes.
channel-always = around the clock
policy-handling = How cases are kept and moved
policy-handling-help = What holds for every case, whatever it is about.
handling-priority = Priority
handling-priority-says = { $level }: { $when }
handling-excluded = Kept from
handling-excluded-says = { $who }: neither sees nor acts on the case
handling-confidential = Confidential
handling-confidential-says = Seen only by: { $roles }; besides by whoever owns the case or has an open task in it
handling-while = While: { $when }
handling-view-log = Looks
handling-view-log-says = Every look at a case is written down
handling-view-log-read = Who has looked is read by: { $roles }
handling-retention = Retention
handling-retention-says = Kept for { $period }
handling-retention-asks = At the end these are asked: { $roles }
handling-destroys = “{ $action }” destroys what the case held; it is taken by: { $who }
handling-extension = Extension
handling-extension-says = “{ $deadline }” is extended by: { $who }; as often as { $times } times
handling-extension-up-to = At most to { $period } from the start
handling-extension-further = Only after another step has been granted
handling-extension-notice = The complainant must have been told before the old end
handling-merging = Merging
handling-merging-says = “{ $name }” is taken by: { $who }; at: { $stages }. The case that ends goes to “{ $to }”
handling-merging-unless = Not possible if: { $why }
handling-period-while = { $period } (while { $when })
handling-role-within = { $role } of the department concerned
handling-people = those named in the case ({ $who })
handling-nobody = nobody but Redress itself
policy-units = Departments
policy-units-help = Which department lies within which, and what each is in charge of.
policy-unit = Department
policy-unit-within = Within
policy-unit-areas = In charge of
policy-channels = Channels
policy-channels-help = The ways a complaint can come in, who attends them, and where they are made known.
policy-channel = Channel
policy-channel-owner = Attended by
policy-channel-watched = Looked at
policy-channel-published = Made known

met-by = { $kind } “{ $name }”
met-policy = the policy page
met-setting = setting
met-role = role
met-department = department
met-channel = channel
met-register = register
met-report = report
met-schedule = schedule
met-decision = decision
met-deadline = deadline
met-stage = stage
met-action = step
met-task = task
met-notice = notice
met-document = document
met-counter = counter
met-guidance = guidance
met-priority = priority
met-form = form
met-field = field
met-case = case type
