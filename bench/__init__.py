"""Benchmarks: each module is a command that prints its figures beside the aims; nothing here asserts.

`python -m bench` runs all of them; see bench/README.md for the scales. Only loopback and the state
folder of a throw-away province are used.
"""
