"""The page 考核评价: 初期 · 中期 · 年度 · 推荐 · 终评 · 专家 · 督导 (ux §4.10; 附件1 六, 附件2 七)."""

from ui.pages.evaluation.page import EvaluationPage

__all__ = ["EvaluationPage"]
