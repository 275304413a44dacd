"""往届跟踪: former trainees over the years, asked after once a year, with their consent (附件1 七, 附件2 八)."""
