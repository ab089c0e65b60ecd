# Sourced by the other scripts: install system packages, or fail.

# Print a message to standard error and exit with 1.
fail() {
    printf '%s\n' "$@" >&2
    exit 1
}

# Return whether this is root or sudo exists.
can_be_root() {
    [ "$(id -u)" -eq 0 ] || command -v sudo >/dev/null
}

# Install Debian packages as root or with sudo; fail if neither is possible.
debian_install() {
    local as_root=(env)
    can_be_root || return 1
    if [ "$(id -u)" -ne 0 ]; then
        as_root=(sudo)
        # Without a terminal nobody can type a password.
        [ -t 0 ] || as_root=(sudo --non-interactive)
    fi
    echo "Installing system packages: $*"
    "${as_root[@]}" apt-get update --quiet --quiet &&
        "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
            apt-get install --yes --quiet --quiet --no-install-recommends "$@"
}
