"""Sums a signed decision must keep: seats and weights (附件1 三.4：30=5+5+5+10+5; 附件2 三（四）：100=50+25+25)."""

from collections.abc import Mapping
from decimal import Decimal

PROGRAMMES = ("national", "pilot")
WEIGHTS_TOTAL = 100


def seat_problems(quota: Mapping[str, int], seats: Mapping[str, int]) -> list[str]:
    """One Chinese sentence for every sum of seats that is not its quota; empty: all hold (附件1 三.4, 附件2 三（四）).

    `quota` by `national`, `pilot`, `city.150100`; `seats` by `national.数学`, `pilot.150100.数学`. A part nobody has decided yet
    is not a wrong sum: a city may sign its seats later, and a step that needs them asks for them.
    """
    given = {key.rsplit(".", 1)[0] for key in seats}
    cities = [key.removeprefix("city.") for key in quota if key.startswith("city.")]
    problems = [
        _sentence(f"pilot {city}", subtotal, quota[f"city.{city}"])
        for city in cities
        if f"pilot.{city}" in given and (subtotal := _sum(seats, f"pilot.{city}.")) != quota[f"city.{city}"]
    ]
    for programme in PROGRAMMES:
        complete = programme in given or any(part.startswith(f"{programme}.") for part in given)
        if programme == "pilot":
            complete = complete and all(f"pilot.{city}" in given for city in cities)
        subtotal = _sum(seats, f"{programme}.")
        if complete and programme in quota and subtotal != quota[programme]:
            problems.append(_sentence(programme, subtotal, quota[programme]))
    return problems


def weight_problems(weights: Mapping[str, Decimal]) -> list[str]:
    """A Chinese sentence when the decided weights of test and interview do not add up to 100 (附件1 四（二）)."""
    if not {"test", "interview"} <= weights.keys():
        return []
    subtotal = sum(weights.values(), Decimal(0))
    return [] if subtotal == WEIGHTS_TOTAL else [f"权重合计 {subtotal:f}，应为 {WEIGHTS_TOTAL}（weights）"]


def _sum(seats: Mapping[str, int], prefix: str) -> int:
    return sum(number for key, number in seats.items() if key.startswith(prefix))


def _sentence(part: str, subtotal: int, quota: int) -> str:
    return f"名额 {part} 合计 {subtotal}，应为 {quota}（seats、quota）"
