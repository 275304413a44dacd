"""面试评分 (ux §4.5): 分组与评委 · 日程 · 成绩录入 · 汇总, and the pilot's further form where it is signed."""

from ui.pages.interviews.page import InterviewsPage

__all__ = ["InterviewsPage"]
