"""applicants: what depends on other applications, and the warnings."""

from yingcai_desktop.rules.identity import completed_years
from yingcai_desktop.sheets.accepted import Accepted
from yingcai_desktop.sheets.kinds import applicants_choices as choices
from yingcai_desktop.sheets.kinds.applicants_columns import BIRTH, PRETRAINING, PROOF, RETURNING, SCHOOL
from yingcai_desktop.sheets.kinds.shared import ID, NAME, PROGRAMME
from yingcai_desktop.sheets.known import Known
from yingcai_desktop.sheets.table import Table

USUAL_AGES = range(14, 19)
"""Full years on the day applications close (高一、高二; domain.md §3.1)."""


def settle(table: Table, known: Known, accepted: Accepted) -> None:
    """`id.name-mismatch` (other programme, other name), then `id.duplicate` among sound rows, both on 身份证号."""
    taken = accepted.of(table.layout.name)
    programmes, ids, names, schools = table[PROGRAMME], table[ID], table[NAME], table[SCHOOL]
    bad = set().union(*table.bad.values())
    comparable = set(table.sound(PROGRAMME, ID, NAME))
    for i in range(table.count):
        if i not in comparable:
            continue
        key = (programmes[i], ids[i])
        others = [_name(known, accepted, table.layout.name, p, ids[i]) for p in known.rules if p != programmes[i]]
        if any(other is not None and other != names[i] for other in others):
            table.fail(ID, i, "id.name-mismatch")
        elif i not in bad:
            stored = known.people.get(key)
            if key in taken or (stored is not None and stored.school_uid != schools[i].uid):
                table.fail(ID, i, "id.duplicate")
            else:
                accepted.add(table, i, key, (names[i], any(other is not None for other in others)))


def _name(known: Known, accepted: Accepted, layout: str, programme: str, number: str) -> str | None:
    """The name under which that identity number is stored, or accepted before in this file, in a programme."""
    note = accepted.of(layout).get((programme, number))
    if note is not None:
        return str(note[0])
    stored = known.people.get((programme, number))
    return None if stored is None else stored.name


def warn(table: Table, known: Known, accepted: Accepted) -> None:
    """The warnings of FORMAT §3, on accepted rows."""
    taken = accepted.of(table.layout.name)
    programmes, ids, births = table[PROGRAMME], table[ID], table[BIRTH]
    for i in table.accepted:
        if taken[programmes[i], ids[i]][1]:
            table.warn(ID, i, "dual.application")
        if table[PRETRAINING][i] and not table[PROOF][i]:
            table.warn(PROOF, i, "relax.no-proof")
        if table[RETURNING][i] and ids[i] not in known.last_season:
            table.warn(RETURNING, i, "returning.not-on-file")
        if known.apply_until and completed_years(births[i], known.apply_until) not in USUAL_AGES:
            table.warn(BIRTH, i, "age.unusual")
    choices.warn(table, known)
