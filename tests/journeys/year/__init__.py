"""A small year as it is typed: one module a stage, in the order of `test_by_keyboard.py`. Everything goes through `Hands`."""
