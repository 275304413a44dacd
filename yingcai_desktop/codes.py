"""Every code a rule, a workbook check or a step returns, and the one Chinese sentence behind it.

A sentence says what happened, what to do, and the clause of 内科协协字〔2025〕8号 where there is one. Facts stand in braces: `{value}` is
the cell as it stood, `{detail}` what only the place that found it knows.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from yingcai_desktop.decision_names import title
from yingcai_desktop.errors import Problem
from yingcai_desktop.scheme import Schemes

_RANKS = "附件1 四（二）：学科排名前10%或综合排名前15%"
_OFFERS = "附件1 三.1–2、附件2 三（二）"
_MENTORS = "附件1 四（一）、附件2 四（一）"
_SELECTION = "附件1 四（二）、附件2 四（二）"
_VISITS = "附件1 五（三）1、附件2 五（三）1"
_FINAL = "附件1 六（三）、附件2 七（三）"
_CHAINS = "附件1 八、附件2 六"
_CONSENT = "个人信息保护法第31条"
_ID = "GB 11643-1999"


@dataclass(frozen=True, slots=True)
class Message:
    """What happened, what to do, and the clause (blank where the notice says nothing)."""

    what: str
    todo: str
    clause: str = ""

    def text(self, **facts: str) -> str:
        """The whole sentence; a fact that is not given leaves no trace."""
        given = _Facts({k: f"“{v}”" if k == "value" and v else v for k, v in facts.items()})
        sentence = f"{self.what}。{self.todo}。".format_map(given)
        return f"{sentence}（{self.clause}）" if self.clause else sentence


class _Facts(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return ""


def message(code: str) -> Message:
    """The message of a code; `KeyError` for a code nobody wrote a sentence for, which is a bug."""
    return MESSAGES[code]


def sentence(code: str, **facts: str) -> str:
    """The sentence of a code, e.g. `sentence("id.length", value="1501")`."""
    return message(code).text(**facts)


def sentence_of(problem: Problem, schemes: Schemes) -> str:
    """The sentence of a step's problem, with its group in front and the number of people it concerns."""
    group = schemes.group_name(problem.programme, problem.city, problem.subject) if problem.programme else ""
    people = f"（{len(problem.ids)} 人）" if problem.ids else ""
    detail = title(problem.detail) if problem.code == "decision.missing" else problem.detail
    said = message(problem.code).text(detail=detail, people=people)
    return f"{group}：{said}" if group else said


_FILES = {
    "file.encrypted": Message("文件设了打开密码，读不出内容", "请发件人去掉密码另存后重新发来"),
    "file.old-xls": Message(
        "这是旧版 .xls（或其他 OLE）文件，不是 .xlsx", "请用 WPS 或 Excel 打开，另存为 .xlsx 后再导入"
    ),
    "file.not-xlsx": Message("这不是 .xlsx 工作簿", "请核对文件，用 WPS 或 Excel 另存为 .xlsx 后再导入"),
    "file.damaged": Message("文件已损坏，内容不完整", "请发件人重新发送；能打开的话另存一份再导入"),
    "scan.too-large": Message("文件超过20 MB", "请用较低的分辨率重新扫描，或在 WPS 里压缩后再添加"),
    "scan.too-many-pixels": Message("图片太大，超过5000万像素", "请用300 dpi 以下的分辨率重新扫描，或缩小后再添加"),
    "scan.not-a-scan": Message("不是图片，也不是 PDF", "请另存为 JPG、PNG 或 PDF 后再添加（手机的 HEIC 照片、Word 文档都要先另存）"),
    "scan.damaged": Message("图片已损坏，打不开", "请重新扫描或拍照后再添加"),
    "scan.pdf-closed": Message("PDF 打不开：已损坏，或设了打开密码", "请去掉密码另存，或重新扫描后再添加"),
    "scan.many-pages": Message("TIFF 里有多页，只能存一页", "请另存为 PDF 后再添加"),
    "scan.unreadable": Message("读取文件时中断", "请核对文件来源；确认无误的，另存为 JPG 或 PDF 后再添加"),
    "scan.not-a-picture": Message("照片必须是图片，不能是 PDF", "请选择 JPG 或 PNG 格式的照片"),
    "file.unsafe": Message(
        "文件展开后过大或含有危险内容，没有读入", "请用 WPS 或 Excel 打开，只把数据复制到新工作簿后再导入"
    ),
    "sheet.missing": Message(
        "没有一张可见的工作表具备必需的列，整个文件没有读入", "请对照模板检查表头（须在前 10 行）后重新导入"
    ),
    "sheet.repeated-column": Message("同一列在一张表里出现了两次，整个文件没有读入", "请删去多余的一列后重新导入"),
}

