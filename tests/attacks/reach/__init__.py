"""Attacks past the functions: on tables, settings, sessions, and through the administrators' own function."""
