"""A document is laid out when somebody asks for it, and given back when that goes wrong."""

from contextlib import contextmanager

import pytest

from evaluacion.services import diagnosing, documents, submitting
from evaluacion.services.documents import DocumentKind, DocumentState


class OutOfOrder(Exception):
    """What the reading of this test raises."""


def test_a_document_that_breaks_while_it_is_written_is_given_back_at_once(world):
    assessment = world.start()
    world.save(assessment, "Q1", "1")
    with world.database.session() as session:
        sent = submitting.submit(session, world.responsible, assessment)

    @contextmanager
    def broken():
        raise OutOfOrder
        yield

    with pytest.raises(OutOfOrder):
        diagnosing.deliver_document(
            broken, world.database.session, world.responsible, sent.id, kind=DocumentKind.SUMMARY
        )
    with world.database.session() as session:
        document = documents.request(session, world.responsible, sent.id, kind=DocumentKind.SUMMARY)
        assert document.state is DocumentState.REQUESTED
        assert documents.claim(session, document.id) is not None
