# 誰可以做什麼：人員頁面

people-held = 崗位與身分
people-standings = 崗位以外的身分
people-no-standings = 無
people-standing-at = { $standing }（{ $place }）
people-everywhere = 所有單位
people-standing-give = 授予身分
people-standing-give-button = 授予
people-standing-changes = 授予與收回的記錄
people-standing-given = { $at }：{ $by } 授予「{ $standing }」，{ $place }
people-standing-given-on-machine = { $at }：在伺服器上授予「{ $standing }」，{ $place }
people-standing-taken = { $at }：{ $by } 收回「{ $standing }」，{ $place }
people-standing-taken-on-machine = { $at }：在伺服器上收回「{ $standing }」，{ $place }
people-choose-standing = 請從列出的身分中選擇
people-standing-gone = 該人員已經沒有這個身分
people-standing-of-platform = 平台維運針對所有單位，請在全平台人員的頁面授予
people-last-operator = 此後將沒有人維運平台。請先授予其他人。
people-last-administrator = 此後將沒有人管理「{ $organization }」。請先授予其他人。
people-done-given = 已授予
people-done-taken-away = 已收回
standing-operator-is = 維運整個平台：人員、規則包、備份；不因此看到任何案件。
standing-administrator-is = 管理本單位：人員和崗位、共用清單；看得到全部案件，可以辦理任何步驟，辦理記錄會寫明。
standing-auditor-is = 查閱全部案件（個人資料遮蓋），不能更改任何內容，即使另有崗位。
standing-integrator-is = 介接程式：制度及其表單，以及其崗位允許的事項。

problem-not-standing-in = 不是代理人
problem-not-standing-in-detail = 權杖的持有人目前不在本單位代理 `Stand-In-For` 所寫的人員

people-unusual = 異常情況
people-unusual-lead = 顯示了大量個人資料。各案件的查看記錄寫明看了什麼、因為什麼。
people-unusual-told = 最近 { $hours } 小時內顯示個人資料 { $count } 次；超過 { $usual } 次在此列出

invite-standing-help = 只在需要其管理、審計或者介接程式時選擇；選擇後可以沒有崗位。
invite-standing-everywhere = 只在需要其維運平台或者管理所有單位時選擇，適用於所有單位。
problem-second-factor-missing = 尚未設定兩步登入
problem-second-factor-missing-detail = 要求此權杖的持有人設定兩步登入，但其尚未設定：請在「我的帳號」頁面設定
