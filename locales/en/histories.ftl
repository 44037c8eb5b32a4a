## What histories say of what followed from the rules, in the policy's own language

history-condition-over = its condition no longer holds
history-closed = the case was closed
history-destroyed = what the case held was destroyed
history-happened = `{ $event }` happened
history-happened-again = `{ $event }` happened again
history-no-single-department = `{ $written }` gives no single department yet
history-no-department = `{ $written }` gives no department yet
history-no-role = `{ $written }` gives no role yet
history-nobody = `{ $written }` gives nobody yet
history-no-owner = nobody owns the case yet
history-too-many-asked = no more than { $most } cases are opened at once
history-too-many-opened = this command has opened too many cases already
history-goes-round = this sets itself off again and again at the same moment, so it is not done once more; please tell an administrator
history-kept-from-them = the case is kept from `{ $name }`, who could do nothing in it
history-no-case-type = there is no case type `{ $case }`
history-not-asked = `{ $field }` is not asked by `{ $form }`
event-opening = Opening of the case
event-end-of = End of “{ $case }”
event-retention-over = End of the time it is kept
failed-open-case = Case of the kind
failed-remind = Reminding
failed-assign = Giving it to a department
failed-own = Giving it to somebody
failed-sight = Who may see it
failed-destroy = Destroying it
event-merged-away = Merging into another case
