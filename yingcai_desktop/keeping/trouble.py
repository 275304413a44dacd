"""What the clerk reads when the store is in trouble: what happened, what it means, what to do."""

from collections.abc import Iterator
from contextlib import contextmanager

from db.errors import Kind, StoreError
from db.models.freezing import SELECTION_LOCKED
from db.models.guards import (
    CERTIFICATE_EXITED,
    CERTIFICATE_UNEARNED,
    EXIT_UNEXPLAINED,
    EXPERT_RECUSED,
    GRADE_UNEXPLAINED,
    MARKS_OF_REGION,
    MENTOR_FULL,
    MENTOR_PLACED,
    MENTOR_UNAPPROVED,
    TRACKING_EARLY,
    TRACKING_STOPPED,
    WAIVER_UNEXPLAINED,
)
from db.models.guards_experts import EXPERTS_DRAWN, EXPERTS_MARKED
from db.models.guards_interviews import JUDGE_HAS_MARKED, JUDGE_RECUSED
from db.models.guards_scores import MARK_SEALED, NOT_PILOT, NOT_YOUR_PASS, PASS_CLOSED, SEAL_KEPT, SEALED, WITNESS_UNFIT
from db.models.judging import HANDED_IN
from db.models.registering import CERTIFICATE_STAYS, CERTIFICATE_VOID
from yingcai_desktop.errors import NotAllowed, Stale, StorageTrouble

SENTENCES = {
    Kind.LOCKED: "数据文件已在另一个窗口或程序中打开。同一个数据文件同时只能由一个程序使用。请回到已打开的窗口，或先关闭它再试。",
    Kind.BUSY: "另一项操作正在保存，这一次没有写入。请等它结束后重做一次。",
    Kind.FULL: "磁盘空间不足，这一次没有写入，此前的内容完好。请删除不用的文件或清理旧的备份，腾出空间后重做。",
    Kind.READ_ONLY: "数据文件所在的磁盘、文件夹或文件是只读的，不能写入。请取消只读，或把数据文件放到本机可写的文件夹再打开。",
    Kind.CORRUPT: "数据文件已损坏：读到的内容与当初写入的不一致。请不要继续录入，用“恢复备份”换回最近一份完好的备份。",
    Kind.WRONG_KEY: "打不开数据文件：口令不对，或者文件开头已损坏。请检查大小写和输入法后重输；确认口令无误仍打不开的，请恢复备份。",
    Kind.NOT_OURS: "这个文件不是本程序的数据文件，没有改动它。请选择扩展名为 .ycdb 的数据文件。",
    Kind.NEWER: "这个数据文件由更新版本的程序写成，本版本不能打开，也没有改动它。请先升级程序。",
    Kind.OLDER: "这个数据文件由旧版本的程序写成，只读方式不能升级它。请以普通方式打开一次，程序会先备份再升级。",
    Kind.EXISTS: "同名文件已经存在，没有覆盖它。请换一个文件名，或先把原文件移走。",
    Kind.MISSING: "找不到数据文件或所在的文件夹。请检查路径，确认U盘已插好、文件没有被移走或改名。",
    Kind.IO: "读写磁盘时出错，这一次没有写入。请检查磁盘或U盘是否松动、损坏，再重做；仍然出错的，请换一个磁盘并恢复备份。",
}
"""Trouble with the file. `stale`, `constraint` and `not_a_change` are no trouble of the file."""

STALE = "这条记录已被他人改动，为免覆盖，这一次没有保存。请刷新后核对新的内容，再改一次。"

