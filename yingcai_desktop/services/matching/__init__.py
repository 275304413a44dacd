"""师生匹配: the board of mentors and students, the proposal, moves with their history, 师生见面会 (ux §4.8; features B04, B06–B08, G07)."""
