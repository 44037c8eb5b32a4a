## 办理

read-out = 已登记，请把编号告诉对方：
case-more = 其他步骤
case-not-now = 现在不能办
case-deadlines-idle = 没有计时的期限
deadline-passed = 已用时间
deadline-began = 从 { $at } 起算
deadline-began-with = 从 { $at } 起算：{ $event }
idle-unknown = 是否适用还不清楚：
idle-failed = 是否适用无法算出：
idle-not = 不适用：
idle-over = 起算的事情发生时，不在计时之列
idle-awaits = 等待起算：{ $event }
idle-or = {" "}或{" "}
story-kinds = 经过里显示什么
story-kind-all = 全部
story-kind-steps = 步骤
story-kind-notes = 备注
story-kind-messages = 通知
story-kind-decisions = 规则
story-kind-deadlines = 期限
story-kind-documents = 打印件
story-kind-files = 附件
story-open = 打开
story-said = 内容
story-older = 更早的

nav-tasks = 我的工作
tasks-title = 我的工作
tasks-which = 哪些任务
tasks-all = 我能办的
tasks-mine = 指定给我的
tasks-department = 本部门的
tasks-late = 逾期的
waiting-title = 等您办理下一步的案件
waiting-none = 最急的案件里，没有等您办理的。
waiting-step = 步骤
tasks-empty = 这里没有等您办理的任务。
tasks-task = 任务
tasks-case = 案件
tasks-whose = 由谁办
tasks-since = 开始
tasks-due = 期限
tasks-due-of-case = 案件期限：{ $at }
tasks-you = 您本人

drafts-title = 草稿
drafts-none = 您在表单里填写的内容会保存在这里，直到提交。只有您能看到。
drafts-saved = { $at } 保存
drafts-drop = 丢弃
draft-save = 存为草稿
draft-saved = 草稿已保存 { $at }
draft-unsaved = 草稿未能保存。可能登录已过期，或者连不上服务器。
draft-resumed = 这是您的草稿，保存于
draft-lost = 制度已有变更，以下内容不再询问：
draft-gone = 制度已有变更，不再有这张表单。以下是您填写的内容，需要的请抄录，然后丢弃：
done-draft = 草稿已保存。可以继续填写，也可以以后从“我的工作”里打开
done-draft-full = 草稿太多了。请先提交或丢弃一些，再保存
done-draft-empty = 还没有填写内容，不用保存
done-draft-dropped = 草稿已丢弃

alike-title = 同一投诉人
alike-none = 没有查到此人的其他案件。
alike-likely = 很可能是同一件事：
alike-merge = 并入本案
alike-look-up = 查来电人
alike-phone = 电话相同
alike-email = 邮箱相同
alike-address = 地址相同
alike-name = 姓名相同
alike-decision = { $decision }相同
alike-opened = { $days ->
    [0] 今天登记
   *[other] { $days } 日前登记
}

presence-looking = { $name }也在看本案
presence-note = { $name }正在写备注
presence-form = { $name }打开了表单“{ $form }”
presence-writing = { $name }正在填写“{ $form }”
presence-moved = 您打开本页以后，案件有了变化。
presence-reload = 显示最新情况

clash-title = 同时另有回答
clash-question = 问题
clash-now = 案件里现在是
clash-yours = 您填写的

check-title = 核对填写的内容
check-follows = 据此得出
check-button = 先核对
check-due = 期限
check-change = 修改
