# 谁可以做什么。

standing-stranger = 没有岗位的人
standing-member = 有岗位的人
standing-operator = 平台运维
standing-administrator = 单位管理员
standing-auditor = 审计员
standing-integrator = 系统对接员

ability-enter = 进入：案件列表、制度
ability-see-people = 查看本单位人员
ability-see-every-case = 查看全部案件（包括保密案件）
ability-read-figures = 查看台账和报表
ability-read-view-log = 查看查阅记录
ability-reveal = 填写理由后查看被遮盖的个人信息
ability-change-cases = 按岗位权限处理案件
ability-act-in-any-role = 不持有岗位也可办理任何一步
ability-manage-lists = 管理各岗位的共享列表
ability-manage-own-tokens = 管理自己的令牌
ability-manage-people = 管理人员和岗位
ability-activate-packs = 启用规则包（仅在服务器上）
ability-move-clock = 调整测试时钟
ability-verify = 校验历史记录（仅在服务器上）
ability-back-up = 备份（仅在服务器上）

matrix-platform = 平台
matrix-sight = 可见范围
matrix-see-cases = 案件
matrix-see-personal = 未遮盖的个人信息
matrix-see-confidential = 保密期间
matrix-with-a-part = 参与过案件的人
matrix-with-a-task = 手上有未完成任务的人
matrix-owner = 经办人
matrix-complainant = 投诉人
matrix-named = 案件指定的人：{ $who }
matrix-open = 登记案件
matrix-add = 备注、附件、补记
matrix-task = 任务
matrix-override = 另作认定
matrix-extend = 延期
matrix-take-over = 接手、退回
matrix-about-themselves = 任何人都看不到、也不能办理涉及自己的案件。
matrix-auditor = 审计员不能改动任何内容，不论还有什么岗位。

cell-no = 否
cell-own = 自己的
cell-seen = 看得到的案件
cell-department = 所在部门
cell-below = 所在部门及下级部门
cell-all = 全单位
cell-platform = 整个平台

looked-because = { $what }，理由：{ $why }
looked-found = 按个人信息搜索时列出
looked-uncovered-all = 全部被遮盖的个人信息
looked-uncovered = 被遮盖的个人信息（{ $fields }）
reveal-title = 个人信息已遮盖
reveal-says = 姓名、号码和地址只显示一部分。工作确有需要的，请写明理由：谁在何时因何理由看了什么，都会留下记录。
reveal-reason = 理由
reveal-fields = 需要查看的内容
reveal-fields-hint = 不选则全部显示。
reveal-button = 显示一次
reveal-shown = 仅在本页显示一次，已留下记录。
reveal-reason-missing = 请写明查看的理由，理由会留下记录。
reveal-unknown-field = 本案没有被遮盖的字段“{ $field }”。
personal-sealed = 已封存
personal-sealed-says = 个人信息对您的岗位已封存：这里一概不显示，说明理由也不能查看。
