"""The look as data: colour tokens, subject colours, fonts and the one style sheet (measured contrast: tests/ui/test_theme.py).

Everything painted asks `colour("pri")`; everything styled is named in `resources/style/app.qss` with `@pri`. No widget has a
style sheet of its own: an unscoped one wipes the tints of its children.
"""

import re
from pathlib import Path
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import QDir, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from yingcai_desktop.assets import resource

FAMILY: Final = "Noto Sans SC"
RARE_FAMILIES: Final = ("HanaMinA", "HanaMinB")  # characters beyond the main face, e.g. in rare surnames

LIGHT: Final = MappingProxyType({
    "bg": "#F2F5F9", "surf": "#FFFFFF", "surf2": "#F6F8FB", "zebra": "#FAFBFD", "line": "#E1E7EF", "grid": "#E9EEF4",
    "line2": "#7B899B", "text": "#17222E", "text2": "#455468", "text3": "#566478",
    "pri": "#1A5CA8", "priH": "#154C8C", "priT": "#124680", "priW": "#E7F0FA", "sel": "#DCEAF8", "onPri": "#FFFFFF",
    "focus": "#1A5CA8",
    "red": "#B3261E", "redW": "#FCECEA", "amb": "#8A5200", "ambW": "#FFF3DB", "ambC": "#E0A02F",
    "grn": "#1B7042", "grnW": "#E4F4EB", "grnC": "#2F9A62", "calm": "#8FA9C4", "onRed": "#FFFFFF",
    "side": "#12304F", "side2": "#1C4268", "sideT": "#D5E1EE", "sideT2": "#8FA9C4", "sideFocus": "#9CC4EE",
    "accent": "#E5554B", "badge": "#C9352B", "onSide": "#FFFFFF",
    "step1": "#16487F", "step2": "#1A5CA8", "step3": "#2F6DB6", "step4": "#3874B8",
})  # fmt: skip
DARK: Final = MappingProxyType({
    "bg": "#12171E", "surf": "#1A212B", "surf2": "#212A36", "zebra": "#1D2530", "line": "#2E3947", "grid": "#252F3B",
    "line2": "#66758A", "text": "#E6ECF3", "text2": "#B4C0CE", "text3": "#A3B0C0",
    "pri": "#2F72C0", "priH": "#2868B2", "priT": "#8FC1F5", "priW": "#1C324B", "sel": "#24405F", "onPri": "#FFFFFF",
    "focus": "#6DA9EA",
    "red": "#F4938C", "redW": "#43211F", "amb": "#F0BE62", "ambW": "#3B2E17", "ambC": "#C98F2C",
    "grn": "#6CCB98", "grnW": "#17352A", "grnC": "#3BA971", "calm": "#7E90A5", "onRed": "#1A0D0C",
    "side": "#0C1117", "side2": "#1C2F45", "sideT": "#C9D5E2", "sideT2": "#7E90A5", "sideFocus": "#9CC4EE",
    "accent": "#E5554B", "badge": "#C9352B", "onSide": "#FFFFFF",
    "step1": "#2C5F99", "step2": "#2F6BAE", "step3": "#3174BE", "step4": "#3675BF",
})  # fmt: skip
TOKENS: Final = MappingProxyType({"light": LIGHT, "dark": DARK})

SUBJECTS: Final = MappingProxyType(
    {
        "light": {"数学": "#2C6BB3", "物理": "#6A57B5", "化学": "#0B857A", "生物": "#4C8A2B", "计算机": "#B96A12"},
        "dark": {"数学": "#5B9BE0", "物理": "#9C8AE6", "化学": "#3DB5A8", "生物": "#7DBB57", "计算机": "#E0984A"},
    }
)

TONES: Final = MappingProxyType(
    {  # tone of a state → (text token, tint token, symbol): never colour alone
        "ok": ("grn", "grnW", "✓"),
        "warn": ("amb", "ambW", "▲"),
        "bad": ("red", "redW", "×"),
        "info": ("priT", "priW", ""),
        "plain": ("text2", "surf2", ""),
    }
)


class _Shown:
    """What is on the screen now: there is one screen per process, and painting asks for colours thousands of times."""

    mode = "light"
    sheet = ""
    colours: dict[str, QColor] = {name: QColor(value) for name, value in LIGHT.items()}


