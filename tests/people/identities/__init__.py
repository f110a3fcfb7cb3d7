"""Signing in through an OpenID Connect provider that really answers, and everything it must not get away with."""
