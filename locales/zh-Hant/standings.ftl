# 誰可以做什麼：人員頁面

problem-not-standing-in = 不是代理人
problem-not-standing-in-detail = 權杖的持有人目前不在本單位代理 `Stand-In-For` 所寫的人員