def mode() -> str:
    """`light` or `dark`: what is shown now."""
    return _Shown.mode


def colour(name: str) -> QColor:
    """The colour of a token, or of a literal `#RRGGBB`, in the mode shown now."""
    found = _Shown.colours.get(name)
    return found if found is not None else QColor(name)


def subject_colour(subject: str) -> QColor | None:
    """The mark of a subject such as 数学; `None` for words that are no subject."""
    value = SUBJECTS[_Shown.mode].get(subject)
    return QColor(value) if value else None


def font(pixels: int, *, strong: bool = False) -> QFont:
    """The screen face at a logical pixel size; 400 or 600, nothing else."""
    face = QFont()
    face.setFamily(FAMILY)
    face.setPixelSize(pixels)
    face.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
    face.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return face


def style_sheet(name: str, template: str | None = None) -> str:
    """The style sheet of a mode; an unknown `@token` raises `KeyError`."""
    source = resource("style", "app.qss").read_text("utf-8") if template is None else template
    values = {**TOKENS[name], "mode": name, "family": f'"{FAMILY}"'}
    return re.sub(r"@([A-Za-z][A-Za-z0-9]*)", lambda found: values[found[1]], source)


def load_fonts() -> None:
    """The bundled screen face, so that nothing depends on the fonts of the machine. Raises `FileNotFoundError`."""
    for name in ("NotoSansSC-Regular.ttf", "NotoSansSC-SemiBold.ttf"):
        _add_font(resource("fonts", name))


def load_rare_fonts() -> None:
    """Faces for characters the screen face lacks; large, so loaded after the first paint."""
    for name in ("HanaMinA-rare.ttf", "HanaMinB-rare.ttf"):
        _add_font(resource("fonts", name))
    QFont.insertSubstitutions(FAMILY, RARE_FAMILIES)


def _add_font(path: Path) -> None:
    if QFontDatabase.addApplicationFont(str(path)) < 0:
        raise FileNotFoundError(path)


def wanted_mode(app: QApplication, preference: str) -> str:
    """`light` or `dark` for a preference of `light`, `dark` or `system`."""
    if preference in TOKENS:
        return preference
    return "dark" if app.styleHints().colorScheme() is Qt.ColorScheme.Dark else "light"


def install(app: QApplication, name: str = "light") -> None:
    """Once per process: faces, then the mode. The base style is Fusion, chosen when the application is made."""
    load_fonts()
    QDir.setSearchPaths("style", [str(resource("style"))])
    app.setFont(font(14))
    switch(app, name)


def switch(app: QApplication, name: str) -> None:
    """Show a mode: palette, style sheet, and the icons of every living widget."""
    _Shown.mode = name
    _Shown.colours = {token: QColor(value) for token, value in TOKENS[name].items()}
    app.setPalette(_palette())
    _Shown.sheet = style_sheet(name)
    for window in app.topLevelWidgets():
        if window.styleSheet():
            dress(window)
    from ui.parts import icons  # it asks this module for colours

    icons.retint(app.allWidgets())
    for widget in app.allWidgets():
        widget.update()


def dress(window: QWidget) -> None:
    """Put the style sheet on a window that has no parent; all that belongs to it wears it too.

    Were it the application's, Qt would go through a part again each time it is put into a larger one: twice the time of a page.
    """
    window.setStyleSheet(_Shown.sheet)


def _palette() -> QPalette:
    """What Qt paints without the style sheet: placeholders, links, tool tips, drop marks."""
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: "bg",
        QPalette.ColorRole.Base: "surf",
        QPalette.ColorRole.AlternateBase: "zebra",
        QPalette.ColorRole.Button: "surf",
        QPalette.ColorRole.Text: "text",
        QPalette.ColorRole.WindowText: "text",
        QPalette.ColorRole.ButtonText: "text",
        QPalette.ColorRole.PlaceholderText: "text3",
        QPalette.ColorRole.Highlight: "pri",
        QPalette.ColorRole.HighlightedText: "onPri",
        QPalette.ColorRole.Link: "priT",
        QPalette.ColorRole.ToolTipBase: "surf",
        QPalette.ColorRole.ToolTipText: "text",
    }
    for role, token in roles.items():
        palette.setColor(role, colour(token))
    palette.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText, colour("text3"))
    palette.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text, colour("text3"))
    return palette
