"""Which part of the store a step or an export looks at."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scope:
    """A programme, a city, both or neither (blank: all)."""

    programme: str = ""
    city: str = ""

    def covers(self, programme: str, city: str) -> bool:
        """Whether a group or a person of that programme and city is meant."""
        return self.programme in ("", programme) and self.city in ("", city)


EVERYTHING = Scope()
