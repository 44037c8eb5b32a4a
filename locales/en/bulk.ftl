bulk-title = What is to be done with { $count } { $count ->
    [one] case
   *[other] cases
}?
bulk-choose = Do something with the chosen cases
bulk-choose-all = Choose all on this page
bulk-choose-one = Choose
bulk-chosen = The chosen cases
bulk-what = The same for each of them
bulk-give-to = Give to somebody
bulk-preview-help = The next page shows what would happen to each case. Nothing is done before you confirm it there.
bulk-preview-button = Show what would happen
bulk-preview-title = What would happen
bulk-preview-lead = “{ $act }” can be done for { $possible } of { $count } cases. Nothing has been done yet.
bulk-confirm = Do it for { $possible } { $possible ->
    [one] case
   *[other] cases
}
bulk-done-title = What has been done
bulk-done-lead = “{ $act }” was done for { $done } of { $count } cases.
bulk-outcome = Outcome
bulk-can = would be done
bulk-ok = done
bulk-cannot = not done
bulk-row-done = Done and saved.
bulk-back = Back to the list
bulk-not-found = There is no such case, or it is not yours to see.
bulk-forbidden = You may not do this here.
bulk-moved = Somebody has changed this case meanwhile. Look at it and try again.
bulk-overloaded = Too much is waiting to be saved. Try again shortly.
bulk-no-owner = Choose to whom the cases are to be given.
bulk-no-text = Write the comment that is to stand in each case.
bulk-nothing-chosen = Choose what is to be done.
bulk-stage = { $from } → { $to }
bulk-owner = handled by { $owner }
bulk-owner-nobody = handled by nobody
bulk-department = department: { $department }
bulk-task = new task: { $task }
bulk-deadline = starts { $deadline }, due { $due }
bulk-deadline-ends = ends { $deadline }
bulk-document = prints { $document }
bulk-notices = sends { $count } { $count ->
    [one] message
   *[other] messages
}
bulk-opens = opens { $count } { $count ->
    [one] case
   *[other] cases
}
bulk-closes = closes the case
bulk-noted = is written down
bulk-nothing = nothing changes
done-none-chosen = No case was chosen. Tick the cases first.
bulk-asks-form = asks for more on the next page
bulk-apart = Only case by case:
bulk-unfit-files = it needs files ({ $field }), which are uploaded at the case itself.
bulk-unfit-more = it asks what depends on the case: { $fields }. Do it at the case itself.
bulk-other-type = This case is of another kind, whose form was not filled in.
bulk-form-lead = What you fill in here counts for { $count ->
    [one] the chosen case
   *[other] each of the { $count } chosen cases
}. Every case judges it by its own rules, and the next page says what would come of it.
bulk-form-shared = What a case has said already stays as it is where you leave these empty: { $fields }.
bulk-form-files = Files cannot be added for several cases at once: { $fields }.
bulk-change-answers = Change the answers
