"""遴选录取 as a clerk does it: the board, ties, what-if, lock, 递补, 公示, and the page that says why (ux §4.7)."""
