"""Signing in and out, and what belongs to one's own account."""
