## Working on cases

read-out = Registered. Tell them the number:
case-more = More steps
case-not-now = Not possible now
case-deadlines-idle = Deadlines that do not run
deadline-passed = time gone by
deadline-began = Runs from { $at }
deadline-began-with = Runs from { $at }: { $event }
idle-unknown = it is not known yet whether it applies:
idle-failed = whether it applies could not be worked out:
idle-not = it does not apply:
idle-over = it was not to be counted when what begins it happened
idle-awaits = begins with: { $event }
idle-or = {" "}or{" "}
story-kinds = What the history shows
story-kind-all = Everything
story-kind-steps = Steps
story-kind-notes = Notes
story-kind-messages = Messages
story-kind-decisions = Rules
story-kind-deadlines = Deadlines
story-kind-documents = Documents
story-kind-files = Attachments
story-open = open
story-said = what it says
story-older = Earlier

nav-tasks = My work
tasks-title = My work
tasks-which = Which tasks
tasks-all = All I may do
tasks-mine = Mine by name
tasks-department = Of my department
tasks-late = Late
waiting-title = Cases of which the next step is yours
waiting-none = None of the most urgent cases waits for a step of yours.
waiting-step = Step
tasks-empty = No task waits for you here.
tasks-task = Task
tasks-case = Case
tasks-whose = For
tasks-since = Open since
tasks-due = Due
tasks-due-of-case = by the case: { $at }
tasks-you = you

drafts-title = Drafts
drafts-none = What you type into a form is kept here until you submit it. Only you see it.
drafts-saved = saved { $at }
drafts-drop = Throw away
draft-save = Save as draft
draft-saved = Draft saved { $at }
draft-unsaved = The draft could not be saved. You may be signed out, or the server cannot be reached.
draft-resumed = This is your draft, saved
draft-lost = The policy has changed since. It does not ask for these any more:
draft-gone = The policy has changed since and no longer has this form. This is what you typed; copy what you need, then throw it away:
done-draft = The draft is saved. Go on here, or come back to it under “My work”
done-draft-full = You have too many drafts. Submit some or throw them away, then save again
done-draft-empty = Nothing is filled in yet, so there is nothing to save
done-draft-dropped = The draft is gone

alike-title = The same complainant
alike-none = No other case found for them.
alike-likely = Likely the same matter:
alike-merge = Merge into this case
alike-look-up = Look up the caller
alike-phone = same telephone
alike-email = same e-mail
alike-address = same address
alike-name = same name
alike-decision = same { $decision }
alike-opened = { $days ->
    [0] opened today
    [one] opened 1 day ago
   *[other] opened { $days } days ago
}

presence-looking = { $name } is looking at this case too
presence-note = { $name } is writing a note
presence-form = { $name } has the form “{ $form }” open
presence-writing = { $name } is filling in the form “{ $form }”
presence-moved = The case has changed since you opened this page.
presence-reload = Show it as it is now

clash-title = Answered otherwise meanwhile
clash-question = Question
clash-now = Now on the case
clash-yours = What you wrote

check-title = Check your answers
check-follows = What would follow from them
check-button = Check first
check-due = due
check-change = Change
