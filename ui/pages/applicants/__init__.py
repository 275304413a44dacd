"""报名登记: the register of applications, the form, the review, and workbooks coming in (ux §4.2)."""

from ui.pages.applicants.page import ApplicantsPage

__all__ = ["ApplicantsPage"]