_CELLS = {
    "cell.blank": Message("必填项是空的", "请补填后重新导入这一行"),
    "programme.unknown": Message("项目{value}不在名录里", "请填“国家”或“试点”"),
    "city.unknown": Message("盟市{value}不在试点范围", "请填本年度的试点盟市", "附件2 三（二）"),
    "subject.unknown": Message(
        "学科{value}不在名录里", "请填数学、物理、化学、生物或计算机", "附件1 三.2、附件2 三（一）"
    ),
    "flag.invalid": Message("{value}不是“是”或“否”", "请改填“是”或“否”"),
    "date.invalid": Message("日期{value}读不懂或没有这一天", "请按 2009-03-05 的样子填写"),
    "time.invalid": Message("时间{value}读不懂", "请按 09:00 的样子填写"),
    "phone.invalid": Message("手机号{value}不是 11 位手机号", "请核对后重填"),
    "gender.invalid": Message("性别{value}不是“男”或“女”", "请改正"),
    "ethnicity.unknown": Message("民族{value}不在国家标准名录里", "请按 GB/T 3304 填写，如“蒙古族”"),
    "name.invalid": Message(
        "姓名{value}不合规范", "请填 2–25 个汉字，间隔号用“·”，不要夹字母、数字", "民委发〔2016〕33号"
    ),
    "value.invalid": Message("{value}不在可填的范围内", "请从模板的下拉选项中选填"),
    "int.invalid": Message("{value}不是整数", "请填整数"),
    "row.hidden": Message("这一行在表中是隐藏的，已照常读入", "请确认它确实要报送"),
    "cell.merged": Message("这一格取自上方的合并单元格{value}", "请确认每一行都适用"),
    "cell.normalised": Message("{value}已自动更正写法（空格、间隔号、全角、大小写）", "请核对，无误不必处理"),
}

_IDENTITY = {
    "id.numeric-cell": Message(
        "身份证号{value}是数字格式，末几位已经丢失", "请把该列设为文本格式，对照证件重新填写，不能补零"
    ),
    "id.length": Message("身份证号{value}不是 18 位", "请对照证件重填", _ID),
    "id.characters": Message("身份证号{value}里有数字和末位 X 以外的字符", "请检查是否把 0 写成了字母 O 等", _ID),
    "id.date": Message("身份证号{value}里的出生日期不存在或不合理", "请对照证件重填", _ID),
    "id.check-digit": Message("身份证号{value}的校验码不对，至少有一位抄错", "请对照证件逐位核对", _ID),
    "id.gender": Message("身份证号{value}与所填性别不一致", "请核对性别和身份证号", _ID),
    "id.birth-date": Message("出生日期{value}与身份证号不一致", "请核对出生日期和身份证号", _ID),
    "id.duplicate": Message(
        "身份证号{value}在本项目已有报名（本文件内重复，或由另一所学校报送）", "请与有关学校核实，只保留一份"
    ),
    "id.name-mismatch": Message("身份证号{value}在另一个项目里是另一个姓名", "请核对姓名和身份证号，两处须一致"),
    "dual.application": Message(
        "身份证号{value}同时报了两个项目", "请留意：最后只能在一个项目入选，按已签认的优先办法处理"
    ),
    "dual.admission": Message("同一人在两个项目都拟录取", "请按已签认的优先办法只保留一个"),
    "suspected.duplicate": Message("姓名和出生日期相同，身份证号不同，可能是同一人", "请核实，程序不会自动合并"),
    "age.unusual": Message("按报名截止日计算，出生日期{value}不在 14–18 周岁", "请核对出生日期和年级"),
}

