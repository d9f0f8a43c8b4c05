#!/bin/sh
# Installs a headless Chromium and the PDF viewer's tools, which the browser tests need (Debian and its kin; needs root).
set -eu
if command -v chromium >/dev/null 2>&1 && command -v pdftoppm >/dev/null 2>&1; then
    echo "Chromium and pdftoppm are here already."
    exit 0
fi
sudo=""
[ "$(id -u)" = 0 ] || sudo=sudo
$sudo apt-get update -qq
$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium poppler-utils fonts-dejavu-core >/dev/null
