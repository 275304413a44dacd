"""Names of people: hanzi of every extension, and one kind of dot (民委发〔2016〕33号; domain.md §3.2).

Nothing here applies Unicode normalisation: it would turn compatibility ideographs into other characters.
"""

import re

from yingcai_desktop.rules.text import without_spaces

MIN_LENGTH = 2
MAX_LENGTH = 25
DOT = "\u00b7"

_HANZI = (
    "\u3007"  # 〇
    "\u3400-\u4dbf"  # extension A
    "\u4e00-\u9fff"  # basic
    "\uf900-\ufaff"  # compatibility ideographs
    "\U00020000-\U0002a6df\U0002a700-\U0002ee5f"  # extensions B, C–F, I
    "\U0002f800-\U0002fa1f"  # compatibility supplement
    "\U00030000-\U0003347f"  # extensions G, H, J
)
_OTHER_DOTS = re.compile("[\u2022\u30fb\uff65\u2027\u22c5\u0387\u2024\uff0e]")
_FULL_STOP_BETWEEN_HANZI = re.compile(rf"(?<=[{_HANZI}])\.(?=[{_HANZI}])")
_NAME = re.compile(rf"[{_HANZI}]+(?:{DOT}[{_HANZI}]+)*")


def normalise_name(text: str) -> str:
    """A name as it is stored and compared: no spaces, the dot U+00B7 (民委发〔2016〕33号).

    `巴图•孟和`, `巴图・孟和` and `巴图.孟和` are one name.
    """
    dotted = _OTHER_DOTS.sub(DOT, without_spaces(text))
    return _FULL_STOP_BETWEEN_HANZI.sub(DOT, dotted)


def name_problem(name: str) -> str | None:
    """`name.invalid` for a normalised name that is not 2–25 characters of hanzi, 〇 and single inner dots; else None.

    Length counts code points, so 𬭳 is one (民委发〔2016〕33号: 25 汉字).
    """
    sound = MIN_LENGTH <= len(name) <= MAX_LENGTH and _NAME.fullmatch(name)
    return None if sound else "name.invalid"
