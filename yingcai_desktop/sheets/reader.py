"""Reading a workbook: from a file to its visible sheets, whatever program wrote it (FORMAT §1).

Own event handlers over expat rather than a spreadsheet library: one pass gives cells, hidden rows, merges, well-formedness and the
ban on DTDs; a stray cell at XFD1048576 costs one cell; error values and the kind of every cell stay visible.
"""

import posixpath
from typing import IO

from yingcai_desktop.sheets.cellstream import CELL_LIMIT, SheetHandler
from yingcai_desktop.sheets.formats import EPOCH_1900, EPOCH_1904
from yingcai_desktop.sheets.grid import Book, Grid
from yingcai_desktop.sheets.guard import Package, Refused
from yingcai_desktop.sheets.parts import Relations, Strings, Styles, Workbook

_ROOT_RELATIONS = "_rels/.rels"
_USUAL_WORKBOOK = "xl/workbook.xml"


def read_book(file: IO[bytes]) -> Book:
    """Read an opened file. Never raises for what is in the file: the answer says `refused`."""
    try:
        package = Package(file)
        return _read(package)
    except Refused as refusal:
        return Book([], refusal.code)


def _read(package: Package) -> Book:
    try:
        book = Book(_sheets(package))
    except Refused as refusal:
        if refusal.code == "file.damaged":
            package.check_rest()  # a danger elsewhere weighs more than damage here
        raise
    package.check_rest()
    return book


def _sheets(package: Package) -> list[Grid]:
    name = _workbook_name(package)
    workbook = Workbook()
    package.parse(name, workbook.parser)
    if not workbook.is_workbook:
        raise Refused("file.not-xlsx")
    relations = _relations(package, name)
    strings, styles = Strings(), Styles()
    for part, ending in ((strings, "/sharedStrings"), (styles, "/styles")):
        target = next(iter(relations.targets(ending)), "")
        if target and package.has(target):
            package.parse(target, part.parser)
    epoch = EPOCH_1904 if workbook.epoch_1904 else EPOCH_1900
    sheets, left = [], CELL_LIMIT
    worksheets = {r: t for r, t, kind in relations.items if kind.endswith("/worksheet")}
    for title, relation, visible in workbook.sheets:
        if visible and relation in worksheets:
            handler = SheetHandler(strings.texts, styles.kinds, epoch, left)
            package.parse(worksheets[relation], handler.parser)
            left = handler.cells_left
            sheets.append(handler.grid(title))
    return sheets


def _workbook_name(package: Package) -> str:
    """The part the package names as its document; `file.not-xlsx` when there is none that can be a workbook."""
    name = _USUAL_WORKBOOK
    if package.has(_ROOT_RELATIONS):
        relations = _relations(package, "")
        name = next(iter(relations.targets("/officeDocument")), name)
    if not package.has(name) or name.lower().endswith(".bin"):
        raise Refused("file.not-xlsx")
    return name


def _relations(package: Package, source: str) -> Relations:
    """The relations of a part; targets are resolved against its folder."""
    folder, base = posixpath.split(source)
    name = posixpath.join(folder, "_rels", f"{base}.rels")
    relations = Relations(folder)
    package.parse(name, relations.parser)
    return relations
