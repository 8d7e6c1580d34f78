"""What the YAML parser complains about, in Spanish and with what to do."""

from __future__ import annotations

_MESSAGES: tuple[tuple[str, str], ...] = (
    ("a directive", "Una línea no puede empezar con «%». Ponga el texto entre comillas."),
    (
        "mapping values are not allowed",
        "Aquí no puede haber «:». Ponga el texto entre comillas o revise la sangría.",
    ),
    ("could not find expected ':'", "Falta «:» después de la clave, o la sangría no coincide."),
    ("found a tab", "Hay un tabulador. Use espacios para la sangría."),
    ("'\\t' that cannot start", "Hay un tabulador. Use espacios para la sangría."),
    ("that cannot start any token", "Este carácter no puede empezar un valor. Ponga el texto entre comillas."),
    ("unexpected end of stream", "El archivo termina con unas comillas sin cerrar. Ciérrelas."),
    ("unexpected document separator", "Hay un separador de documento dentro de unas comillas. Ciérrelas."),
    ("unknown escape character", "La barra invertida no forma un escape válido. Use comillas simples o «\\\\»."),
    ("expected escape sequence", "El escape no tiene los dígitos hexadecimales que necesita."),
    ("but found '<stream end>'", "El archivo termina antes de cerrar un corchete o una llave. Ciérrelos."),
    ("expected ',' or ']'", "Falta una coma o el corchete que cierra la lista."),
    ("expected ',' or '}'", "Falta una coma o la llave que cierra el mapa."),
    ("expected <block end>", "La sangría no coincide con la del bloque. Alinee esta línea con las anteriores."),
    (
        "sequence entries are not allowed",
        "Una lista con «-» no puede empezar aquí. Revise la sangría o la línea anterior.",
    ),
    ("undefined alias", "No se admiten alias (*). Escriba el contenido completo."),
    ("undefined tag handle", "No se admiten etiquetas (!). Quítela y escriba solo el valor."),
    ("found duplicate", "Esta marca está repetida. Deje una sola."),
    ("incompatible YAML", "Solo se admite YAML 1.2. Quite la directiva %YAML."),
    (
        "expected alphabetic or numeric",
        "No se admiten anclas (&) ni alias (*). Ponga el texto entre comillas.",
    ),
    ("indentation", "La sangría del bloque de texto no es válida. Use de 1 a 9 espacios."),
    ("expected the node content", "Falta un valor en este punto. Revise comas, corchetes y sangría."),
    ("expected '<document start>'", "El contenido no sigue al anterior. Revise la sangría de esta línea."),
)


def in_spanish(problem: str, context: str) -> str:
    """The sentence for a complaint of the parser."""
    for fragment, message in _MESSAGES:
        if fragment in problem or fragment in context:
            return message
    return "La escritura YAML no es válida en este punto. Revise sangría, comillas, dos puntos y corchetes."
