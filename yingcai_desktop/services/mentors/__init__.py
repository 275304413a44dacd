"""导师库: the steps of the year, the register, the form with its checks, teams, review, terms and load (附件1 四（一）、八（一）; 附件2 四（一）、六（一）)."""

from yingcai_desktop.services.mentors.steps import act, appoint, city_of, review_mentors

__all__ = ["act", "appoint", "city_of", "review_mentors"]
