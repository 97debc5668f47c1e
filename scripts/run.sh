#!/usr/bin/env bash
# `make run`: from a fresh machine to a serving portal. The server and the browser part, with the tools it needs, are built
# at the same time: while one waits for a download or a single long crate, the other uses the cores.
# Arguments go to `nuandong serve`. Without a browser toolchain the portal is served without islands.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

have cargo || fail 'Rust is missing (cargo is not on the PATH): install it from https://rustup.rs'
need_c_compiler || fail 'No C compiler (see above).'
started=$SECONDS
cd "$ROOT"

say 'Building the server (release) and, beside it, the browser part. The first time all crates are compiled: about ten minutes on two cores.'
trap '[ -z "${browser:-}" ] || kill -- "-$browser" 2>/dev/null || true' EXIT # a group of its own, so that an end here ends all of it
setsid nice -n 5 "$ROOT/scripts/build-browser-part.sh" > >(sed -u 's/^/  [browser part] /' >&2) 2>&1 </dev/null &
browser=$!
cargo build --release ${CI:+--locked} </dev/null
say "The server is built ($((SECONDS - started)) s)."
kill -0 "$browser" 2>/dev/null && say 'Waiting for the browser part.'
code=0; wait "$browser" || code=$?
trap - EXIT
case $code in
  0) say "Everything is built ($((SECONDS - started)) s)." ;;
  3) unset NUANDONG_SITE_DIR; say 'Starting without the browser part: every page and form works, the islands (conveniences) are absent.' ;;
  *) unset NUANDONG_SITE_DIR; say "The browser part did not build (see above); starting without it." ;;
esac
exec "$CARGO_TARGET_DIR/release/nuandong" serve "$@"
