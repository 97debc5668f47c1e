#!/usr/bin/env bash
# Browser tests against the real server: the debug build on a free port with an empty data folder of its own, ended by
# SIGTERM. Arguments go to Playwright (scripts/e2e.sh --project=no-js -g 收件). For tests that need staff or tokens:
# NUANDONG_BIN and NUANDONG_DATA_DIR are set, so that they can run the program's own commands beside the server.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

export NUANDONG_BIN=${NUANDONG_BIN:-$CARGO_TARGET_DIR/debug/nuandong}
[ -x "$NUANDONG_BIN" ] || fail "$NUANDONG_BIN is missing: run make e2e, which builds it"
dir=$(mktemp -d /tmp/nuandong-e2e.XXXXXX)
port=$(free_port)
export NUANDONG_LISTEN=127.0.0.1:$port NUANDONG_PUBLIC_URL=http://127.0.0.1:$port NUANDONG_DATA_DIR=$dir/data
export NUANDONG_E2E_URL=$NUANDONG_PUBLIC_URL
unset NUANDONG_DATABASE_URL NUANDONG_KEY_FILE NUANDONG_SMTP_URL NUANDONG_NOW

# Started outside the checkout: no nuandong.toml of the developer's, and proof that the program needs no file of the tree.
# NUANDONG_E2E_SERVE: other words than `serve`, for instance "serve --demo".
cd "$dir"
# shellcheck disable=SC2086
RUST_BACKTRACE=0 "$NUANDONG_BIN" ${NUANDONG_E2E_SERVE:-serve} >"$dir/server.log" 2>&1 </dev/null &
server=$!

finish() {
  local code=$? waited=0
  trap - EXIT
  kill -TERM "$server" 2>/dev/null || true
  while kill -0 "$server" 2>/dev/null && [ "$waited" -lt 150 ]; do sleep 0.1; waited=$((waited + 1)); done
  if kill -0 "$server" 2>/dev/null; then
    kill -KILL "$server"; say 'The server did not end within 15 s of SIGTERM (it must within 10)'; [ "$code" != 0 ] || code=1
  fi
  if [ "$code" != 0 ]; then say 'Last lines of the server’s log:'; tail -n 40 "$dir/server.log" >&2 || true; fi
  rm -rf "$dir"
  exit "$code"
}
trap finish EXIT
trap 'exit 130' INT TERM

for _ in $(seq 300); do
  if curl -fsS -o /dev/null "$NUANDONG_E2E_URL/healthz" 2>/dev/null; then break; fi
  kill -0 "$server" 2>/dev/null || fail 'The server ended before it answered'
  sleep 0.1
done
curl -fsS -o /dev/null "$NUANDONG_E2E_URL/healthz" || fail 'The server did not answer /healthz within 30 s'

cd "$ROOT/end2end"
node_modules/.bin/playwright test "$@" </dev/null
