"""师生匹配: students without a mentor, mentors with their places, one reason per student; and 师生见面会 (ux §4.8)."""

from ui.pages.matching.page import MatchingPage

__all__ = ["MatchingPage"]
