"""Words of the workbooks that no scheme owns, with what people also write for them (FORMAT §8, Values; GB/T 3304).

Keys are folded: no spaces, half width. Programmes, cities, subjects, grades, universities and schools come with `Known`.
"""

from collections.abc import Mapping


def _words(**synonyms: str) -> Mapping[str, str]:
    """Each name and its synonyms (separated by spaces) → the name."""
    return {word: name for name, others in synonyms.items() for word in (name, *others.split())}


GENDERS = _words(男="男性", 女="女性")
DEGREES = _words(博士="博士学位 博士研究生", 硕士="硕士学位 硕士研究生", 学士="学士学位 本科", 其他="")
TITLES = _words(正高="教授 研究员 正高级", 副高="副教授 副研究员 副高级", 中级="讲师", 其他="")
OPINIONS = _words(推荐="同意推荐 同意", 不推荐="不同意")
CITY_OPINIONS = _words(通过="初审通过", 不通过="未通过")
TEST_STATES = _words(正常="", 缺考="", 违纪="", 故障="技术故障")
INTERVIEW_STATES = _words(正常="", 评委缺席="缺席", 回避="", 考生缺考="缺考")
EXPERT_STATES = _words(正常="", 缺席="", 回避="")
MODES = _words(到校="到校培养", 线上="", 中学校内="", 外出活动="")
REVIEWS = _words(通过="已通过", 退回="", 待审="待审核")
TEAM_GRADES = _words(优="优秀", 良="良好", 合格="", 不合格="")
CONCLUSIONS = _words(合格="", 不合格="")
CONDITIONS = _words(好="", 较好="", 一般="", 较差="")
TOPIC_STATES = _words(已定="已确定", 拟定="", 未定="未确定")
OVERALL = _words(正常="", 需关注="", 建议退出="")
GRADES = _words(优秀="", 合格="", 不合格="")
STAGES = _words(高中在读="", 本科="", 硕士="", 博士="", 就业="", 其他="", 失联="")
FLAGS: Mapping[str, bool] = dict.fromkeys("是√Yy有", True) | dict.fromkeys("否×Nn无", False)

_ETHNICITIES = (
    "汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇 柯尔克孜 土 达斡尔 "
    "仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺"
)
ETHNICITIES: Mapping[str, str] = {word: f"{name}族" for name in _ETHNICITIES.split() for word in (name, f"{name}族")}
"""The 56 names of GB/T 3304-1991, with or without 族 → with it."""