_SCHOOLS = {
    "school.unknown": Message(
        "学校{value}不在参与中学名录里", "请填学校全称；确应参与的，先在决定文件里登记", "附件1 三.3、附件2 三（三）"
    ),
    "school.not-in-programme": Message("学校{value}不参与这个项目", "请核对项目和学校", "附件1 三.3、附件2 三（三）"),
    "school.city-mismatch": Message("学校{value}不在所填的盟市", "请核对盟市和学校"),
    "university.unknown": Message("高校{value}不在培养高校名录里", "请填全称或常用简称", _OFFERS),
    "university.not-in-programme": Message("高校{value}不承担这个项目的培养", "请核对项目和高校", _OFFERS),
    "university.other-city": Message("高校{value}不在学生所在盟市", "试点学生请选本盟市的高校", "附件2 三（二）"),
    "subject.not-offered": Message("高校不培养所填的学科，本格是{value}", "请核对高校和学科", _OFFERS),
    "grade.not-allowed": Message("年级{value}不能报名", "只收高一、高二学生", "附件1 四（二）、附件2 一"),
}

_APPLICANTS = {
    "rank.cohort-invalid": Message("年级人数{value}不是正整数", "请填年级学生总数", _RANKS),
    "rank.not-integer": Message("名次{value}不是整数", "请填名次本身，不要填百分比", _RANKS),
    "rank.out-of-range": Message("名次{value}小于 1", "请核对名次", _RANKS),
    "rank.exceeds-cohort": Message("名次{value}大于年级人数", "请核对名次和年级人数", _RANKS),
    "rank.missing": Message("学科名次和综合名次都没有填", "请至少填一项", _RANKS),
    "mentor.unknown": Message("该项目、高校、学科里没有导师{value}", "请对照导师名单核对姓名、高校和学科"),
    "consent.missing": Message("没有取得同意或承诺", "取得本人和监护人同意后再报送", _CONSENT),
    "relax.no-proof": Message("填了前置培养表现优秀，但没有证明材料", "请补交证明，否则不能放宽排名", "附件1 四（二）"),
    "returning.not-on-file": Message(
        "填了上届学员，但往届档案里没有此人", "请核对，或先导入往届跟踪表", "附件1 五（一）、附件2 五（一）"
    ),
    "choice.repeated": Message("志愿导师{value}与前面的志愿重复，后一个已略去", "如需改填，请更正后重新导入"),
    "mentor.not-appointed": Message(
        "志愿导师{value}尚未聘任", "请留意：未聘任的导师不能接收学生", "附件1 八（一）、附件2 六（一）"
    ),
}

_MENTOR_CODES = {
    "capacity.out-of-range": Message("可带学生数{value}小于 1", "请填至少 1"),
    "capacity.exceeds-limit": Message(
        "可带学生数{value}超过上限", "试点导师最多 5 人，国家项目最多 30 人", "附件2 五（三）1"
    ),
    "capacity.below-placed": Message(
        "可带学生数{value}少于已经分配给这位导师的学生数", "请先调整师生匹配，再改人数", "附件2 五（三）1"
    ),
    "mentor.duplicate": Message("导师{value}在本文件里重复（同项目、高校、学科）", "请只保留一行"),
    "member.duplicate": Message("团队成员{value}在同一导师名下重复", "请只保留一行"),
    "mentor.no-honour": Message("没有通知所列的人才称号", "原则上应有；例外须写明理由并签认", _MENTORS),
    "mentor.not-doctor": Message(
        "导师学位是{value}，不是博士", "原则上应为博士；例外须写明理由并签认", "附件2 四（一）"
    ),
    "member.not-qualified": Message("团队成员的学位{value}和职称都未达到要求", "请核对，或写明理由", _MENTORS),
}

