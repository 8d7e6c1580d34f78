"""One wing per audience; wings import neither each other nor storage."""
