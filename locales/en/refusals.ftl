## Why something cannot be done now

refusal-unknown = this policy has no “{ $what }”
refusal-not-at-this-stage = the case is at “{ $stage }”; this step belongs to: { $stages }
refusal-not-at-any-stage = the case is at “{ $stage }”, where this step cannot be taken
refusal-not-yours = only these may take this step: { $roles }
entitled-owner = the person who owns the case
entitled-complainant = the complainant, from outside
entitled-nobody-yet = those named in the case, who are not known yet
entitled-role-in = { $role } of { $department }
entitled-role-in-unknown = { $role } of a department that is not known yet
refusal-only-the-engine = this step happens by itself when it is due; nobody takes it
refusal-answers = { $count ->
    [one] correct the form: { $first }
   *[other] correct { $count } places of the form, first: { $first }
}
refusal-not-you = only { $person } does this
refusal-not-running = this deadline is not running, so it cannot be extended
refusal-no-more-extensions = { $times ->
    [one] this deadline may be extended only once, and was
   *[other] this deadline may be extended only { $times } times, and was
}
refusal-no-extensions = the policy allows no extension of this deadline
refusal-only-further = this extension only follows another one, and none has been granted yet
refusal-step-of = { $who } ({ $step })
refusal-not-your-step = the next step of the extension is granted by { $who }
refusal-beyond-your-step = you may extend until { $latest } at the latest; further only { $who }
refusal-too-late = the latest possible end is { $latest }
refusal-not-later = the new end must be later than the old one
refusal-not-ahead = the new end must lie ahead
refusal-not-extendable = in a case like this the time cannot be extended
refusal-guard-unknown = it cannot be said yet, because { $missing } is not answered ({ $text })
refusal-told-in-future = the time at which the complainant was told lies ahead; write when they were told, or extend once they have been
refusal-not-told = the complainant must be told the reason before the old end; say when they were told
refusal-already-over = the old end has passed, so it cannot be extended any more
refusal-not-overridable = nobody may decide this otherwise than the rules
refusal-not-an-outcome = choose one of these outcomes: { $outcomes }
refusal-reason-missing = give a reason
refusal-failed = a rule could not be evaluated: { $message }; please tell an administrator
refusal-too-many-reactions = the steps that follow set each other off without end, so all were taken back; please tell an administrator
refusal-no-due-time = no due time can be found in the calendar: { $message }
refusal-closed = the case is closed and cannot be changed any more
refusal-goes-on-elsewhere = this case goes on in { $number }: add it there
refusal-destroyed = what the case held has been destroyed
refusal-still-open = what is still open is not destroyed
refusal-still-kept = its retention has not begun
refusal-still-kept-until = it is kept until { $until }
refusal-kept-from-you = the case is kept from you
refusal-no-such-case = there is no case { $number } to merge, or you may not see it
refusal-same-case = a case is not merged into itself: give the number of the other one
refusal-other-type = case { $number } is of another kind; only cases of the same kind are merged
refusal-other-closed = case { $number } is closed and cannot be merged any more
refusal-other-destroyed = what case { $number } held is destroyed and cannot be merged
refusal-other-has-open = case { $number } has opened others that are still open; they would be waited for no more, so close them first
refusal-other-is-part = case { $number } was opened by another case, which waits for it; merge the other way round, or close it
refusal-other-kept = case { $number } is kept from people who would read it here; first let this case be kept from them as well
