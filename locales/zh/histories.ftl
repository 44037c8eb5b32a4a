## 历史里说明规则引起的后果，用制度自己的语言

history-condition-over = 条件不再成立
history-closed = 案件已办结
history-destroyed = 案件内容已销毁
history-happened = 发生了 `{ $event }`
history-happened-again = 再次发生了 `{ $event }`
history-no-single-department = `{ $written }` 还不能确定一个部门
history-no-department = `{ $written }` 还没有给出部门
history-no-role = `{ $written }` 还没有给出岗位
history-nobody = `{ $written }` 还没有给出人
history-no-owner = 案件还没有经办人
history-too-many-asked = 一次最多开立 { $most } 件案件
history-too-many-opened = 这一步已经开立了太多案件
history-goes-round = 同一时刻反复引发自己，不再继续；请告诉管理员
history-kept-from-them = 本案对 `{ $name }` 回避，交给其本人也办不了
history-no-case-type = 没有案件类型 `{ $case }`
history-not-asked = 表单 `{ $form }` 不问 `{ $field }`
event-opening = 登记
event-end-of = “{ $case }”办结
event-retention-over = 保存期满
failed-open-case = 另立案件
failed-remind = 提醒
failed-assign = 分派部门
failed-own = 指定负责人
failed-sight = 确定谁能看到案件
failed-destroy = 销毁
event-merged-away = 并入另一案件