_SCORES = {
    "score.not-allowed": Message("状态不是“正常”，却填了分数{value}", "请删去分数，或更正状态"),
    "score.missing": Message("状态是“正常”，却没有分数", "请补填分数，或更正状态"),
    "score.not-number": Message("分数{value}不是数字", "请填数字"),
    "score.precision": Message("分数{value}超过两位小数", "请核对，最多两位小数"),
    "score.out-of-range": Message("分数{value}超出范围", "请对照满分核对"),
    "score.step": Message("分数{value}不是规定分值的整数倍", "请按签认的打分间隔填写"),
    "score.total-mismatch": Message("合计{value}与各项之和不符", "请核对各项分数和合计"),
    "score.duplicate": Message("{value}的成绩在本文件里重复", "请只保留一行"),
    "score.sealed": Message("成绩{value}与已封存的不一致", "确需更正的，请两人办理“更正单”"),
    "score.entered": Message("成绩{value}与双录核定的不一致", "请对照原卷核对；以原卷为准，确需更正的在双录里更正"),
    "entry.empty": Message("既没有分数，也没有状态", "请对照原卷补录；缺考等请选状态"),
    "entry.zero": Message("0 分还没有确认", "请再输一次 0 确认，缺考的请改选状态"),
    "entry.total": Message("录入的合计与纸面合计不符", "请对照原卷逐份核对"),
    "ticket.unknown": Message("准考证号{value}不存在", "请核对，或改用身份证号"),
    "ticket.mismatch": Message("身份证号{value}与准考证号不是同一人", "请核对两项"),
    "applicant.unknown": Message("身份证号{value}在本项目没有报名", "请核对项目和身份证号"),
    "applicant.not-approved": Message("身份证号{value}的报名没有通过资格审查", "请核对，不应有成绩", _SELECTION),
    "applicant.not-shortlisted": Message("身份证号{value}不在面试人选里", "请核对，不应有面试分", _SELECTION),
    "name.mismatch": Message("姓名{value}与该身份证号的报名姓名不一致", "请核对姓名和身份证号"),
    "subject.mismatch": Message("学科{value}与报名学科不一致", "请核对"),
    "panel.unknown": Message("面试组{value}不在该组名单里", "请核对组别；新组先在决定文件里登记"),
    "panel.other": Message("考生已有其他面试组的评分，本格是{value}", "一名考生只能由一个组评分，请核对"),
    "judge.unknown": Message("评委{value}不属于这个面试组", "请核对评委姓名和组别"),
    "judge.recused": Message("评委{value}须对该考生回避，不能打分", "请把这一行的状态改为“回避”，不填分数"),
}

_TRAINING = {
    "trainee.unknown": Message("身份证号{value}不是本项目的学员", "请核对项目和身份证号"),
    "trainee.not-begun": Message("身份证号{value}已经录取，还没有开始培养", "请先办理“开始培养”，再导入这一行", "附件1 八（五）、附件2 六（七）"),
    "trainee.exited": Message("身份证号{value}已退出培养", "请核对，不再参加评价", "附件2 七（二）"),
    "date.outside-cycle": Message("日期{value}不在本培养周期", "请核对年份", "附件1 五（一）、附件2 五（一）"),
    "plan.empty": Message("这一行没有填写任何计划内容", "请填写课题、目标或安排；没有计划的学员可以删去这一行", _VISITS),
    "plan.duplicate": Message("同一学员的{value}在本表里重复", "请只保留一行"),
    "reading.before-given": Message("读完日期{value}早于指定日期", "请核对两个日期"),
    "visit.duplicate": Message("同一学员在{value}同一时间的活动重复", "请只保留一行"),
    "visit.future": Message("日期{value}在今天之后", "活动当天或以后再登记", _VISITS),
    "visit.before-admission": Message("日期{value}早于录取日期", "属前置培养，请留意", _VISITS),
    "evaluation.duplicate": Message("身份证号{value}在本表里重复", "请只保留一行"),
    "expert.conflict": Message(
        "专家是该学员的导师或其团队成员，应当回避", "请把状态改为“回避”，分数另请专家评定", _FINAL
    ),
    "season.out-of-range": Message("届{value}超出范围", "请填 2017 到上一年度；本年度的学员先在“往届跟踪”转入"),
    "alumni.duplicate": Message("身份证号{value}同届、同一更新日期的记录重复", "请只保留一行"),
}

_STEPS = {
    "scores.missing": Message("还缺成绩{people}，这一步没有办理", "请补齐后再办", _SELECTION),
    "evaluation.missing": Message("还缺评价或材料{people}，这一步没有办理", "请补齐后再办", _FINAL),
    "tie.unresolved": Message(
        "名额边上有同分{people}，程序不代为排序，这一步没有办理",
        "请由两人在“遴选录取”裁定先后，或写进决定文件的 [[ties]] 后再办",
    ),
    "shortlist.shortage": Message("面试人选不足比例", "按实有人数进入面试，请留意", _SELECTION),
    "shortlist.tied": Message("末位同分{people}，全部进入面试", "请留意面试人数", _SELECTION),
    "admit.seats-open": Message("还有名额没有录满", "请留意，可按候补递补或报告"),
    "decision.missing": Message("还没有决定：{detail}，这一步没有办理", "请在“系统设置 · 名额与规则”签认，或者登记决定文件后再办"),
    "decision.invalid": Message("决定文件没有登记{detail}", "请改正后重新登记"),
    "decision.frozen": Message("这项决定已经用过，不能再改{detail}", "确需更正的，请走更正程序"),
    "decision.season": Message("决定文件不是本年度的{detail}", "请核对文件里的年度"),
    "seats.sum": Message("名额合计不符{detail}", "请核对后改正，合计必须与名额一致", "附件1 三.4、附件2 三（四）"),
    "weights.sum": Message("权重合计不是 100{detail}", "请改正后重新登记"),
    "selection.locked": Message("遴选结果已经锁定，这一步没有办理", "确需更正的，请由另一人见证解锁，写明理由"),
    "mentor.full": Message("导师已经没有空位{detail}", "请换一位有空位的导师，或由名下学生让出", "附件2 五（三）1"),
    "lock.blocked": Message("还不能锁定：{detail}", "请先处理，再锁定"),
    "step.order": Message("前一步还没有办理，或后一步已经办理", "请按顺序办理"),
    "step.office": Message("这一步由自治区办理，盟市不能办理", "请等自治区办理后下发的数据包", _CHAINS),
    "step.other-city": Message("盟市只办理本盟市的后备人才，这一步没有办理", "请核对盟市和项目", "附件2 二（一）"),
}

