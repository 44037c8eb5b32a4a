# Who may do what, on the pages of people.

problem-not-standing-in = You do not stand in
problem-not-standing-in-detail = the person of this token does not stand in for whoever `Stand-In-For` names: not now, not here
