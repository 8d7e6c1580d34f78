"""Self-assessment of co-creation and open government."""
