"""Every text a person reads has its English, and what is read in English holds no Spanish word of ours."""

import ast
import re
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from argon2 import PasswordHasher
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from evaluacion import resources
from evaluacion.app import create_app
from evaluacion.config import read_settings
from evaluacion.domain.answers import NO_SUPPORT
from evaluacion.domain.errors import Invalid, NotFound
from evaluacion.domain.sentences import sentence
from evaluacion.reports.blank_questionnaire import blank_pdf
from evaluacion.reports.templating import writing_in
from evaluacion.services import demonstration, passwords, questionnaires
from evaluacion.services.answering import StoredAnswer
from evaluacion.services.demonstration import MOBILITY, PASSWORD, WELFARE
from evaluacion.web import spoken
from evaluacion.web.account import sign_in
from evaluacion.web.errors import answer_as_json
from evaluacion.web.extensions import limiter

ROOT = Path(__file__).resolve().parents[2]
PO = ROOT / "evaluacion/locale/en/LC_MESSAGES/messages.po"
ERRORS = {"NotFound", "Forbidden", "Invalid", "Conflict", "Unavailable", "TextTooLong"}
ROOMS = ("domain", "services", "storage", "reports", "web")
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%%")
SPANISH = re.compile(
    r"\b(guardar|guardad[oa]s?|siguiente|anterior|evidencias?|puntajes?|sustentad[oa]|declarad[oa]|nivel(es)?|"
    r"respuestas?|preguntas?|cuestionarios?|diagnósticos?|revis(ar|e|ión)|enviar|enviad[oa]s?|ayuda|salir|entrar|"
    r"puede|faltan?|motivo|liga|huella|acuse|reabrir|eliminar|empezar|continuar|cuenta como|no sé|no aplica|"
    r"recomendaciones|esfuerzo|resultado|periodo|página|fuentes|glosario|según|sección)\b",
    re.IGNORECASE,
)
ALLOWED = re.compile(r"\b(diagnostico|cuestionario)(-[\w.-]+)?\.pdf|https?://\S+|www\.\S+", re.IGNORECASE)
"""Names of files and addresses."""

PAGES_OF_A_KIND = 4
TELLING = ("aria-label", "title", "placeholder", "alt", "content")


@pytest.fixture(scope="module")
def catalogue():
    return read_po(BytesIO(PO.read_bytes()), locale="en")


@pytest.fixture(scope="module")
def extracted(tmp_path_factory):
    """What `make messages` would find now, with the words the Makefile names."""
    words = re.search(r"MESSAGE_WORDS := ((?:.*\\\n)*.*)", (ROOT / "Makefile").read_text("utf-8"))[1]
    template = tmp_path_factory.mktemp("messages") / "messages.pot"
    command = [sys.executable, "-m", "babel.messages.frontend", "-q", "extract", "-F", "babel.cfg"]
    command += [*words.replace("\\\n", " ").split(), "-o", str(template), "."]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return read_po(BytesIO(template.read_bytes()))


def strings(message):
    return [message.string] if isinstance(message.string, str) else list(message.string)


def ids(message):
    return [message.id] if isinstance(message.id, str) else list(message.id)


def test_every_text_has_its_english_and_none_is_left_over(catalogue, extracted):
    wanted = {message.id for message in extracted if message.id}
    known = {message.id for message in catalogue if message.id}
    assert wanted - known == set(), "run `make messages` and translate what is new"
    assert known - wanted == set(), "run `make messages`"
    assert [message.id for message in catalogue if message.id and not all(strings(message))] == []
    assert [message.id for message in catalogue if message.fuzzy] == []


def test_placeholders_are_the_same_in_both_languages(catalogue):
    for message in catalogue:
        if message.id:
            # The singular may say «one» instead of its number; the plural says everything.
            asked, given = (Counter(PLACEHOLDER.findall(texts[-1])) for texts in (ids(message), strings(message)))
            assert asked == given, message.id
            extra = set(PLACEHOLDER.findall(strings(message)[0])) - set(PLACEHOLDER.findall(" ".join(ids(message))))
            assert extra == set(), message.id


def test_the_compiled_catalogue_is_that_of_the_texts(catalogue):
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    assert PO.with_suffix(".mo").read_bytes() == compiled.getvalue(), "run `make messages`"


