"""潜质测试: 考场安排 · 准考证 · 成绩录入 · 分数线 · 异常登记 (ux §4.4)."""

from ui.pages.exams.page import ExamsPage

__all__ = ["ExamsPage"]
