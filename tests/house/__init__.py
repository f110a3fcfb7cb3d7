"""Tools that read the plan in HOUSE.md and hold the code to it; `tests/test_house.py` runs them."""
