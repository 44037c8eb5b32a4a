## 为什么现在不能这样做

refusal-unknown = 本制度中没有“{ $what }”
refusal-not-at-this-stage = 案件现处“{ $stage }”，这一步只能在以下阶段进行：{ $stages }
refusal-not-at-any-stage = 案件现处“{ $stage }”，这一步现在不能进行
refusal-not-yours = 这一步只能由以下岗位办理：{ $roles }
refusal-only-the-engine = 这一步由系统按期自动进行，不由人办理
refusal-answers = 表单有 { $count } 处需要改正：{ $first }
refusal-not-running = 这个期限没有在计时，不能延长
refusal-no-more-extensions = 这个期限最多延长 { $times } 次，已经用完
refusal-no-extensions = 制度不允许延长这个期限
refusal-too-late = 最晚只能延长到 { $latest }
refusal-not-later = 新的期限必须晚于原来的期限
refusal-not-ahead = 新的期限必须在现在以后
refusal-not-extendable = 这种情况不能延长期限
refusal-not-told = 须在原期限届满前告知投诉人延期的原因，请填写告知的时间
refusal-already-over = 原期限已经届满，不能再延长
refusal-not-overridable = 这项判定不能由人改动
refusal-not-an-outcome = 请从以下结果中选择：{ $outcomes }
refusal-reason-missing = 请写明理由
refusal-failed = 有一条规则无法判定：{ $message }。请联系管理员
refusal-too-many-reactions = 后续步骤相互触发、停不下来，已全部撤回，请联系管理员
refusal-no-due-time = 日历上算不出到期时间：{ $message }
refusal-closed = 案件已经办结，不能再改动
refusal-destroyed = 案件内容已销毁
refusal-still-kept = 保存期尚未开始
refusal-still-kept-until = 须保存至{ $until }
refusal-kept-from-you = 本案对您不可见
