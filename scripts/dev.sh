#!/usr/bin/env bash
# `make dev`: builds, serves, and does both again when a source changes. Watches by looking at the files once a second, so it
# needs no tool of its own. The server comes back first; then the browser part is rebuilt, unoptimised, while it serves.
# A build that fails leaves the last server running. Arguments go to `nuandong serve`.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$ROOT"

server=
stop_server() { if [ -n "$server" ]; then kill -TERM "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; server=; fi; }
trap stop_server EXIT
trap 'exit 130' INT TERM
fingerprint() { { find src style public locales migrations Cargo.toml Cargo.lock -type f -printf '%p %T@ %s\n' 2>/dev/null || true; } | LC_ALL=C sort | sha256sum; }

while :; do
  seen=$(fingerprint)
  if cargo build </dev/null; then
    stop_server
    "$CARGO_TARGET_DIR/debug/nuandong" serve "$@" </dev/null &
    server=$!
    "$ROOT/scripts/build-browser-part.sh" --quick || say 'Serving without a new browser part.'
  else
    say 'It does not compile; the last good server goes on.'
  fi
  say 'Watching for changes (Ctrl-C ends).'
  while [ "$(fingerprint)" = "$seen" ]; do sleep 1; done
done
