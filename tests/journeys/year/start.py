"""First run, the recovery sheet, the colleagues."""

import re
from pathlib import Path

from tests.documents.reading import pdfium_text
from tests.journeys.hands import Hands
from tests.journeys.year.people import PASSWORDS
from yingcai_desktop.rules.recovery_code import read

GROUP = re.compile("[0-9A-Z]{4}-[0-9A-Z]")
"""Of the recovery code, with its check character."""


def first_run(hands: Hands, sheet: Path) -> None:
    """The data file, its administrator, and the recovery sheet on paper."""
    hands.fill("管理员姓名", "高娃")
    hands.press("兼任审核")
    hands.press("兼任经办")
    for name in ("管理员口令", "再输入一次管理员口令"):
        hands.fill(name, PASSWORDS["高娃"])
    hands.key("Return")
    hands.until(lambda: hands.sees("另存 PDF"), "the recovery sheet")
    code = [word for word in hands.words() if GROUP.fullmatch(word)]
    hands.answer_file_dialog(sheet)
    hands.press("另存 PDF")
    hands.until(lambda: hands.sees("已存为 恢复单.pdf"), "the recovery sheet in its file")
    printed = pdfium_text(sheet.read_bytes())
    assert read(" ".join(code)) == ("".join(group[:4] for group in code), ""), code
    assert [group for group in code if group not in printed] == []
    hands.press("恢复单已经打印或抄好，将装信封封存")
    hands.press("进入工作台")
    assert hands.window.key == "home"


def colleagues(hands: Hands) -> None:
    hands.key("Ctrl+K")
    hands.type("xtsz")
    hands.key("Return")
    hands.settle()
    for name, roles in (
        ("陈静", ()),
        ("李慧", ()),
        ("王芳", ()),
        ("赵敏", ("经办", "审核")),
    ):  # a new user is 经办 unless told otherwise
        hands.key("Ctrl+N")
        hands.fill("姓名", name)
        for role in roles:
            hands.press(f"角色 {role}")
        hands.fill("口令", PASSWORDS[name])
        hands.fill("再输入一次口令", PASSWORDS[name])
        hands.key("Return")
        hands.settle()
        assert hands.said() == f"已增加用户 {name}。"
