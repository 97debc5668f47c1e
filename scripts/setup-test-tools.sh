#!/usr/bin/env bash
# Gets what the tests need beyond Rust: a real browser, fonts for screenshots in Chinese, a real mail server, a real virus
# scanner, Playwright.
# Playwright cannot bring its own browser here (only package registries are reached), so Debian's is used.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

missing=0
browser=${NUANDONG_CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)}
[ -n "$browser" ] || apt_install 'Chromium, which the browser tests drive' chromium || missing=1
have apt-get && { apt_install 'Chinese fonts, so that screenshots show characters' fonts-noto-cjk || missing=1; }
have openssl || apt_install 'openssl, which makes the certificate of the mail test server' openssl || missing=1
/usr/bin/python3 -c 'import aiosmtpd' 2>/dev/null \
  || apt_install 'aiosmtpd, a real mail server (STARTTLS, sign-in) that the mail tests send to' python3-aiosmtpd || missing=1
# ClamAV's daemon comes with a service and with one that loads signatures from the network. The tests start their own, with
# one signature of theirs (19 MB of memory, a quarter of a second): on a machine with systemd neither service shall run.
if ! have clamd; then
  fresh=; { dpkg-query -W clamav-freshclam >/dev/null 2>&1; } || fresh=1
  if [ -n "$fresh" ] && [ "$(id -u)" = 0 ] && [ -d /run/systemd/system ]; then
    systemctl mask --quiet clamav-daemon.service clamav-daemon.socket clamav-freshclam.service \
      && say 'The services of ClamAV are masked: tests start their own (systemctl unmask clamav-daemon clamav-freshclam to use them)'
  fi
  apt_install 'clamd, the virus scanner that the tests of evidence files ask' clamav-daemon || missing=1
fi
have curl || apt_install 'curl, which waits for the server to answer' curl || missing=1
need_c_compiler || missing=1
"$ROOT/scripts/postgres.sh" install || missing=1
cargo fmt --version >/dev/null 2>&1 && cargo clippy --version >/dev/null 2>&1 \
  || { say 'Installing rustfmt and clippy with rustup: format and lints'; rustup component add rustfmt clippy </dev/null >&2 || missing=1; }
# nextest takes minutes to compile: it is used where it is and `cargo test` takes its place elsewhere.
cargo nextest --version >/dev/null 2>&1 || say 'cargo-nextest is not here: Rust tests run with `cargo test` (same tests, one binary after the other)'

cd "$ROOT/end2end"
lock=$(sha256sum <package-lock.json)
if [ "$(cat node_modules/.nuandong-stamp 2>/dev/null)" != "$lock" ]; then
  have npm || fail 'Node with npm is missing: the browser tests need it (https://nodejs.org or apt-get install nodejs npm)'
  say 'Installing Playwright and axe-core from npm: the browser tests are written with them'
  PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --no-audit --no-fund --loglevel=error </dev/null >&2
  echo "$lock" >node_modules/.nuandong-stamp
fi
[ "$missing" = 0 ] || fail 'Some test tools are missing: see the commands above.'
