#!/usr/bin/env bash
# `make test`: everything, to the end even when a part fails, so that one run shows all that is wrong. Its last line is
# 'N passed, N failed' over all runners; a part without tests of its own (format, lints) that fails counts as one failure.
# NUANDONG_TOTAL_FILE: writes that line there instead, for a caller that has the last word.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$ROOT"

logs=$(mktemp -d /tmp/nuandong-test.XXXXXX); chmod 755 "$logs"
pg=
finish() { if [ -n "$pg" ]; then scripts/postgres.sh stop "$pg" || true; fi; rm -rf "$logs"; }
trap finish EXIT
trap 'exit 130' INT TERM

passed=0 failed=0 broken=()
# failures LOG: the tests that a runner says failed, a line each.
failures() {
  sed 's/\x1b\[[0-9;]*m//g' "$1" | sed -nE 's/^ +(FAIL|TIMEOUT|SIG[A-Z]+) \[.*\] +(\([^)]*\) )?/  /p; s/^    (\[[a-z0-9-]+\] › .*[^ ─])[ ─]*$/  \1/p' | sort -u
}
# reasons LOG: what they say of it, the beginning of each.
reasons() {
  sed 's/\x1b\[[0-9;]*m//g' "$1" | awk '
    / panicked at / { left = 8 }
    /^ +[0-9]+\) \[[a-z0-9-]+\] › / { left = 30 }
    /attachment #|^ +stack backtrace:/ { left = 0 }
    left > 0 && NF { print substr($0, 1, 400); left-- }' | awk '!seen[$0]++' | head -n 150
}
# sum LOG PATTERN: adds up the numbers that PATTERN (sed, one group) finds in a log.
sum() { sed 's/\x1b\[[0-9;]*m//g' "$1" | sed -nE "s/$2/\1/p" | awk '{ n += $1 } END { print n + 0 }'; }

# part NAME COMMAND…: runs it, shows it, counts its tests whatever the runner (nextest, cargo test, Playwright); its exit is $code.
part() {
  local name=$1 log=$logs/log begun=$SECONDS p f; shift
  code=0
  printf '\n━━ %s\n' "$name"
  { "$@" 2>&1 </dev/null || echo $? >"$logs/code"; } | tee "$log"
  if [ -e "$logs/code" ]; then code=$(cat "$logs/code"); rm "$logs/code"; fi
  p=$(sum "$log" '^ *Summary \[.*\] .*run: ([0-9]+) passed.*')
  f=$(sum "$log" '^ *Summary \[.*[^0-9]([0-9]+) failed.*')
  f=$((f + $(sum "$log" '^ *Summary \[.*[^0-9]([0-9]+) timed out.*')))
  p=$((p + $(sum "$log" '^test result: .* ([0-9]+) passed;.*') + $(sum "$log" '^ +([0-9]+) passed \(.*')))
  f=$((f + $(sum "$log" '^test result: .* ([0-9]+) failed;.*') + $(sum "$log" '^ +([0-9]+) failed$') + $(sum "$log" '^ +([0-9]+) flaky$')))
  if [ "$code" != 0 ]; then
    broken+=("$name" "$(failures "$log")"); [ "$f" -gt 0 ] || f=1
    reasons "$log" >>"$logs/reasons"
  fi
  passed=$((passed + p)); failed=$((failed + f))
  printf '━━ %s: %s (%s s)\n' "$name" "$([ "$code" = 0 ] && echo ok || echo "FAILED, exit $code")" "$((SECONDS - begun))"
}

rust_tests() {
  if cargo nextest --version >/dev/null 2>&1; then
    cargo nextest run ${CI:+--locked}
  else
    cargo test ${CI:+--locked} --no-fail-fast --all-targets
  fi
}

part 'test tools' scripts/setup-test-tools.sh
part 'format' cargo fmt --check
if have python3; then part 'texts' python3 scripts/check-texts.py; fi
part 'lints, server' cargo clippy ${CI:+--locked} --all-targets -- -D warnings
part 'lints, browser part' cargo clippy ${CI:+--locked} --lib --no-default-features --features hydrate -- -D warnings
pg=$logs/pg
NUANDONG_TEST_POSTGRES_URL=$(scripts/postgres.sh start "$pg") || { broken+=(PostgreSQL); failed=$((failed + 1)); }
export NUANDONG_TEST_POSTGRES_URL
part 'Rust tests, on SQLite and PostgreSQL' rust_tests
part 'examples in the documentation' cargo test ${CI:+--locked} --doc
part 'server for the browser tests' cargo build ${CI:+--locked}; server=$code
part 'browser part' scripts/build-browser-part.sh; islands=$code
# Never against what an earlier build left behind.
if [ "$server" = 0 ]; then
  part 'browser tests without JavaScript' scripts/e2e.sh '--project=no-js*'
  if [ "$islands" = 0 ]; then part 'browser tests with JavaScript' scripts/e2e.sh --project=with-js; fi
  part 'accessibility' scripts/e2e.sh --project=a11y
  part 'journeys of the manual' scripts/e2e.sh --project=manual
fi

printf '\n'
# Named here again, because whoever reads a long log reads its end.
if [ -s "$logs/reasons" ]; then cat "$logs/reasons"; printf '\n'; fi
if [ "${#broken[@]}" -gt 0 ]; then printf 'Failed:\n'; printf '%s\n' "${broken[@]}" | sed '/^$/d'; fi
total="$passed passed, $failed failed"
if [ -n "${NUANDONG_TOTAL_FILE:-}" ]; then echo "$total" >"$NUANDONG_TOTAL_FILE"; else echo "$total"; fi
[ "${#broken[@]}" = 0 ] && [ "$failed" = 0 ]
