#!/bin/sh
# Sets up what evaluacion needs: system libraries (apt, when root or sudo) and the virtual environment .venv.
# Usage: scripts/setup.sh run | test      ("test" also asks for a browser, PDF tools, PostgreSQL and Redis)
set -eu
cd "$(dirname "$0")/.."
purpose=${1:-run}

have() { command -v "$1" >/dev/null 2>&1; }

find_python() {
    for candidate in ${PYTHON:-} python3.13 python3.12 python3.11 python3; do
        if have "$candidate" && "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
}

has_library() { "$python" -c "import ctypes.util, sys; sys.exit(not ctypes.util.find_library('$1'))" 2>/dev/null || ldconfig -p 2>/dev/null | grep -q "lib$1\.so"; }

answers() { "$python" -c "import socket; socket.create_connection(('127.0.0.1', $1), 1).close()" 2>/dev/null; }

python=$(find_python)
if [ -z "$python" ]; then missing="python3 python3-venv"; python=python3; else missing=""; fi
need() { missing="$missing $1"; }

if have "$python"; then
    "$python" -c 'import venv, ensurepip' 2>/dev/null || need python3-venv
    for pair in pango-1.0:libpango-1.0-0 pangoft2-1.0:libpangoft2-1.0-0 harfbuzz-subset:libharfbuzz-subset0; do
        has_library "${pair%%:*}" || need "${pair#*:}"
    done
    have bwrap || need bubblewrap
    if [ "$purpose" = test ]; then
        have chromium || have chromium-browser || have google-chrome || need chromium
        have pdftotext || need poppler-utils
        have qpdf || need qpdf
        have strace || need strace
        answers 5432 || [ -n "$(ls -d /usr/lib/postgresql/*/bin/postgres 2>/dev/null)" ] || need postgresql
        answers 6379 || have redis-server || need redis-server
    fi
fi

if [ -n "$missing" ]; then
    if have apt-get && { [ "$(id -u)" = 0 ] || have sudo; }; then
        sudo=""; [ "$(id -u)" = 0 ] || sudo=sudo
        echo "Instalando bibliotecas del sistema:$missing"
        $sudo apt-get update -qq
        # shellcheck disable=SC2086
        $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
        python=$(find_python)
        [ -n "$python" ] || { echo "Se necesita Python 3.11 o posterior. Instálelo y vuelva a intentar." >&2; exit 1; }
    else
        echo "Faltan paquetes del sistema y no hay permiso para instalarlos. Pida a quien administra el equipo:" >&2
        echo "    apt-get install$missing" >&2
        exit 1
    fi
fi

[ -x .venv/bin/python ] || { echo "Creando el entorno virtual .venv"; "$python" -m venv .venv; }
stamp=.venv/.evaluacion-setup
wanted=$(cat requirements-dev.lock pyproject.toml | cksum)
if [ "$(cat $stamp 2>/dev/null || true)" != "$wanted" ]; then
    echo "Instalando los paquetes de Python (la primera vez tarda uno o dos minutos)"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
    echo "$wanted" > $stamp
fi
