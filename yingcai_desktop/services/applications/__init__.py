"""报名登记: the register, the form with its live checks, saving, undo, and the review of single applications (附件1 八（二）, 附件2 六（二）)."""
