"""双评: two people mark one paper apart; who decides when they differ (features.md §6)."""

from fractions import Fraction
from itertools import combinations

from yingcai_desktop.rules.marks import mean


def settled_mark(marks: tuple[Fraction, ...], tolerance: Fraction, leader: Fraction | None = None) -> Fraction | None:
    """The mark of a paper from two or three independent marks, or None while somebody still has to look (附件1 四（二）; features.md §6).

    Two within the tolerance (inclusive) give their mean. Otherwise a third marker is asked, and the closest two within the tolerance count; where
    the third is as close to both, or nobody agrees, the group leader's mark stands.
    """
    pairs = sorted((abs(a - b), mean([a, b])) for a, b in combinations(marks, 2))
    close = [pair for pair in pairs if pair[0] <= tolerance]
    if close and (len(close) == 1 or close[0][0] != close[1][0] or close[0][1] == close[1][1]):
        return close[0][1]
    return leader
