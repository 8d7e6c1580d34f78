"""The queue and its tasks; a task calls a service."""
