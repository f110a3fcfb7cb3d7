"""Attacks on records_perform as the web's login and as each of the cast."""