_OWNERSHIP = {
    "ownership.stays": Message("这类记录只留在本单位，不随数据包往来，没有接收", "请告知发送单位"),
    "ownership.identity": Message("记录归哪个单位是不能改的，没有接收", "请由登记单位自己报送"),
    "ownership.fixed": Message("这类记录登记后不能更改或删除，没有接收", "确需更正的，请登记单位按更正程序办理"),
    "ownership.removal": Message("只有登记单位能删除这条记录，没有接收", "确需删除的，请登记单位办理"),
    "ownership.national": Message("中学生英才计划由自治区办理，盟市的改动没有接收", "请告知发送的盟市", "附件1 八"),
    "ownership.other-city": Message("这是另一个盟市的记录，没有接收", "请核对数据包是不是发错了单位", "附件2 二（一）"),
    "ownership.out-of-reach": Message(
        "这条记录不是往来盟市自己的后备人才，没有接收", "请核对数据包是不是发错了单位", "附件2 二（一）"
    ),
    "ownership.not-maker": Message("这类记录只能由自治区登记，盟市新建的没有接收", "请报自治区登记", "附件2 二（一）"),
    "ownership.region-field": Message(
        "这一项由自治区填写，盟市的改动没有接收", "确需更正的，请向自治区提出更正请求", "附件2 六、七"
    ),
    "ownership.owner-field": Message(
        "这一项由登记单位填写，其他单位的改动没有接收", "确需更正的，请向登记单位提出更正请求"
    ),
    "ownership.state": Message("发送单位无权这样改动状态，没有接收", "请由有权的单位办理后再报送", _CHAINS),
}

