"""The audit log: its entries, its head, and a salt per assessment for the hashes of answers.

Revision ID: 0003
Revises: 0002
"""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def _protect_on_sqlite() -> None:
    for event in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER audit_entries_no_{event.lower()} BEFORE {event} ON audit_entries "
            "BEGIN SELECT RAISE(ABORT, 'audit_entries is append-only'); END"
        )
    op.execute(
        "CREATE TRIGGER audit_entries_follow BEFORE INSERT ON audit_entries WHEN NOT EXISTS "
        "(SELECT 1 FROM audit_head WHERE entries = NEW.sequence - 1 AND sha256 = NEW.previous) "
        "BEGIN SELECT RAISE(ABORT, 'an audit entry follows the head'); END"
    )
    op.execute(
        "CREATE TRIGGER audit_entries_move_head AFTER INSERT ON audit_entries "
        "BEGIN UPDATE audit_head SET entries = NEW.sequence, sha256 = NEW.sha256; END"
    )
    op.execute(
        "CREATE TRIGGER audit_head_only_grows BEFORE UPDATE ON audit_head WHEN NEW.entries <= OLD.entries "
        "BEGIN SELECT RAISE(ABORT, 'audit_head only grows'); END"
    )
    op.execute(
        "CREATE TRIGGER audit_head_no_delete BEFORE DELETE ON audit_head "
        "BEGIN SELECT RAISE(ABORT, 'audit_head only grows'); END"
    )


def _protect_on_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION move_audit_head() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN UPDATE audit_head SET entries = NEW.sequence, sha256 = NEW.sha256 "
        "WHERE entries = NEW.sequence - 1 AND sha256 = NEW.previous; "
        "IF NOT FOUND THEN RAISE EXCEPTION 'an audit entry follows the head'; END IF; RETURN NEW; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_entries_move_head AFTER INSERT ON audit_entries "
        "FOR EACH ROW EXECUTE FUNCTION move_audit_head()"
    )
    op.execute(
        "CREATE TRIGGER audit_entries_append_only BEFORE UPDATE OR DELETE ON audit_entries "
        "FOR EACH ROW EXECUTE FUNCTION refuse_update()"
    )
    op.execute(
        "CREATE TRIGGER audit_head_only_grows BEFORE UPDATE ON audit_head "
        "FOR EACH ROW WHEN (NEW.entries <= OLD.entries) EXECUTE FUNCTION refuse_update()"
    )
    op.execute(
        "CREATE TRIGGER audit_head_no_delete BEFORE DELETE ON audit_head "
        "FOR EACH ROW EXECUTE FUNCTION refuse_update()"
    )
    for table in ("audit_entries", "audit_head"):
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_update()"
        )


def _salt_assessments() -> None:
    """Each existing assessment gets a salt of its own, as new ones do."""
    op.add_column("assessments", sa.Column("salt", sa.String(length=32), nullable=False, server_default=""))
    assessments = sa.table("assessments", sa.column("id", sa.Integer), sa.column("salt", sa.String))
    connection = op.get_bind()
    for id_ in connection.scalars(sa.select(assessments.c.id)).all():
        connection.execute(
            sa.update(assessments).where(assessments.c.id == id_).values(salt=secrets.token_hex(16))
        )


def upgrade() -> None:
    op.create_table(
        "audit_entries",
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("person", sa.String(length=12), nullable=True),
        sa.Column("role", sa.String(length=20), nullable=True),
        sa.Column("organisation", sa.String(length=12), nullable=True),
        sa.Column("verb", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("target", sa.String(length=120), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("request", sa.String(length=64), nullable=False),
        sa.Column("before", sa.String(length=64), nullable=True),
        sa.Column("after", sa.String(length=64), nullable=True),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_audit_entries")),
    )
    op.create_index("ix_audit_entries_organisation_sequence", "audit_entries", ["organisation", "sequence"])
    head = op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
    op.bulk_insert(head, [{"id": 1, "entries": 0, "sha256": "0" * 64}])
    _salt_assessments()
    if op.get_bind().dialect.name == "sqlite":
        _protect_on_sqlite()
    else:
        _protect_on_postgresql()


def downgrade() -> None:
    op.drop_column("assessments", "salt")
    op.drop_table("audit_head")
    op.drop_index("ix_audit_entries_organisation_sequence", table_name="audit_entries")
    op.drop_table("audit_entries")
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION move_audit_head()")
