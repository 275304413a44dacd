"""Who is in this year: five people of the office, six applicants of one school, judges and experts."""

from stdnum.cn import ric

PASSWORDS = {"高娃": "gaowa-password-1", "陈静": "chenjing-password-2", "李慧": "lihui-password-3", "王芳": "wangfang-password-4",
             "赵敏": "zhaomin-password-5"}  # fmt: skip
STUDENTS = ("娜仁托娅", "乌云其其格", "苏日娜", "白天佑", "李明", "张嘉懿")
JUDGES = ("额尔敦", "斯琴")
EXPERTS = ("乌恩", "哈斯")


def identity(number: int) -> str:
    """An identity number of the unassigned county 150299."""
    body = f"150299200903{10 + number:02d}{100 + number:03d}"
    return body + str(ric.calc_check_digit(f"{body}0"))
