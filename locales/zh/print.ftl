case-file-title = 案卷
case-file-link = 打印案卷
case-file-printed = { $by } 打印于 { $at }
