"""Every table of the house in one import, for the migrations and their tests."""

from evaluacion.storage import assessments, audit, chores, documents, organisations, questionnaires, sessions
from evaluacion.storage.base import Base

METADATA = Base.metadata
ROOMS = (organisations, sessions, questionnaires, assessments, documents, chores, audit)
