#!/bin/sh
# Installs what pip cannot: a Chromium browser and gettext, where this user may.
set -u
need=""
for browser in chromium chromium-browser google-chrome; do
    command -v "$browser" >/dev/null 2>&1 && found=yes && break
done
[ "${found:-no}" = yes ] || need="$need chromium"
command -v msgfmt >/dev/null 2>&1 || need="$need gettext"
[ -n "$need" ] || exit 0
if command -v apt-get >/dev/null 2>&1; then
    if [ "$(id -u)" = 0 ]; then
        run=""
    elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
        run="sudo"
    else
        run="no"
    fi
    if [ "$run" != no ]; then
        echo "Installing$need ..."
        # shellcheck disable=SC2086
        $run apt-get update -qq >/dev/null && $run env DEBIAN_FRONTEND=noninteractive \
            apt-get install -y -qq $need >/dev/null
    fi
fi
for tool in $need; do
    command -v "$tool" >/dev/null 2>&1 || [ "$tool" = gettext ] || {
        echo "No $tool here; install it to run the browser tests."
        [ "${CI:-}" = true ] && exit 1
    }
done
exit 0