GUARDS = {
    SEALED: "成绩已经封存，这一次没有保存。确需更正的，请两人办理“更正单”，写明理由和纸面文号。",
    MARK_SEALED: "这名考生的成绩已经封存，项目、盟市、学科和身份证号不能再改，这一次没有保存。封存的成绩只算在原来的学科里。",
    SEAL_KEPT: "封存记录和更正单写下就不能改、不能删，这一次没有保存。需要再更正的，请另开一张“更正单”。",
    NOT_YOUR_PASS: "这一遍由另一人录入，这一次没有保存。双录由两人各录一遍，差异由第三人核定。",
    PASS_CLOSED: "这一遍已经提交，这一次没有保存。核对之后的更正，请由第三人在“核对差异”里办理。",
    TRACKING_EARLY: "转入跟踪的学员要有终评结果，并且本人和监护人同意，这一次没有保存。请先办完终评、取得同意（附件1 七、附件2 八）。",
    NOT_PILOT: "动手实验、观察等形式只用于后备人才试点，这一次没有保存。请核对考生所属的项目（附件2 四（二））。",
    WITNESS_UNFIT: "封存和更正由两人办理：管理员不经手成绩，见证人须是审核或监督，这一次没有保存。请换合适的人见证。",
    TRACKING_STOPPED: "有往届学员已撤回跟踪同意，这一次没有保存。请先取得本人重新同意并登记，再记录跟踪情况（个人信息保护法第15条）。",
    MENTOR_FULL: "有导师的学生超过了可带人数，这一次没有保存。请核对导师的可带学生数；录取之后改小过的，请重新办理录取（附件2 五（三）1）。",
    MENTOR_PLACED: "可带学生数不能少于已经分配给这位导师的学生数，这一次没有保存。请先调整师生匹配，再改人数（附件2 五（三）1）。",
    MENTOR_UNAPPROVED: "聘任导师必须有批准文号和聘期，这一次没有保存。请先登记批准文件和聘期再聘任（附件1 四（一）、附件2 四（一））。",
    SELECTION_LOCKED: "遴选结果已经锁定，成绩、名次和遴选依据都不能再改，这一次没有保存。确需更正的，请在“遴选录取”由另一人见证解锁；只是有人放弃的，办理递补。",
    CERTIFICATE_UNEARNED: "证书上的等级不是该学员的终评等级，这一次没有保存。请先核对终评结果，再办理“颁发证书”（附件2 七（三））。",
    CERTIFICATE_STAYS: "证书编号一经给出就不再改动、不再使用，作废的也不能恢复，这一次没有保存。写错或打错的请作废后重新编号。",
    CERTIFICATE_VOID: "这个证书编号已经作废，不能再打印，这一次没有保存。请刷新后看现在有效的编号。",
    CERTIFICATE_EXITED: "这名学员已退出培养，不能颁发证书，这一次没有保存。请核对名单（附件2 七（二））。",
    EXIT_UNEXPLAINED: "学员退出培养必须写明原因，这一次没有保存。请补填退出原因后重做（附件2 七（二））。",
    GRADE_UNEXPLAINED: "评为不合格必须写明理由，这一次没有保存。请补填定级理由后重做（附件2 七（三））。",
    WAIVER_UNEXPLAINED: "免交年度材料必须写明理由，这一次没有保存。请补填免交事由后重做（附件2 七（三））。",
    MARKS_OF_REGION: "终评分数由自治区管理办公室组织专家评定，盟市的数据文件不能登记，这一次没有保存（附件2 七（三））。",
    JUDGE_RECUSED: "评委须对考生回避（亲属、同校教师或已申报），不能打分，这一次没有保存。请把该评委的状态登记为“回避”。",
    HANDED_IN: "评分已经提交，这一次没有保存。确需改动的，请组长凭 PIN 解锁并写明原因。",
    JUDGE_HAS_MARKED: "评委已经给须回避的考生打过分，这一次没有保存。请先把那一行改为“回避”（已封存的走更正单），再登记回避。",
    EXPERTS_MARKED: "已经有专家按现在的分工评了分，分工不再改动，这一次没有保存。个别专家不能到会的，请把评分状态记为“缺席”（附件2 七（三））。",
    EXPERTS_DRAWN: "专家分工的记录不能改动，这一次没有保存。需要重新分配的，请写明理由另行分配。",
    EXPERT_RECUSED: "这位专家应当回避这名学员（本人导师、团队成员、亲属或同校），这一次没有保存。请另请专家（附件2 七（三））。",
}
"""Rules of the notice the store itself keeps. Any other constraint that refuses is a bug: nothing we write may break it."""


@contextmanager
def speaking() -> Iterator[None]:
    """Turn the store's trouble into a refusal with its sentence; bugs (a broken constraint, writing around the gate) pass through."""
    try:
        yield
    except StoreError as error:
        if error.kind is Kind.STALE:
            raise Stale(STALE) from error
        if error.kind is Kind.CONSTRAINT and error.detail in GUARDS:
            raise NotAllowed(GUARDS[error.detail]) from error
        if error.kind in SENTENCES:
            raise StorageTrouble(SENTENCES[error.kind]) from error
        raise
