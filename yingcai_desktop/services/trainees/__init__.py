"""培养过程: trainees through their year — visits and logs, plans, teachers, group activities, who leaves (附件1 五, 附件2 五)."""
