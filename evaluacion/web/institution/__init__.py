"""The wing of the institutions: start, answer, check, submit."""
