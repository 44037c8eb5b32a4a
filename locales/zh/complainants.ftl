## 投诉人在案件之外读到的

portal-contact = 其他联系方式：
portal-copy = 复制编号和查询码
portal-copied = 已复制。
portal-number-missing = 请填写投诉编号。
portal-secret-letters = 查询码有 { $letters } 个字母和数字，您输入了 { $typed } 个。请看看是不是少了或多了。
portal-refresh-help = 有些问题要等前面的答了才出现。答过以后按“更新表单”就能看到。
portal-done-step = “{ $step }”已经提交，在下面“您提交的内容”里可以看到。
case-reads = 投诉人看的是{ $language }。发给投诉人的通知用{ $language }写，您写给投诉人的话最好也用{ $language }。
language-en = 英文
language-zh = 中文
language-zh-Hant = 繁体中文
