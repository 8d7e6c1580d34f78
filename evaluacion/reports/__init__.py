"""Turns values into documents; no Flask, no database."""
