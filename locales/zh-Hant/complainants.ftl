## 投訴人在案件之外讀到的

portal-contact = 其他聯絡方式：
portal-copy = 複製編號和查詢碼
portal-copied = 已複製。
portal-number-missing = 請填寫投訴編號。
portal-secret-letters = 查詢碼有 { $letters } 個字母和數字，您輸入了 { $typed } 個。請看看是不是少了或多了。
portal-refresh-help = 有些問題要等前面的答了才出現。答過以後按“更新表單”就能看到。
portal-done-step = “{ $step }”已經提交，在下面“您提交的內容”裡可以看到。
case-reads = 投訴人看的是{ $language }。發給投訴人的通知用{ $language }寫，您寫給投訴人的話最好也用{ $language }。
language-en = 英文
language-zh = 中文
language-zh-Hant = 繁體中文
