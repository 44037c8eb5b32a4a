## What people filling in a form are told: what to do

form-unknown-field = this form does not ask “{ $name }”, leave it out
form-required = fill in “{ $label }”
form-required-choice = choose “{ $label }”
form-required-file = upload “{ $label }”
form-required-rows = { $limit ->
    [one] fill in at least one row of “{ $label }”
   *[other] fill in at least { $limit } rows of “{ $label }”
}
form-not-text = enter a text for “{ $label }”
form-not-integer = enter a whole number for “{ $label }”, such as 12
form-not-decimal = enter a number for “{ $label }”, such as 12.5
form-not-money = enter an amount for “{ $label }”, such as 1200.50
form-not-yes-no = answer “{ $label }” with yes or no
form-not-option = “{ $value }” is not an option of “{ $label }”, choose one from the list
form-no-such-user = “{ $value }” is nobody who works here, choose somebody from the list for “{ $label }”
form-not-eligible = { $value } cannot be chosen for “{ $label }”, choose somebody from the list
form-not-date = enter a date for “{ $label }”, such as 2024-09-27
form-not-date-time = enter a date and time for “{ $label }”, such as 2024-09-27 16:00
form-no-such-time = “{ $label }”: clocks are put forward, so { $value } does not exist, enter a time before or after
form-not-duration = enter a length of time for “{ $label }”, such as 3 working days
form-not-phone = enter a phone number for “{ $label }”: 5 to 25 characters, digits with +, - and spaces, an extension after ext
form-not-email = enter an e-mail address for “{ $label }”, such as name@example.org
form-not-file = a file of “{ $label }” has not been uploaded, upload it again
form-not-list = give “{ $label }” as a list
form-not-rows = give “{ $label }” row by row
form-too-many-decimals = { $limit ->
    [0] enter “{ $label }” without decimals
    [one] enter “{ $label }” with at most one decimal
   *[other] enter “{ $label }” with at most { $limit } decimals
}
form-too-long = shorten “{ $label }” to at most { $limit } characters
form-too-short = { $limit ->
    [one] enter at least one character for “{ $label }”
   *[other] enter at least { $limit } characters for “{ $label }”
}
form-too-large = “{ $label }” may not be more than { $limit }
form-too-small = “{ $label }” may not be less than { $limit }
form-too-many-choices = { $limit ->
    [one] choose at most one of “{ $label }”
   *[other] choose at most { $limit } of “{ $label }”
}
form-too-few-choices = { $limit ->
    [one] choose at least one of “{ $label }”
   *[other] choose at least { $limit } of “{ $label }”
}
form-too-many-files = { $limit ->
    [one] upload at most one file for “{ $label }”
   *[other] upload at most { $limit } files for “{ $label }”
}
form-too-few-files = { $limit ->
    [one] upload at least one file for “{ $label }”
   *[other] upload at least { $limit } files for “{ $label }”
}
form-too-many-rows = { $limit ->
    [one] give at most one row of “{ $label }”
   *[other] give at most { $limit } rows of “{ $label }”
}
form-twice = “{ $label }” says the same thing twice, keep one
form-control-characters = “{ $label }” holds invisible control characters, remove them
form-failed = “{ $label }” could not be judged: { $message }; please tell an administrator
form-not-settled = the conditions of this form contradict each other, so it cannot tell what to ask; please tell an administrator
form-broken = this form is faulty and cannot be submitted; please tell an administrator: { $message }
