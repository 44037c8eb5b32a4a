## What programs are told when something is not done

problem-unauthorized = Not signed in
problem-unauthorized-detail = send a token in force: Authorization: Bearer …
problem-forbidden = Not allowed
problem-forbidden-detail = this needs another role; ask an administrator
problem-insufficient-scope = This token is not for it
problem-insufficient-scope-detail = the token needs the scope `{ $scope }`; make one that has it
problem-not-found = Not found
problem-not-found-detail = there is nothing here, or nothing this token may see
problem-method-not-allowed = Not this method
problem-method-not-allowed-detail = this address takes: { $methods }
problem-malformed = Not readable
problem-malformed-detail = { $what }
problem-unsupported-media-type = Not this kind of content
problem-unsupported-media-type-detail = send { $wanted }
problem-too-large = Too large
problem-too-large-detail = at most { $limit } bytes are taken
problem-length-required = Length missing
problem-length-required-detail = say how long the upload is, in Content-Length
problem-unfit = Not what is asked here
problem-unfit-detail = { $what }
problem-invalid = The answers need correction
problem-invalid-detail = { $count ->
    [one] correct one place: { $first }
   *[other] correct { $count } places, first: { $first }
}
problem-refused = The policy does not allow this now
problem-version-required = Version missing
problem-version-required-detail = say which version you saw, in If-Match, as the ETag gave it: "v17"
problem-version-conflict = The case has moved on
problem-version-conflict-detail = look at version { $current } and decide again; nothing was changed
problem-idempotency-key-required = Idempotency key missing
problem-idempotency-key-required-detail = send Idempotency-Key with a text of your own, new for each complaint, so that it is opened once however often you send it
problem-idempotency-key-reused = Idempotency key used before
problem-idempotency-key-reused-detail = this key belongs to another request; take a new one
problem-too-many-requests = Too many requests
problem-too-many-requests-detail = try again in { $seconds } s
problem-no-test-clock = The clock is the real one
problem-no-test-clock-detail = time is moved only where the program was started with --test-clock
problem-overloaded = Too busy
problem-overloaded-detail = too much is waiting to be written; try again in { $seconds } s
problem-unavailable = Not available
problem-unavailable-detail = something failed on our side, nothing was changed; tell the operator this reference: { $reference }

api-if-match-form = If-Match must name one version as the ETag gave it: "v17"
api-key-form = Idempotency-Key must be 1 to 200 visible ASCII characters
api-cursor-form = `after` is not the end of a page; leave it out to begin with the first one
api-labels-form = `labels` is a list like `category:noise,channel:phone`: the id of a field or a decision, a colon, and the id of one of its options.
api-control-characters = a parameter holds control characters; leave them out
api-place = { $what } (line { $line }, column { $column })
api-not-an-instant = write an instant with its offset, such as 2024-09-27T16:00:00+08:00
api-not-an-end = write a day (2024-10-08) or an instant with its offset (2024-10-08T16:00:00+08:00)
api-not-an-outcome = this is no outcome of the decision
api-unknown-here = this policy has no “{ $what }”
api-receipt = done; the case is kept to those who handle it, so keep the number: whoever asks about the case names it
api-no-file = send one file in the part `file`
api-text-missing = write something
