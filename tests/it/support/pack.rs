//! A small complete pack: two roles, two departments, a form with a condition and a group, decisions by rules, table and
//! collection, deadlines, stages, actions, a task, a script, a notice, a document and a schedule.

use redress::pack::load::Sources;

const ORGANIZATION: &str = r#"
organization: sample
name: { en: Sample Works, zh: 样例公司 }
policy: { title: { en: Handling complaints, zh: 投诉处理 }, effective: "2024-01-01", clause: S-1 }
languages: [en, zh]
time_zone: Asia/Shanghai
calendar: plain
departments:
  service: { name: { en: Service, zh: 服务部 }, clause: S-1 }
  quality: { name: { en: Quality, zh: 质量部 }, clause: S-1 }
roles:
  agent: { name: { en: Agent, zh: 坐席 }, sees_all: true, clause: S-1 }
  manager: { name: { en: Manager, zh: 主管 }, sees_all: true, clause: S-1 }
channels:
  phone: { name: { en: Telephone, zh: 电话 }, owner: agent, around_the_clock: true, clause: S-1 }
  letter: { name: { en: Letter, zh: 信函 }, owner: agent, clause: S-1 }
lists:
  findings:
    founded: { label: { en: Founded, zh: 成立 } }
    unfounded: { label: { en: Unfounded, zh: 不成立 } }
settings:
  answer_within: { type: period, value: 3 working days, origin: policy, clause: S-2 }
  major_loss: { type: money, value: 20000, origin: policy, clause: S-3 }
  code: { type: text, value: SW, origin: organization, clause: S-1 }
"#;

const COMPLAINT: &str = r#"
case: complaint
name: { en: Complaint, zh: 投诉 }
number: "{setting:code}{yy}{mm}{serial:4}"
subject: matter
complainant: complainant_name
opens:
  form: intake
  at: received
  by: agent
  marks: { received: received_at }
  does:
    - assign: department
    - notify: acknowledgement
  clause: S-1
decisions:
  severity:
    name: { en: Severity, zh: 级别 }
    values:
      major: { label: { en: Major, zh: 重大 } }
      ordinary: { label: { en: Ordinary, zh: 一般 } }
    rules:
      - { when: loss >= settings.major_loss, is: major, clause: S-3 }
      - { when: is_grave(matter), is: major, clause: S-3 }
      - { is: ordinary, clause: S-2 }
    override: { by: manager, clause: S-3 }
    clause: S-3
  department:
    name: { en: Department, zh: 部门 }
    of: departments
    table:
      by: kind
      map: { delivery: service, defect: quality }
    clause: S-4
  concerned:
    name: { en: Departments concerned, zh: 有关部门 }
    of: departments
    all: true
    rules:
      - { gives: department }
      - { when: 'severity == "major"', is: quality }
    else: none
    clause: S-4
deadlines:
  answer:
    name: { en: Answer, zh: 答复 }
    from: received
    until: answered
    within:
      - { when: 'severity == "major"', is: 5 working days, clause: S-3 }
      - { is: settings.answer_within, clause: S-2 }
    warn: 1 working day
    tells: manager
    missed:
      - remind: manager
    extend: { by: manager, up_to: 10 working days, notice: true, clause: S-2 }
    clause: S-2
  promise:
    name: { en: Promised call, zh: 承诺的回电 }
    when: answered(promised_at)
    from: received
    until: answered
    at: promised_at
    clause: S-2
  silence:
    name: { en: Silence, zh: 无回音 }
    from: answered
    cancelled_by: reopened
    within: 1 month
    due:
      - act: close
    clause: S-5
stages:
  received: { name: { en: Received, zh: 已受理 } }
  handling: { name: { en: Handling, zh: 处理中 } }
  answered: { name: { en: Answered, zh: 已答复 } }
  closed: { name: { en: Closed, zh: 已结案 }, final: true }
