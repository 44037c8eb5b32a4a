app-unknown-file = this file is not stored here; choose it again
app-rows-look-alike = some of these rows look alike, because personal data is covered, so nobody can tell which were taken out; leave them as they were, or let somebody do it who sees them
