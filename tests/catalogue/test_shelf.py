"""The shelf finds versions by number, translations beside them, and published files that changed."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from evaluacion.catalogue import shelf
from evaluacion.catalogue.inspection import inspect_file
from evaluacion.catalogue.institutions import read_catalogues
from evaluacion.catalogue.problems import QuestionnaireFileErrors
from evaluacion.catalogue.reader import read_questionnaire
from evaluacion.domain.errors import NotFound

BODY = 'questionnaire: {{id: {id}, version: "{version}", language: es, title: T}}\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "questionnaires"
    for version in ("1.9", "1.10", "1.2"):
        path = root / "uno" / f"{version}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(BODY.format(id="uno", version=version))
    (root / "uno" / "1.10.en.yaml").write_text("questionnaire.title: T\n")
    (root / "uno" / "1.10.es-GT.yaml").write_text("questionnaire.title: T\n")
    return root


def publish(folder: Path, version: str, sha256: str) -> None:
    (folder / "published.json").write_text(json.dumps([{"id": "uno", "version": version, "sha256": sha256}]))


def test_the_newest_version_is_the_largest_number(folder: Path) -> None:
    assert shelf.find("uno", folder=folder).version == "1.10"
    assert [edition.version for edition in shelf.versions("uno", folder=folder)] == ["1.2", "1.9", "1.10"]
    assert shelf.find("uno", "1.2", folder=folder).questionnaire().version == "1.2"


def test_translations_belong_to_their_version(folder: Path) -> None:
    assert set(shelf.find("uno", folder=folder).translations) == {"en", "es-GT"}
    assert not shelf.find("uno", "1.9", folder=folder).translations


@pytest.mark.parametrize("name", ["dos", "../uno", "uno/1.10", "nada.yaml", ""])
def test_what_is_not_on_the_shelf_is_not_found(folder: Path, name: str) -> None:
    with pytest.raises(NotFound):
        shelf.find(name, folder=folder)


def test_an_unknown_version_is_not_found(folder: Path) -> None:
    with pytest.raises(NotFound, match="no tiene la versión"):
        shelf.find("uno", "7", folder=folder)


def test_a_close_id_is_suggested(folder: Path) -> None:
    with pytest.raises(NotFound, match="¿Quiso decir «uno»"):
        shelf.find("unos", folder=folder)


def test_id_and_version_must_be_those_of_folder_and_file(folder: Path) -> None:
    wrong = folder / "uno" / "2.0.yaml"
    wrong.write_text(BODY.format(id="dos", version="3.0"))
    with pytest.raises(QuestionnaireFileErrors) as caught:
        read_questionnaire(wrong)
    assert [(p.position.line, p.path) for p in caught.value.problems] == [
        (1, ("questionnaire", "id")),
        (1, ("questionnaire", "version")),
    ]


def test_elsewhere_the_names_are_free(tmp_path: Path) -> None:
    path = tmp_path / "cualquiera.yaml"
    path.write_text(BODY.format(id="dos", version="3.0"))
    assert shelf.find(path).questionnaire().id == "dos"


def test_a_published_file_that_changed_is_an_error(folder: Path) -> None:
    path = folder / "uno" / "1.10.yaml"
    publish(folder, "1.10", hashlib.sha256(path.read_bytes()).hexdigest())
    assert shelf.find("uno", folder=folder).questionnaire().id == "uno"
    path.write_text(path.read_text() + "# otra línea\n")
    with pytest.raises(QuestionnaireFileErrors, match="publicada"):
        shelf.find("uno", folder=folder).questionnaire()
    assert any("publicada" in problem.message for problem in inspect_file(path))


def test_a_broken_list_of_published_versions_is_an_error(folder: Path) -> None:
    (folder / "published.json").write_text('{"uno": 1}')
    with pytest.raises(QuestionnaireFileErrors, match="lista JSON"):
        shelf.published(folder=folder)


def test_our_own_questionnaires_are_on_the_shelf() -> None:
    ids = [edition.id for edition in shelf.all()]
    assert ids == ["curso", "plan-de-accion", "retos-cocreacion", "sociedad-civil"]


def test_the_institution_catalogues_have_every_state() -> None:
    catalogues = read_catalogues()
    assert [state.id for state in catalogues.states] == [f"{number:02}" for number in range(1, 33)]
    assert set(catalogues.by_field()) == {"ambito", "type", "state", "size"}


def test_a_broken_catalogue_names_the_place(tmp_path: Path) -> None:
    path = tmp_path / "catalogues.yaml"
    path.write_text("ambitos: [{id: a, name: A}]\ntypes: []\nstates: []\nsizes: []\n")
    with pytest.raises(
        QuestionnaireFileErrors, match=r":1:11: error: ambitos\[0\]: Falta la clave obligatoria «name_en»"
    ):
        read_catalogues(path)
