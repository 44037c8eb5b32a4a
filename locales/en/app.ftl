app-unknown-file = this file is not stored here; choose it again
