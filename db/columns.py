"""Column types that read back exactly as written: days, moments, decimals and JSON are canonical text, never floats."""

import enum
import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Dialect, Enum, Text
from sqlalchemy.types import TypeDecorator


class DateText(TypeDecorator[date]):
    """A calendar day as `2025-09-01`."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:
        """Refuses a moment: its day depends on the time zone."""
        if value is None:
            return None
        if isinstance(value, datetime):
            raise TypeError("a date column takes a date, not a datetime")
        return value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:
        """The day."""
        return None if value is None else date.fromisoformat(value)


class MomentText(TypeDecorator[datetime]):
    """A moment in ISO 8601; shown to people, never compared to decide anything (reliability F6)."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """ISO 8601 with the zone it came with."""
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        """The moment."""
        return None if value is None else datetime.fromisoformat(value)


class DecimalText(TypeDecorator[Decimal]):
    """A finite decimal number as plain digits (`87.50`), zeros kept. SQL cannot order it: compare in Python."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        """Refuses floats, NaN and infinities."""
        if value is None:
            return None
        if not isinstance(value, Decimal) or not value.is_finite():
            raise TypeError("a decimal column takes a finite Decimal")
        return f"{value:f}"

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:
        """The number, with its trailing zeros."""
        return None if value is None else Decimal(value)


class JsonText(TypeDecorator[Any]):
    """A dict or list as canonical JSON text: keys sorted, no spaces, nothing escaped; equal values are equal text.

    A value changed in place is not noticed by the ORM: assign a new one.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Refuses what JSON cannot say."""
        if value is None:
            return None
        return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """The dict or list."""
        return None if value is None else json.loads(value)


def _values(kind: type[enum.Enum]) -> list[str]:
    return [str(member.value) for member in kind]


ENUM_TEXT = Enum(enum.Enum, values_callable=_values, native_enum=False, create_constraint=False, length=64)
"""Any enumeration, stored by value."""