def raised_texts():
    """File, line and first argument of every error of ours that the web may show."""
    for path in sorted(path for room in ROOMS for path in (ROOT / "evaluacion" / room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            is_error = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ERRORS
            if is_error and node.args:
                yield f"{path.relative_to(ROOT)}:{node.lineno}", node.args[0]


def test_no_error_is_raised_with_a_text_that_cannot_be_translated(extracted):
    known = {message.id for message in extracted}
    found = list(raised_texts())
    assert len(found) > 50
    for place, text in found:
        assert not isinstance(text, ast.JoinedStr | ast.BinOp), f"{place}: use sentence(…) instead of an f-string"
        if isinstance(text, ast.Constant):
            assert text.value in known, place


def test_a_sentence_reads_in_spanish_and_is_translated_with_its_values():
    english = {"fila «%(row)s»: %(fault)s": "row “%(row)s”: %(fault)s", "falta %(n)s": "%(n)s missing"}
    one = sentence("fila «%(row)s»: %(fault)s", row="a", fault=sentence("falta %(n)s", n=2)).opening()
    assert one == "Fila «a»: falta 2"
    assert one.translated(lambda text: english.get(text, text)) == "Row “a”: 2 missing"
    assert one.translated(str) == str(one)
    assert sentence("100 %") == "100 %"


class Page(HTMLParser):
    """What a person reads of a page: its text, and the attributes that are read out or shown by script."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts, self.links, self._hidden, self._spanish = [], [], 0, 0
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        known = dict(attributes)
        self._hidden += tag in ("script", "style")
        if tag == "a" and known.get("href"):
            self.links.append(known["href"])
        self._spanish = 1 if known.get("lang") == "es" else 0
        shown = [
            value
            for name, value in attributes
            if name in TELLING or (name.startswith("data-") and " " in (value or ""))
        ]
        self.texts += [value for value in shown if value]

    def handle_endtag(self, tag):
        self._hidden -= tag in ("script", "style")
        self._spanish = 0

    def handle_data(self, data):
        if not self._hidden and not self._spanish and data.strip():
            self.texts.append(" ".join(data.split()))


def spanish_in(texts, catalogue=()) -> list[str]:
    """The texts with one of the words, or with a whole Spanish message of ours, outside what people typed."""
    typed = {"La institución no tiene esta atribución; corresponde a otra dependencia."} | {
        "Documento vigente publicado en el sitio de la institución."
    }
    english = {text for message in catalogue for text in strings(message)}
    own = {one for message in catalogue for one in ids(message) if len(one) > 14 and "%" not in one} - english
    found = []
    for text in texts:
        plain = ALLOWED.sub("", text)
        for one in typed:
            plain = plain.replace(one, "")
        if SPANISH.search(plain) or any(one in plain for one in own):
            found.append(text)
    return found


@pytest.fixture
def app(tmp_path, sqlite_database, monkeypatch):
    """The real application with its own questionnaires and the demonstration world."""
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    cheap = {"argon2__time_cost": 1, "argon2__memory_cost": 8, "argon2__parallelism": 1}
    monkeypatch.setitem(sign_in.SETTINGS, "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS", cheap)
    with sqlite_database.session() as session:
        demonstration.load(session)
    variables = {"EVALUACION_SECRET_KEY": "0123456789" * 4, "EVALUACION_DATA": str(tmp_path)}
    app = create_app(read_settings(variables), sqlite_database)
    limiter.reset()
    return app


class Reader:
    """A browser that reads English."""

    def __init__(self, app, email=""):
        self.client = app.test_client()
        self.post("/idioma", language="en", next="/")
        if email:
            assert self.post("/entrar", email=email, password=PASSWORD).status_code == 302

    def get(self, path):
        return self.client.get(path, follow_redirects=True)

    def post(self, path, **fields):
        token = re.search(r'name="csrf_token"[^>]*?value="([^"]+)"', self.client.get("/ayuda").get_data(as_text=True))
        headers = {"Sec-Fetch-Site": "same-origin"}
        return self.client.post(path, data={**fields, "csrf_token": token[1]}, headers=headers)

    def put(self, path, body, version="0"):
        token = re.search(r'name="csrf_token"[^>]*?value="([^"]+)"', self.client.get("/ayuda").get_data(as_text=True))
        headers = {"Sec-Fetch-Site": "same-origin", "X-CSRFToken": token[1], "If-Match": f'"{version}"'}
        headers |= {"Idempotency-Key": "edit-0001", "Accept": "application/json"}
        return self.client.put(path, json=body, headers=headers)

    def walk(self, app, start="/"):
        """Every kind of page that links lead to, a few of each: address and page."""
        seen, waiting, kinds = {start}, [start], Counter()
        adapter = app.url_map.bind("localhost")
        while waiting:
            here = waiting.pop(0)
            response = self.get(here)
            if response.mimetype != "text/html":
                continue
            page = Page(response.get_data(as_text=True))
            yield here, page
            for link in page.links:
                parts = urlsplit(link)
                address = parts.path + (f"?{parts.query}" if parts.query else "")
                if parts.netloc or not parts.path.startswith("/") or address in seen or ".pdf" in parts.path:
                    continue
                kind = adapter.match(parts.path, method="GET")[0]
                if kind != "static" and kinds[kind] < PAGES_OF_A_KIND:
                    kinds[kind] += 1
                    seen.add(address)
                    waiting.append(address)


@pytest.mark.parametrize("email", ["", MOBILITY.people[0].email, WELFARE.people[0].email], ids=["nobody", "one", "two"])
def test_the_pages_that_links_lead_to_are_english(app, catalogue, email):
    reader, walked = Reader(app, email), []
    for address, page in reader.walk(app):
        walked.append(address)
        assert spanish_in(page.texts, catalogue) == [], address
    assert len(walked) > (25 if email else 8)
    if email == MOBILITY.people[0].email:
        assert any("/acuse" in one for one in walked)
        assert any("/origen/" in one for one in walked)
        assert any("/recomendaciones" in one for one in walked)


def test_answering_trying_and_submitting_is_english(app, catalogue):
    reader = Reader(app)
    begun = reader.post("/probar").headers["Location"].removesuffix("/continuar")
    question = reader.get(f"{begun}/continuar").request.path
    answers = f"{begun}/respuestas/{question.rsplit('/', 1)[1]}"
    texts = [
        reader.put(answers, {"value": "3"}).get_data(as_text=True),
        reader.put(answers, {"value": "3"}, version="9").get_data(as_text=True),
        reader.put(answers, {"value": "x"}, version="1").get_data(as_text=True),
        reader.put(answers, {"value": "2", "urls": ["https://nothing"]}, version="1").get_data(as_text=True),
    ]
    for path in ("", "/revisar", "/enviar", "/falta", "/buscar?q=nothing", "/eliminar", answers.removeprefix(begun)):
        page = reader.get(begun + path + ("/historial" if "respuestas" in path else ""))
        texts += Page(page.get_data(as_text=True)).texts
    texts += Page(reader.get(question).get_data(as_text=True)).texts
    texts += Page(reader.post(f"{begun}/enviar").get_data(as_text=True)).texts
    assert reader.post(f"{begun}/enviar", sure="yes").status_code == 302
    for path in ("", "/acuse", "/reabrir"):
        texts += Page(reader.get(begun + path).get_data(as_text=True)).texts
    texts += Page(reader.post(f"{begun}/reabrir", reason="x").get_data(as_text=True)).texts
    texts += Page(reader.post(f"{begun}/eliminar", sure="yes").get_data(as_text=True)).texts
    assert spanish_in(texts, catalogue) == []
    assert any("Saved at" in text for text in texts)
    assert "Write why the assessment is being reopened; it is kept on record." in texts


def test_refusals_are_english(app, catalogue):
    reader = Reader(app, MOBILITY.people[0].email)
    texts = []
    for path in ("/nothing", "/cuestionarios/nothing", "/diagnosticos/abcdefghijkl", "/resultados/abcdefghijkl"):
        page = reader.get(path)
        assert page.status_code == 404
        texts += Page(page.get_data(as_text=True)).texts
    texts += Page(reader.post("/diagnosticos/nuevo", start="x", end="2026-01-01").get_data(as_text=True)).texts
    wrong = {"password": "x", "new_password": "short", "new_password_confirm": "other"}
    texts += Page(reader.post("/cuenta/contrasena", **wrong).get_data(as_text=True)).texts
    texts += Page(reader.post("/idioma", language="xx").get_data(as_text=True)).texts
    texts += Page(Reader(app).post("/entrar", email="a@b.mx", password="x").get_data(as_text=True)).texts
    assert spanish_in(texts, catalogue) == []
    assert "That questionnaire does not exist." in texts


PASSWORD_ERRORS = [
    ("x", "short", "other", "Las dos contraseñas nuevas no coinciden.", "The two new passwords do not match."),
    ("x", "short", "short", "Esa no es su contraseña actual.", "That is not your current password."),
    (PASSWORD, "short", "short", "Use al menos 12 caracteres.", "Use at least 12 characters."),
    ("", "short", "short", "Escriba la contraseña.", "Write the password."),
    (
        *(PASSWORD, PASSWORD, PASSWORD),
        "La contraseña nueva debe ser distinta de la actual.",
        "The new password must differ from the current one.",
    ),
]


@pytest.mark.parametrize(("current", "new", "again", "spanish", "english"), PASSWORD_ERRORS)
def test_the_library_for_passwords_speaks_both_languages(app, current, new, again, spanish, english):
    reader = Reader(app, MOBILITY.people[0].email)
    wrong = {"password": current, "new_password": new, "new_password_confirm": again}
    for language, expected in (("es", spanish), ("en", english)):
        reader.post("/idioma", language=language, next="/")
        texts = Page(reader.post("/cuenta/contrasena", **wrong).get_data(as_text=True)).texts
        assert texts.count(expected) == 2, texts


def pdf_text(content: bytes, tmp_path) -> str:
    file = tmp_path / "document.pdf"
    file.write_bytes(content)
    done = subprocess.run(["pdftotext", "-layout", str(file), "-"], check=True, capture_output=True, text=True)
    return done.stdout


@pytest.mark.parametrize("kind", ["completo", "resumen"])
def test_the_diagnosis_in_english_holds_no_spanish_word_of_ours(app, catalogue, tmp_path, kind):
    reader = Reader(app, MOBILITY.people[0].email)
    (result, *_) = re.findall(r'href="(/resultados/\w+)"', reader.get("/inicio").get_data(as_text=True))
    answered = reader.get(f"{result}/diagnostico.pdf?formato={kind}")
    assert answered.mimetype == "application/pdf"
    text = pdf_text(answered.data, tmp_path)
    assert spanish_in(text.splitlines(), catalogue) == []
    assert "Supported" in text
    assert "Co-creation challenges" in text


def test_the_empty_questionnaire_in_english_holds_no_spanish_word_of_ours(catalogue, tmp_path):
    english = questionnaires.find_on_shelf("plan-de-accion", language="en")
    content = blank_pdf(english, writing=writing_in("en"))
    assert isinstance(content, bytes)
    assert spanish_in(pdf_text(content, tmp_path).splitlines(), catalogue) == []


def test_the_check_for_spanish_can_fail(catalogue):
    assert spanish_in(["Guardar y seguir"]) == ["Guardar y seguir"]
    assert spanish_in(["Las dos lecturas difieren por reglas del cuestionario."], catalogue)
    page = Page(
        '<p title="Ver el resultado">a</p><button lang="es">Español</button><p data-saving="Su sesión terminó.">'
    )
    assert page.texts == ["Ver el resultado", "a", "Su sesión terminó."]
    assert spanish_in(["cuestionario-curso-1.0.pdf", "Save and continue"]) == []


def test_the_choice_of_language_is_remembered_and_spanish_is_the_default(app):
    reader = app.test_client()
    assert '<html lang="es-MX"' in reader.get("/ayuda", headers={"Accept-Language": "en"}).get_data(as_text=True)
    token = re.search(r'name="csrf_token"[^>]*?value="([^"]+)"', reader.get("/ayuda").get_data(as_text=True))[1]
    chosen = reader.post(
        "/idioma",
        data={"language": "en", "next": "/ayuda", "csrf_token": token},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert chosen.headers["Location"] == "/ayuda"
    assert "Max-Age=31536000" in next(one for one in chosen.headers.getlist("Set-Cookie") if one.startswith("idioma="))
    assert '<html lang="en-GB"' in reader.get("/ayuda").get_data(as_text=True)


def test_numbers_days_and_reasons_follow_the_language(app):
    error = Invalid(sentence("El periodo debe estar entre %(first)s y %(last)s.", first=1990, last=2100))
    answer = answer_of_somebody()
    with app.test_request_context():
        assert spoken.number(1234.5) == "1,234.5"
        assert spoken.day(answer.saved_at) == "25 de noviembre de 2026"
        assert spoken.reason_of(error) == str(error) == "El periodo debe estar entre 1990 y 2100."
        assert answer_as_json(answer)["area"] == "Captura"
    with app.test_request_context(headers={"Cookie": "idioma=en"}):
        assert spoken.number(1234.5) == "1,234.5"
        assert spoken.day(answer.saved_at) == "25 November 2026"
        assert spoken.reason_of(error) == "The period must lie between 1990 and 2100."
        assert spoken.reason_of(NotFound("Ese resultado no existe.")) == "That result does not exist."
        assert spoken.reason_of(NotFound()) == ""
        assert answer_as_json(answer)["area"] == "Data entry"


def answer_of_somebody():
    return StoredAnswer(
        question_id="Q",
        value="1",
        support=NO_SUPPORT,
        version=1,
        saved_at=datetime(2026, 11, 25, 18, tzinfo=UTC),
        area=sentence("Captura"),
    )


def test_the_catalogue_lies_in_the_package():
    assert PO.parents[2] == resources.LOCALE