actions:
  dispatch:
    name: { en: Dispatch, zh: 派工 }
    at: received
    by: agent
    to: handling
    marks: dispatched
    does:
      - open_task: investigate
      - print: slip
    clause: S-4
  answer:
    name: { en: Answer, zh: 答复 }
    at: [received, handling]
    by: [agent, { role: manager, department: department }]
    form: answer
    needs:
      - that: open_tasks("investigate") == 0
        else: { en: the investigation is still open, zh: 调查尚未完成 }
        clause: S-4
    to: answered
    marks: { answered: told_at }
    clause: S-2
  reopen:
    name: { en: Reopen, zh: 重新处理 }
    at: answered
    by: agent
    needs:
      - { that: times("reopened") < 2, else: { en: it was reopened twice already, zh: 已重开两次 } }
    to:
      - { when: 'severity == "major"', is: handling }
      - { is: received }
    marks: reopened
    does:
      - start_round: true
    clause: S-5
  close:
    name: { en: Close, zh: 结案 }
    at: answered
    by: manager
    to: closed
    does:
      - set: { closed_on: now }
    clause: S-5
  remark:
    name: { en: Remark, zh: 备注 }
    at: any
    by: [agent, manager]
    form: remark
    clause: S-1
tasks:
  investigate:
    name: { en: Investigate, zh: 调查 }
    by: agent
    department: concerned
    form: investigation
    marks: investigated
    clause: S-4
notices:
  acknowledgement:
    name: { en: Acknowledgement, zh: 受理通知 }
    to: complainant
    text: { en: "Your complaint {{ case.number }} was received.", zh: "您的投诉 {{ case.number }} 已受理。" }
    clause: S-1
documents:
  slip:
    name: { en: Slip, zh: 派工单 }
    template: slip.html
    copies:
      - { name: { en: First copy, zh: 第一联 }, to: { en: the department, zh: 部门 } }
      - { name: { en: Second copy, zh: 第二联 }, to: { en: the file, zh: 存档 } }
    clause: S-4
counters:
  same_name:
    name: { en: Complaints of the same person, zh: 同一人的投诉 }
    same: complainant_name
    within: 1 month
    clause: S-1
guidance:
  manners:
    title: { en: Manners, zh: 礼貌 }
    text: { en: Listen first., zh: 先倾听。 }
    at: [opening, handling]
    clause: S-1
"#;

const INTAKE: &str = r#"
form: intake
name: { en: Intake, zh: 登记 }
clause: S-1
sections:
  - title: { en: Complainant, zh: 投诉人 }
    fields:
      - { use: received_at }
      - id: complainant_name
        type: text
        label: { en: Name, zh: 姓名 }
        required: true
        max: 100
        personal: true
      - id: channel
        type: choice
        of: channels
        label: { en: Channel, zh: 渠道 }
        required: true
  - title: { en: Matter, zh: 事由 }
    fields:
      - id: matter
        type: long_text
        label: { en: Matter, zh: 事由 }
        required: true
      - id: kind
        type: choice
        label: { en: Kind, zh: 类别 }
        options:
          delivery: { label: { en: Delivery, zh: 送货 } }
          defect: { label: { en: Defect, zh: 质量 } }
        required: true
      - id: order_number
        type: text
        label: { en: Order, zh: 订单 }
        visible: kind == "delivery"
        required: kind == "delivery"
      - id: loss
        type: money
        label: { en: Loss, zh: 损失 }
        min: 0
        default: 0
      - id: promised_at
        type: date_time
        label: { en: Promised call, zh: 承诺回电 }
        visible: 'channel == "phone" && counters.same_name < 3'
        checks:
          - { that: promised_at >= received_at, else: { en: it cannot lie before the complaint, zh: 不能早于投诉 } }
      - id: items
        type: group
        label: { en: Goods, zh: 货品 }
        max: 20
        fields:
          - { id: article, type: text, label: { en: Article, zh: 品名 }, required: true }
          - { id: pieces, type: integer, label: { en: Pieces, zh: 数量 }, min: 1, default: 1 }
          - id: broken
            type: integer
            label: { en: Broken, zh: 损坏 }
            visible: kind == "defect"
            checks:
              - { that: broken <= pieces, else: { en: not more than all, zh: 不能多于总数 } }
"#;

const ANSWER: &str = r#"
form: answer
name: { en: Answer, zh: 答复 }
fields:
  - { id: finding, type: choice, of: findings, label: { en: Finding, zh: 结论 }, required: true, clause: S-2 }
  - { id: told_at, type: date_time, label: { en: Told at, zh: 告知时间 }, default: now, required: true, clause: S-2 }
"#;

const REMARK: &str = r#"
form: remark
name: { en: Remark, zh: 备注 }
fields:
  - { id: remark, type: text, label: { en: Remark, zh: 备注 }, clause: S-1 }
  - { id: closed_on, type: date_time, label: { en: Closed on, zh: 结案时间 }, clause: S-5 }
"#;

