"""Whatever JSON a script sends as an answer is saved as sent or refused: never a failure, never a silent clear."""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evaluacion.domain.answers import Support
from evaluacion.domain.texts import clean_text
from evaluacion.services import answering

GIVEN = {
    "Q1": "2",
    "Q3": "Un comentario.",
    "Q4": 12,
    "Q5": ("a", "b"),
    "Q6": {"compras": "1", "obras": "na"},
    "Q7": "2026-11-30",
}
WRONG_TYPES = {
    "Q1": [["2"], [], {}, {"2": "2"}, 2, 0, True, False, 1.5],
    "Q3": [["a"], [], {}, 7, True, False],
    "Q4": [[5], [], {}, {"compras": 5}, True, False],
    "Q5": ["a", "", {}, {"a": "b"}, 1, True, False, [1], ["a", None], [["a"]]],
    "Q6": ["1", "", [], ["1"], 0, True, {"otra": "1"}, {"compras": 1}, {"compras": ["1"]}, {"compras": False}],
    "Q7": [["2026-11-30"], [], {}, 20261130, True, False],
}
_scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(["0", "1", "2", "na", "a", "b", "z", "compras", "obras", "12.5", "1,304", "2026-11-30", " "])
)
_json = st.recursive(
    _scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=5) | st.sampled_from(["compras", "obras"]), inner, max_size=3)
    ),
    max_leaves=6,
)
_edits = count(1)


class Endpoint:
    """The answers of one draft, each given before, and what is stored of them."""

    def __init__(self, site: Any) -> None:
        self.site = site
        self.browser = site.browser("captura@uno.mx")
        self.token = self.browser.token("/ayuda")
        for question, value in GIVEN.items():
            self.give(question, value)

    def give(self, question: str, value: Any) -> None:
        with self.site.database.session() as session:
            answering.save_answer(
                session, self.site.responsible, self.site.draft, question, value=value,
                support=Support(note="Nota.", reason="Motivo."), version=self.stored(question).version,
                edit=f"given-{next(_edits)}",
            )  # fmt: skip

    def stored(self, question: str) -> Any:
        with self.site.database.reading() as session:
            return answering.read_all(session, self.site.responsible, self.site.draft).answers[question]

    def send(self, question: str, body: Any) -> Any:
        path = f"/diagnosticos/{self.site.draft}/respuestas/{question}"
        version = self.stored(question).version
        return self.browser.put(path, body, version=version, edit=f"edit-{next(_edits):08}", token=self.token)


@pytest.fixture
def endpoint(site: Any) -> Endpoint:
    return Endpoint(site)


@pytest.mark.parametrize(("question", "value"), [(one, value) for one in WRONG_TYPES for value in WRONG_TYPES[one]])
def test_a_value_of_the_wrong_type_is_refused_with_a_reason_and_changes_nothing(endpoint, question, value):
    before = endpoint.stored(question)
    answer = endpoint.send(question, {"value": value})
    assert answer.status_code == 422
    assert answer.get_json()["message"].endswith("No se cambió lo guardado.")
    assert answer.get_json()["parts"]["value"]
    assert endpoint.stored(question) == before


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"note": "Otra nota."},
        {"value": "1", "note": ["a"]},
        {"value": "1", "note": 0},
        {"value": "1", "reason": {}},
        {"value": "1", "url": False},
        {"value": "1", "urls": ""},
        {"value": "1", "urls": {}},
        {"value": "1", "urls": 0},
        {"value": "1", "urls": [1]},
        {"value": "1", "urls": ["https://uno.gob.mx/a"] * 51},
    ],
)
def test_a_body_with_a_part_of_the_wrong_type_or_without_value_changes_nothing(endpoint, body):
    before = endpoint.stored("Q1")
    answer = endpoint.send("Q1", body)
    assert answer.status_code == 422
    assert answer.get_json()["message"]
    assert endpoint.stored("Q1") == before


@pytest.mark.parametrize(
    ("question", "empty"),
    [
        ("Q1", None),
        ("Q1", ""),
        ("Q3", ""),
        ("Q4", " "),
        ("Q5", []),
        ("Q6", {}),
        ("Q6", {"compras": None}),
        ("Q7", None),
    ],
)
def test_what_says_that_there_is_no_answer_takes_it_back(endpoint, question, empty):
    assert endpoint.send(question, {"value": empty}).status_code == 200
    assert endpoint.stored(question).value is None


@pytest.mark.parametrize("depth", [500, 100_000])
def test_a_value_nested_without_end_is_refused(endpoint, depth):
    before = endpoint.stored("Q1")
    path = f"/diagnosticos/{endpoint.site.draft}/respuestas/Q1"
    headers = {
        "Sec-Fetch-Site": "same-origin", "X-CSRFToken": endpoint.token, "If-Match": '"1"',
        "Idempotency-Key": "edit-nested", "Accept": "application/json", "Content-Type": "application/json",
    }  # fmt: skip
    answer = endpoint.browser.client.put(path, data='{"value": ' + "[" * depth + "]" * depth + "}", headers=headers)
    assert answer.status_code in (400, 422)
    assert endpoint.stored("Q1") == before


@pytest.mark.parametrize("version", ["9" * 5000, "-1", "1.0", "²", ""])
def test_a_version_that_is_none_is_refused(endpoint, version):
    path = f"/diagnosticos/{endpoint.site.draft}/respuestas/Q1"
    answer = endpoint.browser.put(path, {"value": "1"}, version=version, token=endpoint.token)
    assert answer.status_code == 422
    fields = {"Q1.value": "1", "Q1.version": version, "go": "next"}
    answer = endpoint.browser.post(f"/diagnosticos/{endpoint.site.draft}/uno/Q1", fields, token=endpoint.token)
    assert answer.status_code == 302
    assert endpoint.stored("Q1").value == "2"


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(question=st.sampled_from(sorted(GIVEN)), value=_json)
def test_any_json_value_is_saved_as_sent_or_refused(endpoint, question, value):
    endpoint.give(question, GIVEN[question])
    before = endpoint.stored(question)
    answer = endpoint.send(question, {"value": value, "note": "Nota.", "reason": "Motivo."})
    after = endpoint.stored(question)
    if answer.status_code == 200:
        assert after.value == meant(question, value)
        assert after.support == before.support
    else:
        assert answer.status_code == 422, (question, value)
        assert answer.get_json()["message"]
        assert after == before


def meant(question: str, value: Any) -> Any:
    """What a body that was taken must have stored."""
    if value is None or value == [] or (isinstance(value, str) and not clean_text(value)):
        return "" if question == "Q3" and value else None
    match question:
        case "Q3":
            return clean_text(value)
        case "Q4":
            return float(str(value).replace(",", ""))
        case "Q5":
            return tuple(one for one in ("a", "b", "z") if one in value)
        case "Q6":
            return {row: option for row, option in value.items() if option} or None
        case _:
            return value
