"""Documents made in the background after a submission."""

from evaluacion.config import read_settings
from evaluacion.domain.organisations import PublicId
from evaluacion.jobs.preparing import Preparer
from evaluacion.services import documents, submitting
from evaluacion.services.documents import DocumentKind, DocumentState


def settings_of(folder):
    return read_settings(
        {"EVALUACION_SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz", "EVALUACION_DATA": str(folder)}
    )


def test_every_kind_of_document_of_a_submission_is_ready_before_anybody_asks(world, tmp_path):
    assessment = world.start()
    world.save(assessment, "Q1", "1")
    with world.database.session() as session:
        sent = submitting.submit(session, world.responsible, assessment)
    preparer = Preparer(settings_of(tmp_path), world.database)
    preparer.enqueue(world.responsible, sent.id, "es")
    preparer.wait()
    with world.database.session() as session:
        found = [documents.request(session, world.responsible, sent.id, kind=kind) for kind in DocumentKind]
    assert [document.state for document in found] == [DocumentState.READY] * 2
    assert all(document.size for document in found)


def test_an_order_that_cannot_be_met_leaves_the_next_one_alone(world, tmp_path):
    assessment = world.start()
    with world.database.session() as session:
        sent = submitting.submit(session, world.responsible, assessment)
    preparer = Preparer(settings_of(tmp_path), world.database)
    preparer.enqueue(world.responsible, PublicId("noexiste0000"), "es")
    preparer.enqueue(world.responsible, sent.id, "es")
    preparer.wait()
    with world.database.session() as session:
        document = documents.request(session, world.responsible, sent.id, kind=DocumentKind.SUMMARY)
    assert document.state is DocumentState.READY
