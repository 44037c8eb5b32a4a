# Who may do what, on the pages of people.

people-held = Posts and standings
people-standings = Beside posts
people-no-standings = nothing
people-standing-at = { $standing } ({ $place })
people-everywhere = all organizations
people-standing-give = Give a standing
people-standing-give-button = Give it
people-standing-changes = Who gave and took what
people-standing-given = { $at }: { $by } gave “{ $standing }”, { $place }
people-standing-given-on-machine = { $at }: “{ $standing }” was given on the machine, { $place }
people-standing-taken = { $at }: { $by } took “{ $standing }” away, { $place }
people-standing-taken-on-machine = { $at }: “{ $standing }” was taken away on the machine, { $place }
people-choose-standing = choose one of those offered
people-standing-gone = they do not have this any more
people-standing-of-platform = whoever runs the platform does so for all organizations; it is given on the page of the whole platform
people-last-operator = Nobody would run the platform any more. Give it to somebody else first.
people-last-administrator = Nobody would run { $organization } any more. Give it to somebody else first.
people-done-given = It is given
people-done-taken-away = It is taken away
standing-operator-is = Runs the installation: people, packs, backups. Sees no case for that.
standing-administrator-is = Runs the organization: its people and posts, shared lists; sees every case and may take any step, which histories tell.
standing-auditor-is = Reads every case, with personal data masked, and changes nothing, whatever posts they hold besides.
standing-integrator-is = Connects a program: the policy and its forms, and what their posts allow.

problem-not-standing-in = You do not stand in
problem-not-standing-in-detail = the person of this token does not stand in for whoever `Stand-In-For` names: not now, not here

people-unusual = Unusual
people-unusual-lead = Much personal data was uncovered. The log of looks at each case says what was seen and for what reason.
people-unusual-told = uncovered personal data { $count } times in the last { $hours } hours; more than { $usual } is told here

invite-standing-help = Only where they are to administer, audit or connect a program. Then they need no post.
invite-standing-everywhere = Only where they are to run the platform, or all its organizations. It counts everywhere.
problem-second-factor-missing = A second step of signing in is missing
problem-second-factor-missing-detail = a second step of signing in is required of the person of this token, and they have not set it up: they do so on their account page