const INVESTIGATION: &str = r#"
form: investigation
name: { en: Investigation, zh: 调查 }
fields:
  - { id: facts, type: long_text, label: { en: Facts, zh: 事实 }, required: true, clause: S-4 }
"#;

const SHARED: &str = r#"
fields:
  received_at:
    type: date_time
    label: { en: Received at, zh: 接到时间 }
    required: true
    default: now
    checks:
      - { that: received_at <= now, else: { en: it cannot lie in the future, zh: 不能晚于现在 } }
"#;

const SCHEDULES: &str = r#"
schedules:
  weekly:
    name: { en: Weekly review, zh: 每周检查 }
    cron: "0 9 * * 1"
    holiday: next_working_day
    for_each: { case: complaint, where: 'severity == "major"', does: [{ remind: manager }] }
    clause: S-5
"#;

const STATISTICS: &str = r#"
registers:
  complaints:
    name: { en: Complaints, zh: 投诉台账 }
    case: complaint
    columns:
      number: { name: { en: Number, zh: 编号 }, is: case.number }
      loss: { name: { en: Loss, zh: 损失 }, is: loss }
      dispatched: { name: { en: Dispatched, zh: 已派工 }, is: happened("dispatched") }
      investigated: { name: { en: Investigated, zh: 已调查 }, is: happened("investigated") }
    clause: S-5
reports:
  monthly: { name: { en: Monthly, zh: 月报 }, case: complaint, breakdown: [severity, case.stage], clause: S-5 }
"#;

const CLAUSES: &str = r#"
clauses:
  S-1: { says: { en: Every complaint is recorded, zh: 有诉必录 }, met_by: [opening, policy, channel phone, notice acknowledgement, counter same_name, guidance manners, number] }
  S-2: { says: { en: Answered in time, zh: 按时答复 }, met_by: [deadline answer, extension answer, deadline promise, field answer.finding, action answer] }
  S-3: { says: { en: Grave ones are major, zh: 严重的为重大 }, met_by: [decision severity, setting major_loss, script is_grave] }
  S-4: { says: { en: The department investigates, zh: 部门调查 }, met_by: [decision department, decision concerned, task investigate, document slip, action dispatch] }
  S-5: { says: { en: Followed up and closed, zh: 跟踪结案 }, met_by: [deadline silence, action reopen, action close, schedule weekly, register complaints, report monthly] }
"#;

const SCENARIOS: &str = r#"
scenarios:
  - scenario: An ordinary complaint is answered in three working days
    proves: S-2
    at: 2024-09-27 10:00
    given: { complainant_name: Li, channel: phone, matter: late, kind: delivery, order_number: A1 }
    steps:
      - { open: {}, by: agent, then: { stage: received, decisions: { severity: ordinary }, deadlines: { answer: running } } }
"#;

const SCRIPT: &str = r#"
// Whether the words speak of harm to people.
// returns: bool
fn is_grave(matter) {
    matter.contains("injured")
}
"#;

const CALENDAR: &str = r#"
calendar: plain
name: { en: Monday to Friday, zh: 周一至周五 }
zone: Asia/Shanghai
hours:
  mon-fri: [08:30-12:00, 13:30-18:00]
every_year: { holidays: [01-01] }
"#;

const SLIP: &str = "<p>{{ case.number }} {{ matter }} → {{ copy.to }}</p>\n";

/// Every file of the pack `sample`, by path.
pub fn sample_files() -> Vec<(&'static str, &'static str)> {
    vec![
        ("forms/common/fields.yaml", SHARED),
        ("forms/sample/answer.yaml", ANSWER),
        ("forms/sample/intake.yaml", INTAKE),
        ("forms/sample/investigation.yaml", INVESTIGATION),
        ("forms/sample/remark.yaml", REMARK),
        ("rules/common/calendars/plain.yaml", CALENDAR),
        ("rules/sample/clauses.yaml", CLAUSES),
        ("rules/sample/complaint.yaml", COMPLAINT),
        ("rules/sample/documents/slip.html", SLIP),
        ("rules/sample/organization.yaml", ORGANIZATION),
        ("rules/sample/scenarios/answer.yaml", SCENARIOS),
        ("rules/sample/schedules.yaml", SCHEDULES),
        ("rules/sample/scripts/words.rhai", SCRIPT),
        ("rules/sample/statistics.yaml", STATISTICS),
    ]
}

/// The pack `sample`: without errors.
pub fn sample_sources() -> Sources {
    Sources::from_files(sample_files())
}
