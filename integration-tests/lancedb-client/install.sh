#!/bin/sh
# Installs what package-lock.json names, unless that is there already.
# Not with 'npm ci': it wants the client's libraries of all platforms in the lock file, and not every registry has them.
# package.json puts a stub in the place of the client's embedding models, which are large and not used here.
set -eu
cd "$(dirname "$0")"
if [ ! -e node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
  npm install --no-save --no-audit --no-fund
fi