_PACKAGES = {
    "package.too-large": Message("文件超出数据包的大小上限，没有导入", "请对方分几次制作后重新发来"),
    "package.not-a-package": Message(
        "这不是数据包，没有导入", "请选择扩展名为 .ycp 的文件；收到的若是压缩包，请先解压，再选里面的 .ycp"
    ),
    "panel.not-a-task": Message("这不是面试任务文件，或者文件已损坏，没有载入", "请选组长 U 盘上名为“任务包_…”的 .ycp 文件"),
    "panel.not-a-result": Message("这不是评委席的打分包，没有导入", "请选评委席电脑导出的“打分包_…”文件；单位之间的数据包在“数据包”页导入"),
    "panel.bring-here": Message("这是评委席的打分包，这里不导入", "请到“面试评分”的“评委席”页，按“导入打分包…”"),
    "panel.other-panel": Message("这份面试任务是{detail}的，不是本机这一组的，没有载入", "请换本组的任务文件；要换组的，请先导出成绩包、用回执清除本机"),
    "panel.old-task": Message("这份面试任务比本机用的旧，没有载入", "请用最近一次制作的任务文件"),
    "panel.not-our-receipt": Message("这不是给本机的回执，没有清除", "请用办公室导入本机成绩包之后出具的回执"),
    "panel.not-yet-taken": Message("回执里没有本机最近一次导出的成绩包，没有清除", "请重新导出成绩包，交办公室导入并另出回执"),
    "package.damaged": Message("数据包在传送中损坏或被截短，没有导入", "请对方把原文件重新复制或发送一次"),
    "package.not-for-us": Message(
        "数据包是加密给别的单位的，本单位打不开，没有导入", "请与发件单位核对收件单位，请对方重新制作发给本单位的包"
    ),
    "package.passphrase-missing": Message("数据包设了口令，没有口令打不开", "请输入发件人当面或电话告知的口令后重试"),
    "package.passphrase-wrong": Message(
        "口令不对，数据包没有打开", "请检查大小写和输入法后重输，仍打不开的请与发件人核对口令"
    ),
    "package.members": Message(
        "数据包里有不该有的文件，或缺了应有的文件，可能被人重新打包过，没有导入", "请对方重新制作后发来，不要解开再压缩"
    ),
    "package.bomb": Message(
        "文件展开后会大得不合常理，可能是恶意文件，没有导入", "请不要再打开它，并告知发件单位和自治区管理人员"
    ),
    "package.unsealed": Message("数据包没有加密，不合规定，没有导入", "请对方用本程序的“制作数据包”重新制作后发来"),
    "package.wrong-suite": Message(
        "数据包用的加密签名办法本程序不认识，没有导入", "请先升级程序；已是最新版的，请与发件单位核对"
    ),
    "package.unknown-sender": Message(
        "发件单位 {detail} 不在本机的名录里，无法核对签名，没有导入",
        "请先导入自治区最近发来的包以更新名录，或向自治区核实",
    ),
    "package.forged": Message(
        "签名与发件单位在名录里的密钥不符：内容被改过，或者不是该单位制作的，没有导入",
        "请打电话向发件单位核实，并告知自治区管理人员",
    ),
    "package.former-key": Message(
        "发件单位换过密钥，这个数据包是换密钥以前签的，没有导入", "请对方用现在的密钥重新生成后发来，内容不会缺少"
    ),
    "package.newer-format": Message("数据包由更新版本的程序制作，本版本读不了，没有导入", "请先升级程序，再导入这个包"),
    "package.newer-schema": Message(
        "数据包里的数据来自更新版本的程序，本版本存不下，没有导入", "请先升级程序，再导入这个包"
    ),
    "package.other-addressee": Message(
        "数据包的收件单位是 {detail}，不是本单位，没有导入", "请转告发件单位，请对方制作发给本单位的包"
    ),
    "package.records-malformed": Message(
        "数据包的内容不合格式，整个包没有导入", "请对方检查程序版本后重新制作，仍然这样的请报告程序维护人员"
    ),
    "package.unreadable": Message("数据包文件读不到 {detail}，没有导入", "请检查U盘是否插好、文件是否还在，再试一次"),
    "package.not-written": Message(
        "写出的数据包读回来与原件不一致，已经删去，没有生成", "U盘或磁盘可能损坏，请换一个U盘后重做"
    ),
    "package.other-season": Message(
        "这是 {detail} 届的数据包，与本数据文件的届别不同，没有导入", "请打开那一届的数据文件再导入，或与发件单位核对"
    ),
    "package.wrong-kind": Message(
        "发件单位不能向本单位发这一种数据包（{detail}），没有导入", "请与发件单位核对，请对方按规定的种类重新制作"
    ),
    "package.foreign-chain": Message(
        "数据包里有不该由发件单位转来的记录 {detail}，没有导入", "请打电话向发件单位核实，并告知自治区管理人员"
    ),
    "package.forged-entry": Message(
        "数据包里第 {detail} 号记录与它的校验值不符，内容被改过，没有导入", "请打电话向发件单位核实，并告知自治区管理人员"
    ),
    "package.revoked": Message(
        "制作这个数据包的数据文件已经声明停用（第 {detail} 号记录起不再可信），没有导入", "请向自治区核实这台电脑的情况，并请发件单位用现用的数据文件重新制作"
    ),
    "package.gap": Message(
        "中间缺 {detail} 号记录，接不上本机已有的内容，没有导入", "可能有一个数据包没有收到：请先给对方发一份回执，对方再制作的数据包会把缺的补上"
    ),
    "package.fork": Message(
        "对方的{detail}记录与本机见过的不是同一条：有一方的数据文件是从旧备份拷回的，或被复制成了两份，没有导入",
        "请停止往来，两边打电话核对“数据包”页的校验码，查明哪一份数据文件是真正在用的，再用“恢复备份”处理",
    ),
    "package.we-went-back": Message(
        "对方已经收到过本机第 {detail} 号记录，而本机没有：本机的数据文件是从旧备份直接拷回的，没有导入",
        "请在“系统设置 → 备份与恢复”里用“恢复备份”重新恢复一次，再导入这个数据包，对方会把丢失的记录带回来",
    ),
    "exchange.conflicts": Message("还有 {detail} 处冲突没有决定，没有导入", "请逐条选定用包里的、留本机的或手工填写，再导入"),
    "exchange.returned": Message(
        "数据包里有本单位恢复备份之前写下、本机已经没有的 {detail} 条记录，等待确认，没有导入",
        "核对确是本单位原来的记录后，选“收回本单位的记录”再导入",
    ),
    "exchange.in-the-way": Message(
        "本机已有的内容与数据包冲突，整个包没有导入{detail}", "请先在本机处理这件事，或请发件单位更正后重新制作"
    ),
    "exchange.undo-in-the-way": Message(
        "这次导入不能撤销，没有改动{detail}", "请在原处更正，或请发件单位更正后重新制作数据包"
    ),
    "exchange.double": Message(
        "与本机另一条记录重复（同一人、同一导师或同一编号），保留在一边，没有并入", "请两地核对后由其中一地撤回或删除重复的一条，对方再发来时自动处理"
    ),
    "exchange.unmade": Message(
        "这条记录的新增已随导入撤销，对方后来的更改无处可写，保留在一边，没有计入",
        "不用处理：本机的下一个数据包或回执到达对方以后，对方会重新发来整条记录，那时自动并入",
    ),
    "exchange.still-needed": Message(
        "新增这条记录的数据文件已经声明停用，这条记录本应去掉，但本机还有别的记录要用它，先保留着", "请先处理用到它的记录；处理好以后，下一次导入时自动去掉"
    ),
    "exchange.contested": Message(
        "停用数据文件以后，各单位对这条记录的更改互相冲突，先照原样保留", "下一次导入数据包时会逐处请您决定"
    ),
    "exchange.second-photo": Message(
        "这份报名在本机已有照片，一份报名只能有一张，包里的另一张保留在一边，没有并入",
        "请两地商定用哪一张，由存另一张的单位在“材料”里删除；以后再导入数据包时自动处理",
    ),
    "exchange.same-file": Message(
        "这份材料本机已经存了同一个文件，包里的那一条保留在一边，没有并入", "不用处理；两边的文件完全相同"
    ),
    "exchange.missing": Message(
        "它所引用的记录（{detail}）本机还没有，保留在一边，没有并入", "请先导入含有那些记录的数据包；导入后这一条自动并入"
    ),
}

