"""Alembic's environment: it only runs on the connection `evaluacion.storage.migrating` hands over."""

from alembic import context

from evaluacion.storage.rows import METADATA

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=METADATA, render_as_batch=True, transactional_ddl=False)
context.run_migrations()
