"""Rows and the queries that read them; the only SQLAlchemy in the house."""
