# Who may do what.

standing-stranger = Without a post
standing-member = Anybody with a post
standing-operator = Platform operator
standing-administrator = Organization administrator
standing-auditor = Auditor
standing-integrator = Integrator

ability-enter = Enter: the queue, the policy
ability-see-people = Read who works here
ability-see-every-case = See every case, confidential ones too
ability-read-figures = Read registers and reports
ability-read-view-log = Read who has looked
ability-reveal = Uncover masked personal data, with a reason
ability-change-cases = Change cases, as posts allow
ability-act-in-any-role = Take any step without its role
ability-manage-lists = Manage lists kept for roles
ability-manage-own-tokens = Manage their own tokens
ability-manage-people = Manage people and posts
ability-activate-packs = Activate packs (on the machine only)
ability-move-clock = Move the test clock
ability-verify = Check the histories (on the machine only)
ability-back-up = Back up (on the machine only)

matrix-platform = The platform
matrix-sight = What is seen
matrix-see-cases = Cases
matrix-see-personal = Personal data in clear
matrix-see-confidential = while confidential
matrix-with-a-part = whoever has a part in the case
matrix-with-a-task = whoever has an open task in it
matrix-owner = whoever handles the case
matrix-complainant = whoever complains
matrix-named = whom the case names: { $who }
matrix-open = Open a case
matrix-add = Comment, attach, record
matrix-task = Task
matrix-override = Decide otherwise
matrix-extend = Extend
matrix-take-over = Take over, give back
matrix-about-themselves = Nobody sees or acts on a case about themselves.
matrix-auditor = An auditor changes nothing, whatever posts they hold besides.

cell-no = no
cell-own = their own
cell-seen = in the cases they see
cell-department = in their departments
cell-below = in their departments and those below
cell-all = all of the organization
cell-platform = the whole installation

looked-because = { $what }, because: { $why }
looked-found = its line in a list, found by searching for personal data
looked-uncovered-all = all masked personal data
looked-uncovered = masked personal data ({ $fields })
reveal-title = Personal data is masked
reveal-says = You see names, numbers and addresses in part. If your work needs them, say why: it is written down who saw what, when and for what reason.
reveal-reason = Reason
reveal-fields = What you need to see
reveal-fields-hint = Choose nothing to see all of it.
reveal-button = Show once
reveal-shown = Shown once, on this page. It is written down.
reveal-reason-missing = Say why you need to see it: the reason is written down.
reveal-unknown-field = There is no masked field `{ $field }` in this case.
personal-sealed = sealed
personal-sealed-says = Personal data is sealed for your role: nothing of it is shown here, for whatever reason.
