"""Rows and the queries that read them.

The services hold sessions of this room and write short statements of their own over its rows. Above them only
`web/orm.py` and `web/extensions.py`, which open the sessions of a request, know SQLAlchemy.
"""
