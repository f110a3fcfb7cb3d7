"""Attacks on acting officials, delegations, machines and administrators, past all Python.

The administrator appoints in the attacker's own transaction; then somebody goes further than that holding.
"""
