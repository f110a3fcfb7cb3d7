"""Factories make things the way people make them: through actions, never through tables.

One module a room. Each function takes what the test is about and fills in the rest.
"""
