"""Turns questionnaire files into `Questionnaire` values; nothing else reads YAML."""
