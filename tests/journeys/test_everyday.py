"""The ten everyday tasks, each done in a real window: which tests prove which. What lies in `journeys/year` is typed by keyboard alone."""

from pathlib import Path

import pytest

TESTS = Path(__file__).parent.parent
TASKS = {
    "load forty rows with three mistakes and mend them": (
        "ui/test_applicants_import.py::test_refused_cells_are_listed_with_row_column_reason_and_masked_number",
        "ui/test_applicants_import.py::test_what_is_sound_is_loaded", "ui/test_applicants_import.py::test_the_errors_go_back_as_the_senders_workbooks",
    ),
    "add a mentor with a team": ("ui/test_mentors.py::test_a_team_pasted_from_excel_is_stored_with_the_mentor_and_undone",),
    "seat sixty candidates": ("ui/test_exams.py::test_sixty_are_seated_and_a_swap_by_keys_has_a_reason_and_a_way_back",),
    "enter thirty marks twice and settle two differences": (
        "ui/test_exams.py::test_thirty_marks_entered_twice_two_differences_settled_and_sealed", "journeys/year/exams.py::marks_of_tests",
    ),
    "form panels with a recusal": (
        "journeys/year/interviews.py::interviews", "ui/test_interviews.py::test_a_panel_is_typed_and_stored",
        "ui/test_interviews.py::test_a_recusal_is_declared_for_the_current_candidate_and_shown",
    ),
    "settle a tie": (
        "journeys/year/selection.py::draw", "ui/test_selection.py::test_u42_a_tie_is_ruled_by_two_people_in_the_order_they_give",
        "ui/test_selection.py::test_a_draw_is_supervised_kept_and_printed",
    ),
    "place students with a full mentor": ("ui/test_matching.py::test_a_full_mentor_asks_who_makes_room_and_never_takes_one_more",),
    "record a visit for a whole group": (
        "journeys/year/training.py::training", "ui/test_training.py::test_everyday_record_a_visit_for_a_whole_group_by_keyboard",
    ),
    "let a pilot student fail midterm": ("ui/test_evaluation.py::test_a_pilot_student_fails_midterm",),
    "print certificates from the seventh on": ("ui/test_certificates.py::test_u55_printing_from_the_seventh_on",),
}  # fmt: skip


@pytest.mark.parametrize("task", TASKS)
def test_somebody_proves(task: str) -> None:
    """A renamed or dropped test must be replaced here."""
    proofs = [proof.split("::") for proof in TASKS[task]]

    assert [name for file, name in proofs if f"\ndef {name}(" not in (TESTS / file).read_text("utf-8")] == []