_DIRECTORY = {
    "directory.damaged": Message("名录已损坏或不合格式，没有采用", "请继续使用原有名录，并请自治区重新发来"),
    "directory.forged": Message(
        "名录的签名不对：内容被改过，或者不是自治区签发的，没有采用", "请继续使用原有名录，并打电话告知自治区管理人员"
    ),
    "directory.newer-format": Message("名录由更新版本的程序制作，本版本读不了，没有采用", "请先升级程序"),
    "directory.unknown-office": Message(
        "收件单位 {detail} 不在名录里，没有可用的加密密钥，包没有制作", "请先由自治区把该单位登记进名录，再制作"
    ),
    "directory.fork": Message(
        "收到一份与本机名录版本相同、内容不同的名录，没有采用",
        "请停止导入，打电话与自治区核对名录版本和根密钥的 30 位数字",
    ),
    "directory.foreign": Message(
        "名录由另一把根密钥签发，没有采用",
        "请打电话（用平时的号码）问自治区是不是换了根密钥；是的，请对方交来名录文件，在“数据包 → 单位登记”里“导入名录…”，核对 30 位数字",
    ),
    "root.not-a-root": Message("这不是根密钥文件，或者文件已损坏，没有打开", "请换用另一只U盘上的根密钥文件"),
    "root.other-root": Message("这把根密钥不是签发现有名录的那一把，没有改动", "请换用根密钥保管单上写的那只U盘里的文件"),
    "root.passphrase-wrong": Message("口令不对，根密钥没有打开", "请检查大小写和输入法后重输"),
}

MESSAGES: Mapping[str, Message] = {
    **_FILES, **_CELLS, **_IDENTITY, **_SCHOOLS, **_APPLICANTS, **_MENTOR_CODES, **_SCORES, **_TRAINING, **_STEPS,
    **_OWNERSHIP,
    **_PACKAGES,
    **_DIRECTORY,
}  # fmt: skip
"""Code → message."""
