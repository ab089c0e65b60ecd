#!/usr/bin/env bash
# Install timdau and its locked dependencies into a virtual environment: install.sh VENV LOCK
#
# PyICU has no wheels, so it needs a C++ compiler, pkg-config, and the headers of ICU and Python.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/system.sh

venv=$1
lock=$2

is_recent() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

find_python() {
    local candidate
    for candidate in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
        if is_recent "$candidate"; then
            command -v "$candidate"
            return
        fi
    done
    fail "timdau needs Python 3.11 or newer; found: $(${PYTHON:-python3} --version 2>&1 || true)." \
        "Install it (Debian 12, Ubuntu 24.04 or newer: apt-get install python3; macOS: brew install python)," \
        "or name one you have: PYTHON=/path/to/python3.12 make install"
}

# List the Debian packages that are missing, one per line.
missing_packages() {
    local version
    version=$("$python" -c 'import sys; print("{}.{}".format(*sys.version_info))')
    "$python" -c 'import ensurepip, venv' 2>/dev/null || echo "python$version-venv"
    "$python" -c 'import pathlib, sys, sysconfig
sys.exit(not pathlib.Path(sysconfig.get_path("include"), "Python.h").exists())' || echo "python$version-dev"
    command -v g++ >/dev/null || command -v clang++ >/dev/null || echo g++
    command -v pkg-config >/dev/null || echo pkg-config
    pkg-config --exists icu-i18n 2>/dev/null || echo libicu-dev
}

explain_missing() {
    case "$(uname -s)" in
    Darwin)
        fail "Building PyICU needs ICU, pkg-config and Apple's command line tools:" \
            "    xcode-select --install" \
            "    brew install icu4c pkg-config" \
            "    export PKG_CONFIG_PATH=\"\$(brew --prefix icu4c)/lib/pkgconfig\"" \
            "Then run make again."
        ;;
    *)
        fail "timdau needs more system packages to build PyICU. On Debian or Ubuntu, as root:" \
            "    apt-get update && apt-get install --yes $1" \
            "Elsewhere, install a C++ compiler, pkg-config, and the development files of ICU and Python." \
            "Then run make again."
        ;;
    esac
}

install_missing() {
    local missing
    missing=$(missing_packages | paste -s -d ' ' -)
    [ -n "$missing" ] || return 0
    # Unquoted so that each name is a word: mapfile would need bash 4, and macOS has bash 3.
    # shellcheck disable=SC2086
    if command -v apt-get >/dev/null && debian_install $missing; then
        return
    fi
    explain_missing "$missing"
}

python=$(find_python)
install_missing
is_recent "$venv/bin/python" || "$python" -m venv --clear "$venv"
echo "Installing timdau into $venv; the first time, compiling PyICU takes a minute or two."
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --requirement "$lock"
# A kernel of other sources would stay if this one cannot be compiled.
rm -f indexer/engines/arrays/kernel/*.so
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --editable .
"$venv/bin/python" -c 'from indexer.engines.arrays.kernel import kernel; import sys; sys.exit(not kernel)' ||
    echo "The search kernel could not be compiled; timdau works without it, but searches take up to twice as long."
