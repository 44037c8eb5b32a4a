## 辦理

read-out = 已登記，請把編號告訴對方：
case-more = 其他步驟
case-not-now = 現在不能辦
case-deadlines-idle = 沒有計時的期限
deadline-passed = 已用時間
deadline-began = 從 { $at } 起算
deadline-began-with = 從 { $at } 起算：{ $event }
idle-unknown = 是否適用還不清楚：
idle-failed = 是否適用無法算出：
idle-not = 不適用：
idle-over = 起算的事情發生時，不在計時之列
idle-awaits = 等待起算：{ $event }
idle-or = {" "}或{" "}
story-kinds = 經過裡顯示什麼
story-kind-all = 全部
story-kind-steps = 步驟
story-kind-notes = 備註
story-kind-messages = 通知
story-kind-decisions = 規則
story-kind-deadlines = 期限
story-kind-documents = 列印件
story-kind-files = 附件
story-open = 打開
story-said = 內容
story-older = 更早的

nav-tasks = 我的工作
tasks-title = 我的工作
tasks-which = 哪些任務
tasks-all = 我能辦的
tasks-mine = 指定給我的
tasks-department = 本部門的
tasks-late = 逾期的
waiting-title = 等您辦理下一步的案件
waiting-none = 最急的案件裡，沒有等您辦理的。
waiting-step = 步驟
tasks-empty = 這裡沒有等您辦理的任務。
tasks-task = 任務
tasks-case = 案件
tasks-whose = 由誰辦
tasks-since = 開始
tasks-due = 期限
tasks-due-of-case = 案件期限：{ $at }
tasks-you = 您本人

drafts-title = 草稿
drafts-none = 您在表單裡填寫的內容會保存在這裡，直到提交。只有您能看到。
drafts-saved = { $at } 保存
drafts-drop = 丟棄
draft-save = 存為草稿
draft-saved = 草稿已保存 { $at }
draft-unsaved = 草稿未能保存。可能登入已過期，或者連不上伺服器。
draft-resumed = 這是您的草稿，保存於
draft-lost = 制度已有變更，以下內容不再詢問：
draft-gone = 制度已有變更，不再有這張表單。以下是您填寫的內容，需要的請抄錄，然後丟棄：
done-draft = 草稿已保存。可以繼續填寫，也可以以後從「我的工作」裡打開
done-draft-full = 草稿太多了。請先提交或丟棄一些，再保存
done-draft-empty = 還沒有填寫內容，不用保存
done-draft-dropped = 草稿已丟棄

alike-title = 同一投訴人
alike-none = 沒有查到此人的其他案件。
alike-likely = 很可能是同一件事：
alike-merge = 併入本案
alike-look-up = 查來電人
alike-phone = 電話相同
alike-email = 郵箱相同
alike-address = 地址相同
alike-name = 姓名相同
alike-decision = { $decision }相同
alike-opened = { $days ->
    [0] 今天登記
   *[other] { $days } 日前登記
}

presence-looking = { $name }也在看本案
presence-note = { $name }正在寫備註
presence-form = { $name }打開了表單「{ $form }」
presence-writing = { $name }正在填寫「{ $form }」
presence-moved = 您打開本頁以後，案件有了變化。
presence-reload = 顯示最新情況

clash-title = 同時另有回答
clash-question = 問題
clash-now = 案件裡現在是
clash-yours = 您填寫的

check-title = 核對填寫的內容
check-follows = 據此得出
check-button = 先核對
check-due = 期限
check-change = 修改
