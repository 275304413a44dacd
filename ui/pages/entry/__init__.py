"""双录: 第一遍 | 第二遍 | 核对差异 | 封存 of one kind of sheet, for 潜质测试, 面试评分 and 考核评价 alike."""

from ui.pages.entry.pane import EntryPane

__all__ = ["EntryPane"]
