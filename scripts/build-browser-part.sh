#!/usr/bin/env bash
# Builds the browser part (the islands) into $NUANDONG_SITE_DIR/pkg: nuandong.js and nuandong_bg.wasm, the names that
# leptos' HydrationScripts asks for when LEPTOS_OUTPUT_NAME is unset, as it is here, each also compressed (.br, .gz).
# Does nothing when the inputs are those of the last build. `--quick`: unoptimised, for `make dev`.
# Exit 3: no toolchain to be had, go on without islands; other non-zero: the code does not build.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

TARGET=wasm32-unknown-unknown
quick=; [ "${1:-}" = --quick ] && quick=1
pkg=$NUANDONG_SITE_DIR/pkg

cd "$ROOT"
"$ROOT/scripts/setup-browser-toolchain.sh" || exit $?
. "$TOOLS/browser.env"

inputs=$(mktemp); out=$(mktemp -d); trap 'rm -rf "$inputs" "$out"' EXIT
{
  { find src locales Cargo.toml Cargo.lock scripts/build-browser-part.sh -type f -print0 2>/dev/null || true; } | LC_ALL=C sort -z | xargs -0 sha256sum
  cat "$TOOLS/browser.env"; "$WASM_RUSTC" -V; echo "quick=$quick $RUSTFLAGS"
} >"$inputs"
stamp=$(sha256sum <"$inputs")
if [ -s "$pkg/nuandong_bg.wasm" ] && [ "$(cat "$pkg/.stamp" 2>/dev/null)" = "$stamp" ]; then say "Browser part is up to date in $pkg"; exit 0; fi

if [ -n "$quick" ]; then profile=dev folder=debug; else profile=wasm folder=wasm; fi
say "Building the browser part with $("$WASM_RUSTC" -V), profile $profile (the first time, with all its crates, some minutes)"
# A target folder of its own: the compiler may be another one than the server's, and caches must not fight.
CARGO_TARGET_DIR=$CARGO_TARGET_DIR/wasm RUSTC=$WASM_RUSTC "$WASM_CARGO" build ${CI:+--locked} --lib --profile "$profile" --target "$TARGET" \
  --no-default-features --features hydrate </dev/null >&2
"$WASM_BINDGEN_BIN" --target web --no-typescript --out-dir "$out" --out-name nuandong "$CARGO_TARGET_DIR/wasm/$TARGET/$folder/nuandong.wasm"

if [ -z "$quick" ] && [ -n "$WASM_OPT" ]; then
  # Features by name: --all-features emits a proposal that browsers refuse.
  "$WASM_OPT" -Oz --enable-bulk-memory --enable-nontrapping-float-to-int --enable-reference-types --enable-multivalue \
    --enable-mutable-globals --enable-sign-ext "$out/nuandong_bg.wasm" -o "$out/small.wasm"
  mv "$out/small.wasm" "$out/nuandong_bg.wasm"
fi

mkdir -p "$pkg"
if [ -z "$quick" ]; then
  for file in nuandong.js nuandong_bg.wasm; do
    gzip -9 -n -c "$out/$file" >"$out/$file.gz"
    if have node; then
      node -e 'const z = require("zlib"), f = require("fs"); f.writeFileSync(process.argv[1] + ".br", z.brotliCompressSync(f.readFileSync(process.argv[1])))' "$out/$file"
    fi
    size() { if [ -e "$1" ]; then stat -c %s "$1"; else echo '–'; fi; }
    say "$(printf '%-17s %8s bytes, %7s gzip, %7s brotli' "$file" "$(size "$out/$file")" "$(size "$out/$file.gz")" "$(size "$out/$file.br")")"
  done
fi
rm -f "$pkg"/nuandong* "$pkg/.stamp"
mv "$out"/nuandong* "$pkg/"
echo "$stamp" >"$pkg/.stamp"
say "Browser part is in $pkg"
