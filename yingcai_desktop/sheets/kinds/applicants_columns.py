"""applicants: the columns."""

from yingcai_desktop.sheets import cells, words
from yingcai_desktop.sheets.kinds.shared import (
    flag_column,
    id_column,
    name_column,
    programme_column,
    subject_column,
    text_column,
    word_column,
)
from yingcai_desktop.sheets.layouts import Column

GENDER, BIRTH, CITY, SCHOOL, SUBJECT = "性别", "出生日期", "盟市", "学校", "报名学科"
COHORT, SUBJECT_RANK, OVERALL_RANK = "年级人数", "学科名次", "综合名次"
PRETRAINING, PROOF, RETURNING = "前置培养表现优秀", "证明材料", "上届学员"
CONSENTS = ("学生承诺", "监护人同意")
CHOICES = tuple((f"{place}志愿高校", f"{place}志愿导师") for place in ("第一", "第二", "第三"))
"""Titles of university and mentor of each choice."""

_UNIVERSITY = cells.word(lambda known: known.universities, "university.unknown")


def _rank(title: str, field: str, *also: str) -> Column:
    return Column(title, cells.whole("rank.not-integer"), field, also, must_exist=True, blank=None)


def _optional_flag(title: str, field: str, *also: str) -> Column:
    return Column(title, cells.flag, field, also, blank=False)


def _choice(number: int) -> tuple[Column, Column]:
    university, mentor = CHOICES[number - 1]
    first = number == 1
    return (
        Column(university, _UNIVERSITY, "", (f"志愿{number}高校",), must_exist=first, required=first),
        Column(mentor, cells.name, "", (f"志愿{number}导师",), must_exist=first, required=first, normalised=True),
    )


COLUMNS = (
    programme_column("programme"),
    name_column("学生姓名", "名字", field="name"),
    word_column(GENDER, words.GENDERS, "gender", code="gender.invalid"),
    Column("民族", cells.word(words.ETHNICITIES, "ethnicity.unknown"), "ethnicity"),
    id_column("id_number"),
    Column(BIRTH, cells.day, "birth_date", ("出生年月日", "生日"), must_exist=True, required=True, blank=None),
    Column(
        CITY,
        cells.word(lambda known: known.cities, "city.unknown"),
        "city",
        ("所在盟市", "试点盟市"),
        must_exist=True,
        required=True,
        merges=True,
    ),
    Column(
        SCHOOL,
        cells.word(lambda known: known.schools, "school.unknown"),
        "",
        ("学校名称", "学校全称", "所在学校", "就读学校"),
        must_exist=True,
        required=True,
        blank=None,
        merges=True,
    ),
    Column(
        "年级",
        cells.word(lambda known: known.grades, "grade.not-allowed"),
        "grade",
        ("所在年级",),
        must_exist=True,
        required=True,
    ),
    text_column("班级", "class_name", "所在班级"),
    subject_column("学科", "申报学科", "意向学科", title=SUBJECT, field="subject"),
    Column(
        COHORT, cells.whole("rank.cohort-invalid"), "cohort", ("年级总人数", "年级学生数"), must_exist=True, blank=None
    ),
    _rank(SUBJECT_RANK, "subject_rank", "学科排名", "学科年级排名", "单科名次"),
    _rank(OVERALL_RANK, "overall_rank", "综合排名", "综合年级排名", "总分名次"),
    text_column("排名依据", "rank_basis", "排名依据考试"),
    _optional_flag(PRETRAINING, "pretraining", "前置培养优秀"),
    text_column(PROOF, "proof", "前置培养证明"),
    _optional_flag(RETURNING, "returning", "是否上届学员"),
    *_choice(1),
    *_choice(2),
    *_choice(3),
    flag_column("服从调剂", "adjust", "是否服从调剂"),
    name_column("监护人", "家长姓名", title="监护人姓名", field="guardian_name"),
    text_column("监护人关系", "guardian_relation", "与监护人关系"),
    Column("监护人手机", cells.phone, "guardian_phone", ("监护人电话", "家长电话"), must_exist=True, required=True),
    Column("学生手机", cells.phone, "student_phone", ("学生电话", "手机")),
    flag_column(CONSENTS[0], "student_consent", "学生本人承诺"),
    flag_column(CONSENTS[1], "guardian_consent", "监护人是否同意"),
    word_column("学校意见", words.OPINIONS, "school_opinion", "学校推荐意见"),
)
