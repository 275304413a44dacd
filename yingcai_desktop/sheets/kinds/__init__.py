"""The kinds of workbook that can be loaded, one module each: its tables, and the checks in the order of FORMAT §3."""

from collections.abc import Mapping

from yingcai_desktop.sheets.kinds.alumni import ALUMNI
from yingcai_desktop.sheets.kinds.applicants import APPLICANTS
from yingcai_desktop.sheets.kinds.evaluations import ANNUAL, INITIAL, MIDTERM
from yingcai_desktop.sheets.kinds.experts import EXPERTS
from yingcai_desktop.sheets.kinds.interviews import INTERVIEWS
from yingcai_desktop.sheets.kinds.members import MEMBERS
from yingcai_desktop.sheets.kinds.mentors import MENTORS
from yingcai_desktop.sheets.kinds.plans import CO_MENTORS, PLANS, READING
from yingcai_desktop.sheets.kinds.tests import TESTS
from yingcai_desktop.sheets.kinds.visits import VISITS
from yingcai_desktop.sheets.layouts import Layout

KINDS: Mapping[str, tuple[Layout, ...]] = {
    "mentors": (MENTORS, MEMBERS),
    "applicants": (APPLICANTS,),
    "test-scores": (TESTS,),
    "interview-scores": (INTERVIEWS,),
    "visits": (VISITS,),
    "plans": (PLANS, READING, CO_MENTORS),
    "initial-evaluations": (INITIAL,),
    "evaluations": (MIDTERM, ANNUAL, EXPERTS),
    "alumni": (ALUMNI,),
}
"""Kind as on the command line → its tables in the order of §3."""
