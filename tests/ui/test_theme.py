"""Contrast of every token pair (U29), unknown tokens, the words behind colours (U30)."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QFontInfo, QGuiApplication, QRawFont
from PySide6.QtWidgets import QApplication, QMenu, QToolTip
from pytestqt.qtbot import QtBot

from ui import theme
from ui.main_window import MainWindow
from ui.parts import icons
from ui.parts.combo import PickCombo
from ui.parts.line_edit import LineEdit
from yingcai_desktop.assets import resource

TEXT = [
    ("text", "surf"), ("text", "bg"), ("text", "sel"), ("text", "surf2"), ("text", "zebra"), ("text2", "surf"), ("text2", "bg"),
    ("text2", "surf2"), ("text3", "surf"), ("text3", "bg"), ("text3", "surf2"), ("text3", "sel"), ("priT", "priW"), ("priT", "surf"),
    ("priT", "bg"), ("red", "surf"), ("red", "redW"), ("red", "bg"), ("amb", "ambW"), ("amb", "surf"), ("grn", "grnW"),
    ("grn", "surf"), ("text2", "sel"), ("red", "sel"), ("amb", "sel"), ("grn", "sel"), ("priT", "sel"), ("sideT", "side"), ("sideT2", "side"), ("onSide", "side2"), ("onPri", "pri"), ("onPri", "priH"),
    ("onSide", "badge"), ("onRed", "red"), ("onPri", "step1"), ("onPri", "step2"), ("onPri", "step3"), ("onPri", "step4"),
]  # fmt: skip
EDGES = [("line2", "surf"), ("line2", "bg"), ("pri", "surf"), ("pri", "bg"), ("accent", "side"), ("sideFocus", "side2"),
         *(("focus", ground) for ground in ("surf", "zebra", "bg", "sel", "surf2", "priW", "redW", "ambW", "grnW"))]  # fmt: skip


def luminance(value: str) -> float:
    parts = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in QColor(value).getRgbF()[:3]
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("pair", TEXT)
def test_u29_text_can_be_read(mode: str, pair: tuple[str, str]) -> None:
    tokens = theme.TOKENS[mode]

    assert contrast(tokens[pair[0]], tokens[pair[1]]) >= 4.5


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("pair", EDGES)
def test_u29_edges_and_focus_can_be_seen(mode: str, pair: tuple[str, str]) -> None:
    tokens = theme.TOKENS[mode]

    assert contrast(tokens[pair[0]], tokens[pair[1]]) >= 3


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("enabled", [True, False])
def test_u29_what_a_field_asks_for_can_be_read(qtbot: QtBot, qapp: QApplication, mode: str, enabled: bool) -> None:
    """By pixel: Qt makes the words of an empty field half transparent unless the style sheet names their colour."""
    theme.switch(qapp, mode)
    field = LineEdit("", "一二三")
    qtbot.addWidget(field)
    field.resize(200, 32)
    field.setEnabled(enabled)
    image = field.grab().toImage()
    inside = {image.pixelColor(x, y).name() for x in range(6, 120) for y in range(6, image.height() - 6)}
    ground = image.pixelColor(190, 16).name()

    assert max(contrast(one, ground) for one in inside) >= 4.5


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_what_a_window_pops_up_wears_what_the_window_wears(qtbot: QtBot, qapp: QApplication, window: MainWindow, mode: str) -> None:
    theme.switch(qapp, mode)
    menu = QMenu(window.page)
    menu.addAction("打印")
    combo = PickCombo([("a", "甲"), ("b", "乙")], "选择")
    combo.setParent(window.page)
    combo.show()
    combo.showPopup()
    QToolTip.showText(QPoint(40, 40), "说明", window, window.rect(), 9000)
    tip = next(one for one in qapp.topLevelWidgets() if one.inherits("QTipLabel"))
    popped = {"menu": menu, "list": combo.view().window(), "tip": tip}

    grounds = {name: part.grab().toImage().pixelColor(part.width() - 6, part.height() // 2).name() for name, part in popped.items()}
    combo.hidePopup()
    tip.hide()

    assert grounds == dict.fromkeys(popped, theme.TOKENS[mode]["surf"].lower())


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_subject_marks_can_be_told_from_the_ground(mode: str) -> None:
    for value in theme.SUBJECTS[mode].values():
        assert contrast(value, theme.TOKENS[mode]["surf"]) >= 3


def test_both_modes_know_the_same_tokens() -> None:
    assert theme.LIGHT.keys() == theme.DARK.keys()


def test_an_unknown_token_in_the_style_sheet_is_an_error() -> None:
    with pytest.raises(KeyError):
        theme.style_sheet("light", "QLabel { color: @nosuch; }")


def test_the_style_sheet_has_no_token_left() -> None:
    assert "@" not in theme.style_sheet("dark")


def test_u30_good_uncertain_and_bad_states_have_a_symbol() -> None:
    assert [theme.TONES[tone][2] for tone in ("ok", "warn", "bad")] == ["✓", "▲", "×"]


def test_the_screen_face_is_the_bundled_one_and_has_rare_characters(qapp: QGuiApplication) -> None:
    face = QRawFont.fromFont(theme.font(14))

    assert QFontInfo(theme.font(14)).family() == theme.FAMILY
    assert all(face.supportsCharacter(ord(character)) for character in "✓▲×·…䶮𬭎𫍯")


def test_strong_is_a_face_of_its_own_weight(qapp: QGuiApplication) -> None:
    assert QFontInfo(theme.font(14, strong=True)).weight() == 600


@pytest.mark.parametrize("path", sorted(resource("icons").glob("*.svg")), ids=lambda path: path.stem)
def test_every_icon_takes_the_colour_it_is_given(qapp: QGuiApplication, path: Path) -> None:
    picture = icons.pixmap(path.stem, "red", 20, 2.0)
    image = picture.toImage()
    inks = {
        image.pixelColor(x, y).name() for x in range(40) for y in range(40) if image.pixelColor(x, y).alpha() == 255
    }

    assert (image.width(), picture.devicePixelRatio()) == (40, 2.0)
    assert inks == {theme.LIGHT["red"].lower()}
