"""Groups of digits that one person reads aloud and another types: the 30 digits of a key, the check code of a package (K13).

However they are written — with blanks, hyphens, full width, in one piece — they are the same; what does not agree is named by its group,
and never by what it should be: that is the other person's to say.
"""

import unicodedata
from dataclasses import dataclass

_ASIDE = frozenset("-·.,、，。_")
"""Written between groups, beside blanks and every kind of dash."""
_BETWEEN = frozenset({"Pd", "Zs", "Cc", "Cf"})


@dataclass(frozen=True, slots=True)
class Groups:
    """How a text is cut: `count` groups of `size` characters of `alphabet`, with `between` when shown."""

    count: int
    size: int
    alphabet: str
    between: str = " "

    def bare(self, text: str) -> str:
        """What was typed, without what stands between; full-width characters as plain ones."""
        plain = unicodedata.normalize("NFKC", text).upper()
        return "".join(c for c in plain if c not in _ASIDE and unicodedata.category(c) not in _BETWEEN)

    def shown(self, text: str) -> str:
        """In groups, as far as it goes: `12345 67`."""
        bare = self.bare(text)
        return self.between.join(bare[at : at + self.size] for at in range(0, len(bare), self.size))

    def slip(self, typed: str, expected: str) -> str:
        """What does not agree, as half a sentence; blank: all of it is the same."""
        mine, right = self.bare(typed), self.bare(expected)
        if strange := "、".join(dict.fromkeys(c for c in mine if c not in self.alphabet)):
            return f"里面有“{strange}”，应当只有{'数字' if self.alphabet.isdigit() else '数字和字母 A–F'}"
        if len(mine) != len(right):
            more = len(mine) - len(right)
            said = f"多了 {more}" if more > 0 else f"还少 {-more}"
            return f"{said} 位：共 {self.count} 组，每组 {self.size} 位"
        starts = range(0, len(right), self.size)
        wrong = [turn for turn, at in enumerate(starts, 1) if mine[at : at + self.size] != right[at : at + self.size]]
        if len(wrong) == self.count:
            return "每一组都不对"
        return f"第 {'、'.join(map(str, wrong))} 组不对" if wrong else ""


DIGITS = Groups(6, 5, "0123456789")
"""The 30 digits of an office or of the root."""
CHECK_CODE = Groups(2, 4, "0123456789ABCDEF", "-")
"""The check code of a file."""
