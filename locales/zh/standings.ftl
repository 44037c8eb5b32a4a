# 谁可以做什么：人员页面

problem-not-standing-in = 不是代理人
problem-not-standing-in-detail = 令牌的持有人目前不在本单位代理 `Stand-In-For` 所写的人员
