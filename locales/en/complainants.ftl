## What complainants read beside the case itself

portal-contact = Other ways to reach us:
portal-copy = Copy number and secret
portal-copied = Copied.
portal-number-missing = Enter the number of your complaint.
portal-secret-letters = A secret has { $letters } letters and digits; you typed { $typed }. Look whether one is missing or too many.
portal-refresh-help = Some questions are asked only after others. If you have answered one and expect another, update the form.
portal-done-step = { $step }: it has been sent. It stands below under “What you have sent”.
case-reads = The complainant reads { $language }. The notices to them are written in it; what you write to them should be too.
language-en = English
language-zh = Chinese
language-zh-Hant = Chinese (traditional)
