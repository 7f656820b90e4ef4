#!/bin/sh
# What the project needs from the system, by mk/packages.txt.
#   mk/deps.sh install         install what is missing with apt (sudo where not root), then Kafka's jars
#   mk/deps.sh check build     say what is missing for the build; 1 if anything is
#   mk/deps.sh jars            only Kafka's jars, into build/kafka/lib
set -eu
cd "$(dirname "$0")/.."
jars=build/kafka/lib

missing() { # missing [PART]: the packages of the part that dpkg does not have installed, and no program of their name
    awk -v part="${1:-}" '/^[^#]/ && (part == "" || $2 == part) {print $1}' mk/packages.txt |
        while read -r name; do
            case $(dpkg-query -W -f '${Status}' "$name" 2>/dev/null) in
            *" installed") ;;
            *) command -v "$name" >/dev/null || printf '%s ' "$name" ;;
            esac
        done
}

install_packages() {
    command -v dpkg-query >/dev/null || {
        echo "deps: this is no Debian; see mk/packages.txt for what to install" >&2
        return 0
    }
    names=$(missing)
    [ -n "$names" ] || return 0
    sudo=
    [ "$(id -u)" = 0 ] || sudo=sudo
    if [ -n "$sudo" ] && ! command -v sudo >/dev/null; then
        echo "deps: missing: $names-- install them as root (neither root nor sudo here)" >&2
        return 1
    fi
    echo "deps: installing $names" >&2
    apt="$sudo env DEBIAN_FRONTEND=noninteractive apt-get -q -o Acquire::Retries=3 -o DPkg::Lock::Timeout=300"
    $apt update >&2
    # shellcheck disable=SC2086
    $apt install -y --no-install-recommends $names >&2
}

fetch_jars() { # all or nothing: a folder with the mark is complete
    [ ! -e "$jars/.complete" ] || return 0
    command -v mvn >/dev/null || { echo "deps: no Maven, so no Kafka for the tests" >&2; return 1; }
    echo "deps: fetching Kafka's jars into $jars" >&2
    rm -rf "$jars" "$jars.part"
    mkdir -p "$jars.part"
    mvn -q -B -Dstyle.color=never -f tests/integration/kafka/pom.xml dependency:copy-dependencies \
        -DincludeScope=runtime -DoutputDirectory="$PWD/$jars.part" >&2
    touch "$jars.part/.complete"
    mv "$jars.part" "$jars"
}

case "${1:-}" in
install)
    install_packages
    fetch_jars || { [ "${CI:-}" != true ] && echo "deps: going on without a real Kafka" >&2; }
    ;;
check)
    command -v dpkg-query >/dev/null || exit 0
    names=$(missing "${2:-}")
    [ -z "$names" ] || { echo "missing: $names-- run: make deps" >&2; exit 1; }
    ;;
jars) fetch_jars ;;
*) sed -n '2,5p' "$0" >&2; exit 2 ;;
esac
