"""Finding by pinyin: `ntty` and `narentuoya` both find 娜仁托娅 (U20). The table of readings is loaded on first use."""

from functools import lru_cache
from itertools import product

_VARIANTS = 8  # readings of a name that are tried at most; 单 and 曾 have two


@lru_cache(maxsize=16_384)
def _readings(character: str) -> tuple[str, ...]:
    """Toneless readings of one character, the common one first; the character itself if it has none."""
    if not "\u3400" <= character <= "\U0003ffff":
        return (character.lower(),)
    from pypinyin import Style, pinyin

    found = pinyin(character, style=Style.NORMAL, heteronym=True)[0]
    return tuple(dict.fromkeys(reading.replace("ü", "v") for reading in found))[:3] or (character,)


@lru_cache(maxsize=65_536)
def haystack(text: str) -> str:
    """Everything a text can be found by: itself, initials and full pinyin of its likely readings, a space between."""
    words = text.lower()
    plain = [_readings(character) for character in words if not character.isspace() and character != "·"]
    if all(len(reading) == 1 and reading[0] == character for reading, character in zip(plain, words, strict=False)):
        return words
    if len(plain) > 12:  # long texts: the common reading only
        plain = [reading[:1] for reading in plain]
    forms = [words]
    for number, spoken in enumerate(product(*plain)):
        if number == _VARIANTS:
            break
        forms += ["".join(part[0] for part in spoken), "".join(spoken)]
    return " ".join(dict.fromkeys(forms))


def matches(needle: str, text: str) -> bool:
    """Whether every word of the needle is found in the text or its pinyin. An empty needle finds everything."""
    stack = haystack(text)
    return all(part in stack for part in needle.lower().split())
