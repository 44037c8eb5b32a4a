case-file-title = 案卷
case-file-link = 列印案卷
case-file-printed = { $by } 列印於 { $at }
