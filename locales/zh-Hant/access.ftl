# 誰可以做什麼。

standing-stranger = 沒有崗位的人
standing-member = 有崗位的人
standing-operator = 平台維運
standing-administrator = 單位管理員
standing-auditor = 審計員
standing-integrator = 系統介接員

ability-enter = 進入：案件清單、制度
ability-see-people = 查看本單位人員
ability-see-every-case = 查看全部案件（包括保密案件）
ability-read-figures = 查看台帳和報表
ability-read-view-log = 查看查閱紀錄
ability-reveal = 填寫理由後查看被遮蓋的個人資料
ability-change-cases = 按崗位權限處理案件
ability-act-in-any-role = 不持有崗位也可辦理任何一步
ability-manage-lists = 管理各崗位的共用清單
ability-manage-own-tokens = 管理自己的權杖
ability-manage-people = 管理人員和崗位
ability-activate-packs = 啟用規則包（僅在伺服器上）
ability-move-clock = 調整測試時鐘
ability-verify = 校驗歷史紀錄（僅在伺服器上）
ability-back-up = 備份（僅在伺服器上）

matrix-platform = 平台
matrix-sight = 可見範圍
matrix-see-cases = 案件
matrix-see-personal = 未遮蓋的個人資料
matrix-see-confidential = 保密期間
matrix-with-a-part = 參與過案件的人
matrix-with-a-task = 手上有未完成任務的人
matrix-owner = 經辦人
matrix-complainant = 投訴人
matrix-named = 案件指定的人：{ $who }
matrix-open = 登記案件
matrix-add = 備註、附件、補記
matrix-task = 任務
matrix-override = 另作認定
matrix-extend = 延期
matrix-take-over = 接手、退回
matrix-about-themselves = 任何人都看不到、也不能辦理涉及自己的案件。
matrix-auditor = 審計員不能改動任何內容，不論還有什麼崗位。

cell-no = 否
cell-own = 自己的
cell-seen = 看得到的案件
cell-department = 所在部門
cell-below = 所在部門及下級部門
cell-all = 全單位
cell-platform = 整個平台

looked-because = { $what }，理由：{ $why }
looked-found = 按個人資料搜尋時列出
looked-uncovered-all = 全部被遮蓋的個人資料
looked-uncovered = 被遮蓋的個人資料（{ $fields }）
reveal-title = 個人資料已遮蓋
reveal-says = 姓名、號碼和地址只顯示一部分。工作確有需要的，請寫明理由：誰在何時因何理由看了什麼，都會留下紀錄。
reveal-reason = 理由
reveal-fields = 需要查看的內容
reveal-fields-hint = 不選則全部顯示。
reveal-button = 顯示一次
reveal-shown = 僅在本頁顯示一次，已留下紀錄。
reveal-reason-missing = 請寫明查看的理由，理由會留下紀錄。
reveal-unknown-field = 本案沒有被遮蓋的欄位「{ $field }」。
personal-sealed = 已封存
personal-sealed-says = 個人資料對您的崗位已封存：這裡一概不顯示，說明理由也不能查看。
