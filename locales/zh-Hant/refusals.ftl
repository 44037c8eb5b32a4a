## 為什麼現在不能這樣做

refusal-unknown = 本制度中沒有“{ $what }”
refusal-not-at-this-stage = 案件現處“{ $stage }”，這一步只能在以下階段進行：{ $stages }
refusal-not-at-any-stage = 案件現處“{ $stage }”，這一步現在不能進行
refusal-not-yours = 這一步只能由以下崗位辦理：{ $roles }
refusal-only-the-engine = 這一步由系統按期自動進行，不由人辦理
refusal-answers = 表單有 { $count } 處需要改正：{ $first }
refusal-not-running = 這個期限沒有在計時，不能延長
refusal-no-more-extensions = 這個期限最多延長 { $times } 次，已經用完
refusal-no-extensions = 制度不允許延長這個期限
refusal-too-late = 最晚只能延長到 { $latest }
refusal-not-later = 新的期限必須晚於原來的期限
refusal-not-ahead = 新的期限必須在現在以後
refusal-not-extendable = 這種情況不能延長期限
refusal-not-told = 須在原期限屆滿前告知投訴人延期的原因，請填寫告知的時間
refusal-already-over = 原期限已經屆滿，不能再延長
refusal-not-overridable = 這項判定不能由人改動
refusal-not-an-outcome = 請從以下結果中選擇：{ $outcomes }
refusal-reason-missing = 請寫明理由
refusal-failed = 有一條規則無法判定：{ $message }。請聯絡管理員
refusal-too-many-reactions = 後續步驟相互觸發、停不下來，已全部撤回，請聯絡管理員
refusal-no-due-time = 日曆上算不出到期時間：{ $message }
refusal-closed = 案件已經辦結，不能再改動
refusal-destroyed = 案件內容已銷燬
refusal-still-kept = 保存期尚未開始
refusal-still-kept-until = 須保存至{ $until }
refusal-kept-from-you = 本案對您不可見
