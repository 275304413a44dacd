"""The states a record can be in: the stored code, the Chinese label, and the groups screens and steps ask for (附件1 八, 附件2 六)."""

from enum import StrEnum


class LabelledState(StrEnum):
    """A state as stored text with its Chinese `label`; equal to its code."""

    label: str

    def __new__(cls, code: str, label: str) -> "LabelledState":
        """Keep the code as the text and the label beside it."""
        state = str.__new__(cls, code)
        state._value_ = code
        state.label = label
        return state


class ApplicationState(LabelledState):
    """报名: 中学 →〔盟市〕→ 自治区 (附件1 八（二）, 附件2 六（二）)."""

    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "已提交"
    RECOMMENDED = "recommended", "学校已推荐"
    CITY_PASSED = "city-passed", "盟市审核通过"
    APPROVED = "approved", "复审通过"
    RETURNED = "returned", "退回补正"
    REJECTED = "rejected", "不通过"
    WITHDRAWN = "withdrawn", "已撤回"


class MentorState(LabelledState):
    """导师: 高校推荐 →〔盟市初审〕→ 自治区复审 → 审定 → 公示 → 聘任 (附件1 八（一）, 附件2 六（一）)."""

    RECOMMENDED = "recommended", "高校已推荐"
    CITY_PASSED = "city-passed", "盟市初审通过"
    APPROVED = "approved", "复审通过"
    ENDORSED = "endorsed", "已审定"
    PUBLISHED = "published", "已公示"
    APPOINTED = "appointed", "已聘任"
    RETURNED = "returned", "退回补正"
    REJECTED = "rejected", "不通过"
    EXPIRED = "expired", "聘期届满"
    DISMISSED = "dismissed", "已解聘"


class TraineeState(LabelledState):
    """学员 (附件1 五, 附件2 五、七)."""

    TRAINING = "training", "在培"
    EXITED = "exited", "已退出"
    COMPLETED = "completed", "已完成"


class CertificateState(LabelledState):
    """培养证书 (附件2 七（三）)."""

    ISSUED = "issued", "已颁发"
    REISSUED = "reissued", "已补发"
    VOID = "void", "已作废"


UNDER_REVIEW = frozenset({ApplicationState.SUBMITTED, ApplicationState.RECOMMENDED, ApplicationState.CITY_PASSED})
"""Applications somebody still has to look at."""

IN_FORCE = frozenset({CertificateState.ISSUED, CertificateState.REISSUED})
"""Certificates that can be shown."""
