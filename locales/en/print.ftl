case-file-title = Case file
case-file-link = Print the case file
case-file-printed = printed by { $by } on { $at }
