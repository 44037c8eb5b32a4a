# 谁可以做什么：人员页面

people-held = 岗位与身份
people-standings = 岗位以外的身份
people-no-standings = 无
people-standing-at = { $standing }（{ $place }）
people-everywhere = 所有单位
people-standing-give = 授予身份
people-standing-give-button = 授予
people-standing-changes = 授予与收回的记录
people-standing-given = { $at }：{ $by } 授予“{ $standing }”，{ $place }
people-standing-given-on-machine = { $at }：在服务器上授予“{ $standing }”，{ $place }
people-standing-taken = { $at }：{ $by } 收回“{ $standing }”，{ $place }
people-standing-taken-on-machine = { $at }：在服务器上收回“{ $standing }”，{ $place }
people-choose-standing = 请从列出的身份中选择
people-standing-gone = 该人员已经没有这个身份
people-standing-of-platform = 平台运维针对所有单位，请在全平台人员的页面授予
people-last-operator = 此后将没有人运维平台。请先授予其他人。
people-last-administrator = 此后将没有人管理“{ $organization }”。请先授予其他人。
people-done-given = 已授予
people-done-taken-away = 已收回
standing-operator-is = 运维整个平台：人员、规则包、备份；不因此看到任何案件。
standing-administrator-is = 管理本单位：人员和岗位、共用列表；看得到全部案件，可以办理任何步骤，办理记录会写明。
standing-auditor-is = 查阅全部案件（个人信息遮盖），不能更改任何内容，即使另有岗位。
standing-integrator-is = 对接程序：制度及其表单，以及其岗位允许的事项。

problem-not-standing-in = 不是代理人
problem-not-standing-in-detail = 令牌的持有人目前不在本单位代理 `Stand-In-For` 所写的人员

people-unusual = 异常情况
people-unusual-lead = 显示了大量个人信息。各案件的查看记录写明看了什么、因为什么。
people-unusual-told = 最近 { $hours } 小时内显示个人信息 { $count } 次；超过 { $usual } 次在此列出

invite-standing-help = 只在需要其管理、审计或者对接程序时选择；选择后可以没有岗位。
invite-standing-everywhere = 只在需要其运维平台或者管理所有单位时选择，适用于所有单位。
problem-second-factor-missing = 尚未设置两步登录
problem-second-factor-missing-detail = 要求此令牌的持有人设置两步登录，但其尚未设置：请在“我的账号”页面设置
