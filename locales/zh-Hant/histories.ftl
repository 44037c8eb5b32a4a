## 歷史裡說明規則引起的後果，用制度自己的語言

history-condition-over = 條件不再成立
history-closed = 案件已辦結
history-destroyed = 案件內容已銷燬
history-happened = 發生了 `{ $event }`
history-happened-again = 再次發生了 `{ $event }`
history-no-single-department = `{ $written }` 還不能確定一個部門
history-no-department = `{ $written }` 還沒有給出部門
history-no-role = `{ $written }` 還沒有給出崗位
history-nobody = `{ $written }` 還沒有給出人
history-no-owner = 案件還沒有經辦人
history-too-many-asked = 一次最多開立 { $most } 件案件
history-too-many-opened = 這一步已經開立了太多案件
history-goes-round = 同一時刻反覆引發自己，不再繼續；請告訴管理員
history-kept-from-them = 本案對 `{ $name }` 迴避，交給其本人也辦不了
history-no-case-type = 沒有案件類型 `{ $case }`
history-not-asked = 表單 `{ $form }` 不問 `{ $field }`
event-opening = 登記
event-end-of = 「{ $case }」辦結
event-retention-over = 保存期滿
failed-open-case = 另立案件
failed-remind = 提醒
failed-assign = 分派部門
failed-own = 指定負責人
failed-sight = 確定誰能看到案件
failed-destroy = 銷毀
event-merged-away = 併入另一案件
