## 時長，以及到期時間是怎樣算出來的

period-at-once = 立即
period-same-working-day = 同一工作日
period-half-working-day = 半個工作日
period-working-days = { $count } 個工作日
period-working-hours = { $count } 個工作小時
period-working-minutes = { $count } 分鐘工作時間
period-hours = { $count } 小時
period-minutes = { $count } 分鐘
period-days = { $count } 日
period-weeks = { $count } 週
period-months = { $count } 個月
period-years = { $count } 年
period-exactly = { $length }（不順延）
period-next-day = 次日 { $at }
period-on-working-day = 第 { $number } 個工作日 { $at }

weekday-monday = 週一
weekday-tuesday = 週二
weekday-wednesday = 週三
weekday-thursday = 週四
weekday-friday = 週五
weekday-saturday = 週六
weekday-sunday = 週日

day-ordinary = 工作日
day-rest = 休息日
day-holiday = 節假日
day-make-up = 調休上班
day-half = 半天上班
day-absent = 當地沒有這一天

length-minutes = { $minutes } 分鐘
length-hours = { $hours } 小時
length-hours-minutes = { $hours } 小時 { $minutes } 分

ledger-day = { $date } { $weekday }
ledger-started = { $at } 起算
ledger-started-excluded = { $at } 起算，當日不計
ledger-at-once = “立即”在本制度中是 { $means }
ledger-clock = 按鐘點連續計 { $length }，夜間和節假日照算
ledger-counted = 第 { $number } 個工作日
ledger-worked = { $spans }，累計 { $length }
ledger-paused = { $from } 至 { $until } 停止計時
ledger-ends = 期間的最後一日
ledger-ends-clamped = 期間的最後一日（當月沒有對應的日期，以月底為準）
ledger-ends-stays = { $ends }，遇節假日不順延
ledger-due = { $at } 到期
ledger-with-ground = { $what }（{ $ground }）
ledger-ground-separator = ，
ledger-provisional = 有關年份的放假通知尚未公布，到期時間可能變動
