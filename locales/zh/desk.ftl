# 工作人员页面：办了什么、轮到谁，以及提醒。
nav-menu = 菜单
posts-and-more = { $first } 等，另 { $more } 项
case-turn-also = 同时等别人办：
done-then-you = 接下来由您办：{ $step }
done-then-others = 接下来：{ $step }（{ $who }）
done-and-then = { $done }。{ $then }
act-because-of-this = 因为这一项而不能提交，理由见上方
act-conditions-help = 有下列情形之一的不能提交，届时会这样提示：
extend-by = 可由{ $who }延期
chip-working-hours-left = 还有 { $count } 个工作小时
computed-folded = 自动得出的内容（{ $count } 项）
reminded-title = 提醒
reminded-help = 案件往下走了，提醒自行消失；也可以自己勾掉。
reminded-about = 事项
reminded-at = 提醒时间
reminded-done = 知道了
done-reminded = 已勾掉
