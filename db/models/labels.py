"""The label of a column: form, heading, workbook, history and message all read it here."""

from typing import Any

from sqlalchemy.orm import InstrumentedAttribute, MappedColumn, mapped_column


def field(name: str, *args: Any, **kwargs: Any) -> MappedColumn[Any]:
    """A mapped column with its Chinese label, e.g. `field("姓名")`."""
    return mapped_column(*args, info={"label": name}, **kwargs)


def label(column: InstrumentedAttribute[Any]) -> str:
    """The Chinese label of a mapped column, or its key where nobody reads it."""
    info: dict[str, str] = column.property.columns[0].info
    return info.get("label", column.key)
