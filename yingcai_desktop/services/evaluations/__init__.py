"""考核评价 in the window: who stands where, what is typed, experts, grades, growth and supervision. The steps are `services/evaluation.py`."""
