"""导师库: mentors, their teams, review, capacity, terms and letters (ux §4.3, B01–B08)."""

from ui.pages.mentors.page import MentorsPage

__all__ = ["MentorsPage"]
