"""Settings of a deployment, from EVALUACION_* variables: read once, frozen, refused when missing or unsafe."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

PREFIX = "EVALUACION_"
SECRET_FILE = "secret.key"
MIN_SECRET = 32


class UnsafeSettings(Exception):
    """Missing or unsafe settings: `problems` has one Spanish sentence for each."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problems))


@dataclass(frozen=True, kw_only=True, slots=True)
class Variable:
    """One line of the table in `docs/configuration.md`."""

    name: str
    default: str
    meaning: str


VARIABLES = (
    Variable(
        name="EVALUACION_SECRET_KEY",
        default="contenido de secret.key en EVALUACION_DATA; si no existe, es obligatoria",
        meaning="Secreto que firma lo que viaja al navegador: al menos 32 caracteres al azar.",
    ),
    Variable(
        name="EVALUACION_URL",
        default="http://127.0.0.1:8000",
        meaning="Dirección con la que las personas llegan al sitio. Fuera de este equipo debe empezar con https://.",
    ),
    Variable(
        name="EVALUACION_DATA",
        default="var",
        meaning="Carpeta de la base embebida, el secreto de la demostración y los respaldos.",
    ),
    Variable(
        name="EVALUACION_DATABASE_URL",
        default="sqlite en EVALUACION_DATA (evaluacion.sqlite)",
        meaning="Base de datos: sqlite:///ruta o postgresql://usuario:clave@servidor/base.",
    ),
    Variable(
        name="EVALUACION_TRUSTED_HOSTS",
        default="el nombre de EVALUACION_URL",
        meaning="Otros nombres con los que se acepta llegar, separados por comas.",
    ),
    Variable(
        name="EVALUACION_PROXIES",
        default="0",
        meaning="Cuántos servidores intermedios propios hay delante; solo a ellos se les cree la dirección de origen.",
    ),
    Variable(name="EVALUACION_THREADS", default="8", meaning="Peticiones que `evaluacion serve` atiende a la vez."),
    Variable(name="EVALUACION_PAPER", default="letter", meaning="Papel de los PDF: letter (carta) o a4."),
    Variable(
        name="EVALUACION_SESSION_IDLE",
        default="60",
        meaning="Minutos sin actividad tras los que termina una sesión.",
    ),
    Variable(
        name="EVALUACION_SESSION_HOURS",
        default="12",
        meaning="Horas tras las que termina una sesión aunque haya actividad.",
    ),
    Variable(
        name="EVALUACION_MAX_REQUEST_KIB",
        default="1024",
        meaning="Tamaño máximo de lo que una página envía de una vez, en KiB.",
    ),
    Variable(
        name="EVALUACION_TRIALS_PER_HOUR",
        default="300",
        meaning="Pruebas sin cuenta que una dirección inicia en una hora; un salón entero suele compartir una.",
    ),
    Variable(
        name="EVALUACION_SIGN_INS_PER_MINUTE",
        default="20",
        meaning="Intentos de entrar de una dirección en un minuto; en una hora, cinco veces más.",
    ),
    Variable(
        name="EVALUACION_DOCUMENTS_PER_MINUTE",
        default="20",
        meaning="PDF que una dirección pide en un minuto, de resultados y, aparte, de cuestionarios en blanco.",
    ),
    Variable(
        name="EVALUACION_VERIFICATIONS_PER_MINUTE",
        default="60",
        meaning="Folios o huellas que una dirección verifica en un minuto; en una hora, diez veces más.",
    ),
    Variable(
        name="EVALUACION_AUDIT_ADDRESS",
        default="hashed",
        meaning="Cómo guarda la bitácora la dirección de origen: hashed (huella con secreto), plain (tal cual) o none.",
    ),
    Variable(
        name="EVALUACION_LOG_LEVEL",
        default="info",
        meaning="Detalle del registro técnico: debug, info, warning o error.",
    ),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    secret_key: str
    url: str
    data: Path
    database_url: str
    trusted_hosts: tuple[str, ...]
    proxies: int
    threads: int
    paper: str
    session_idle: timedelta
    session_absolute: timedelta
    max_request: int
    trials_per_hour: int
    sign_ins_per_minute: int
    documents_per_minute: int
    verifications_per_minute: int
    audit_address: str
    log_level: str

    @property
    def https(self) -> bool:
        return self.url.startswith("https://")

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""

    @property
    def port(self) -> int:
        return urlsplit(self.url).port or (443 if self.https else 80)

    @property
    def on_loopback(self) -> bool:
        """Whether only this machine can reach the site."""
        return all(is_loopback(host) for host in self.trusted_hosts)


def is_loopback(host: str) -> bool:
    """Whether a host name or address stands for this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def read_settings(environment: Mapping[str, str]) -> Settings:
    """The settings of this process. Raises UnsafeSettings with every problem at once."""
    reader = _Reader(environment)
    data = Path(reader.text("DATA", "var")).absolute()
    url = reader.text("URL", "http://127.0.0.1:8000").rstrip("/")
    settings = Settings(
        secret_key=reader.secret(data),
        url=reader.checked_url(url),
        data=data,
        database_url=reader.database_url(data),
        trusted_hosts=reader.hosts(url),
        proxies=reader.number("PROXIES", 0, 0, 10),
        threads=reader.number("THREADS", 8, 1, 256),
        paper=reader.choice("PAPER", "letter", ("letter", "a4")),
        session_idle=timedelta(minutes=reader.number("SESSION_IDLE", 60, 5, 1440)),
        session_absolute=timedelta(hours=reader.number("SESSION_HOURS", 12, 1, 168)),
        max_request=reader.number("MAX_REQUEST_KIB", 1024, 128, 65_536) * 1024,
        trials_per_hour=reader.number("TRIALS_PER_HOUR", 300, 1, 100_000),
        sign_ins_per_minute=reader.number("SIGN_INS_PER_MINUTE", 20, 1, 10_000),
        documents_per_minute=reader.number("DOCUMENTS_PER_MINUTE", 20, 1, 10_000),
        verifications_per_minute=reader.number("VERIFICATIONS_PER_MINUTE", 60, 1, 10_000),
        audit_address=reader.choice("AUDIT_ADDRESS", "hashed", ("hashed", "plain", "none")),
        log_level=reader.choice("LOG_LEVEL", "info", ("debug", "info", "warning", "error")),
    )
    reader.refuse_unknown()
    if reader.problems:
        raise UnsafeSettings(reader.problems)
    return settings


class _Reader:
    """Reads variables and gathers what is wrong with them."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self.problems: list[str] = []

    def text(self, name: str, default: str) -> str:
        return self._environment.get(PREFIX + name, "").strip() or default

    def secret(self, data: Path) -> str:
        secret = self.text("SECRET_KEY", "")
        file = data / SECRET_FILE
        if not secret and file.is_file():
            secret = file.read_text(encoding="utf-8").strip()
        if not secret:
            self.problems.append(
                "Falta EVALUACION_SECRET_KEY: póngale al menos 32 caracteres al azar "
                "(para probar en este equipo, «evaluacion demo» genera una)."
            )
        elif len(secret) < MIN_SECRET or len(set(secret)) < 8:
            self.problems.append("EVALUACION_SECRET_KEY es fácil de adivinar: use al menos 32 caracteres al azar.")
        return secret

    def checked_url(self, url: str) -> str:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query or parts.username:
            self.problems.append("EVALUACION_URL debe ser solo la dirección del sitio, como https://ejemplo.gob.mx")
        elif parts.scheme == "http" and not is_loopback(parts.hostname):
            self.problems.append(
                "EVALUACION_URL debe empezar con https:// cuando el sitio se abre fuera de este equipo."
            )
        return url

    def database_url(self, data: Path) -> str:
        url = self.text("DATABASE_URL", f"sqlite:///{data / 'evaluacion.sqlite'}")
        if not url.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")):
            self.problems.append("EVALUACION_DATABASE_URL debe empezar con sqlite:/// o postgresql://")
        return url

    def hosts(self, url: str) -> tuple[str, ...]:
        host = urlsplit(url).hostname or ""
        more = [name.strip().lower() for name in self.text("TRUSTED_HOSTS", "").split(",") if name.strip()]
        if "*" in ",".join(more):
            self.problems.append("EVALUACION_TRUSTED_HOSTS no admite comodines: escriba cada nombre.")
        own = ["127.0.0.1", "localhost", "[::1]"] if is_loopback(host) else [host]
        return tuple(dict.fromkeys([*own, *more]))

    def number(self, name: str, default: int, least: int, most: int) -> int:
        written = self.text(name, str(default))
        value = int(written) if written.isascii() and written.isdigit() else least - 1
        if not least <= value <= most:
            self.problems.append(f"{PREFIX}{name} debe ser un número entero de {least} a {most}, no «{written}».")
        return value

    def choice(self, name: str, default: str, choices: tuple[str, ...]) -> str:
        written = self.text(name, default).lower()
        if written not in choices:
            self.problems.append(f"{PREFIX}{name} debe ser {' o '.join(choices)}, no «{written}».")
        return written

    def refuse_unknown(self) -> None:
        known = {variable.name for variable in VARIABLES}
        for name in sorted(self._environment):
            if name.startswith(PREFIX) and name not in known and not name.startswith(PREFIX + "TEST_"):
                self.problems.append(f"{name} no es una variable que esta versión conozca: revise cómo se escribe.")
