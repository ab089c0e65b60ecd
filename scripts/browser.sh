#!/usr/bin/env bash
# Make sure that the browser tests have Chromium and a font with Vietnamese letters: browser.sh VENV
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/system.sh

venv=$1

has_browser() {
    local name
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        if command -v "$name" >/dev/null; then return 0; fi
    done
    return 1
}

# Ubuntu's package of that name installs a snap, which playwright cannot drive.
is_debian() {
    grep --quiet --line-regexp 'ID=debian' /etc/os-release 2>/dev/null
}

# The browser needs system libraries, which only root can install.
install_with_playwright() {
    if can_be_root && "$venv/bin/playwright" install --with-deps chromium; then return 0; fi
    "$venv/bin/playwright" install chromium
}

if ! has_browser; then
    if is_debian && debian_install chromium fonts-dejavu-core; then
        exit 0
    fi
    install_with_playwright ||
        fail "The browser tests need Chromium or Chrome, and neither could be installed." \
            "On Debian, as root: apt-get install chromium fonts-dejavu-core" \
            "Elsewhere: $venv/bin/playwright install --with-deps chromium, or install Chrome. Then run make again." \
            "To skip these tests: TIMDAU_NO_BROWSER=1 make test"
fi
