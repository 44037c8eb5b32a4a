## 时长，以及到期时间是怎样算出来的

period-at-once = 立即
period-same-working-day = 同一工作日
period-half-working-day = 半个工作日
period-working-days = { $count } 个工作日
period-working-hours = { $count } 个工作小时
period-working-minutes = { $count } 分钟工作时间
period-hours = { $count } 小时
period-minutes = { $count } 分钟
period-days = { $count } 日
period-weeks = { $count } 周
period-months = { $count } 个月
period-years = { $count } 年
period-exactly = { $length }（不顺延）
period-next-day = 次日 { $at }
period-on-working-day = 第 { $number } 个工作日 { $at }

weekday-monday = 周一
weekday-tuesday = 周二
weekday-wednesday = 周三
weekday-thursday = 周四
weekday-friday = 周五
weekday-saturday = 周六
weekday-sunday = 周日

day-ordinary = 工作日
day-rest = 休息日
day-holiday = 节假日
day-make-up = 调休上班
day-half = 半天上班
day-absent = 当地没有这一天

length-minutes = { $minutes } 分钟
length-hours = { $hours } 小时
length-hours-minutes = { $hours } 小时 { $minutes } 分

ledger-day = { $date } { $weekday }
ledger-started = { $at } 起算
ledger-started-excluded = { $at } 起算，当日不计
ledger-at-once = “立即”在本制度中是 { $means }
ledger-clock = 按钟点连续计 { $length }，夜间和节假日照算
ledger-counted = 第 { $number } 个工作日
ledger-worked = { $spans }，累计 { $length }
ledger-paused = { $from } 至 { $until } 停止计时
ledger-ends = 期间的最后一日
ledger-ends-clamped = 期间的最后一日（当月没有对应的日期，以月末为准）
ledger-ends-stays = { $ends }，遇节假日不顺延
ledger-due = { $at } 到期
ledger-with-ground = { $what }（{ $ground }）
ledger-ground-separator = ，
ledger-provisional = 有关年份的放假通知尚未公布，到期时间可能变动
