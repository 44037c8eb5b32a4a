# 工作人員頁面：辦了什麼、輪到誰，以及提醒。
nav-menu = 選單
posts-and-more = { $first } 等，另 { $more } 項
case-turn-also = 同時等別人辦：
done-then-you = 接下來由您辦：{ $step }
done-then-others = 接下來：{ $step }（{ $who }）
done-and-then = { $done }。{ $then }
act-because-of-this = 因為這一項而不能提交，理由見上方
act-conditions-help = 有下列情形之一的不能提交，屆時會這樣提示：
extend-by = 可由{ $who }延期
chip-working-hours-left = 還有 { $count } 個工作小時
computed-folded = 自動得出的內容（{ $count } 項）
reminded-title = 提醒
reminded-help = 案件往下走了，提醒自行消失；也可以自己勾掉。
reminded-about = 事項
reminded-at = 提醒時間
reminded-done = 知道了
done-reminded = 已勾掉
