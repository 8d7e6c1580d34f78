"""The `evaluacion` command: thin, like the views."""
