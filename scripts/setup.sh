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

# What is missing: one package name a line. Without Python only Python can be looked for.
missing_packages() {
    python=$(find_python)
    if [ -z "$python" ]; then echo python3; echo python3-venv; return; fi
    "$python" -c 'import venv, ensurepip' 2>/dev/null || echo python3-venv
    for pair in pango-1.0:libpango-1.0-0 pangoft2-1.0:libpangoft2-1.0-0 harfbuzz-subset:libharfbuzz-subset0; do
        has_library "${pair%%:*}" || echo "${pair#*:}"
    done
    have bwrap || echo bubblewrap
    [ "$purpose" = test ] || return 0
    have chromium || have chromium-browser || have google-chrome || echo chromium
    have pdftotext || echo poppler-utils
    have qpdf || echo qpdf
    have strace || echo strace
    has_library atomic || echo libatomic1
    answers 5432 || [ -n "$(ls -d /usr/lib/postgresql/*/bin/postgres 2>/dev/null)" ] || echo postgresql
    answers 6379 || have redis-server || echo redis-server
}

install_packages() {
    if ! have apt-get || ! { [ "$(id -u)" = 0 ] || have sudo; }; then
        echo "Faltan paquetes del sistema y no hay permiso para instalarlos. Pida a quien administra el equipo:" >&2
        echo "    apt-get install $*" >&2
        exit 1
    fi
    sudo=""; [ "$(id -u)" = 0 ] || sudo=sudo
    echo "Instalando bibliotecas del sistema: $*"
    $sudo apt-get update -qq
    $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

for _ in once after_python; do
    missing=$(missing_packages)
    # shellcheck disable=SC2086
    [ -z "$missing" ] || install_packages $(echo $missing)
done
missing=$(missing_packages)
[ -z "$missing" ] || { echo "Se instaló lo posible y aún falta:" $missing >&2; exit 1; }
python=$(find_python)

[ -x .venv/bin/python ] || { echo "Creando el entorno virtual .venv"; "$python" -m venv .venv; }
stamp=.venv/.evaluacion-setup
wanted=$(cat requirements-dev.lock pyproject.toml | cksum)
if [ "$(cat $stamp 2>/dev/null || true)" != "$wanted" ]; then
    echo "Instalando los paquetes de Python (la primera vez tarda uno o dos minutos)"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
    echo "$wanted" > $stamp
fi
