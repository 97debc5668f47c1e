#!/usr/bin/env bash
# Gets everything the browser part is built with: a Rust compiler that has the wasm32 target, wasm-bindgen in the very
# version the crate uses, and wasm-opt. The target cannot be downloaded where only package registries are reachable;
# then Debian's rustc-web, which brings the standard library's source, builds it. Quick when everything is there.
# Writes what it found to $TOOLS/browser.env. Exit 3: not to be had here, go on without islands.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

TARGET=wasm32-unknown-unknown
BINARYEN=132.0.0
WASM_BINDGEN=$(sed -n '/^name = "wasm-bindgen"$/{n;s/^version = "\(.*\)"$/\1/p;q}' "$ROOT/Cargo.lock")
[ -n "$WASM_BINDGEN" ] || fail 'Cargo.lock names no wasm-bindgen'
mkdir -p "$TOOLS"
exec 9>"$TOOLS/.lock"; flock 9 # two checkouts may come here at once

without_islands() { say "$1"; say 'The portal works without islands (plain pages and forms); they are left out for now.'; exit 3; }
target_there() { ls "$("$1" --print sysroot 2>/dev/null)/lib/rustlib/$TARGET/lib"/libcore-*.rlib >/dev/null 2>&1; }

# The standard library in /usr belongs to one exact compiler; the stamp beside it says to which.
DEBIAN_LIB=/usr/lib/rustlib/$TARGET/lib
debian_stamp() { /usr/bin/rustc -vV 2>/dev/null | sed -n 's/^\(commit-hash\|release\): //p' | tr '\n' ' '; }
debian_ready() { [ -x /usr/bin/cargo ] && [ -s "$DEBIAN_LIB/nuandong-stamp" ] && [ "$(cat "$DEBIAN_LIB/nuandong-stamp")" = "$(debian_stamp)" ]; }

build_debian_target() {
  apt_install 'Rust for the browser: the wasm target cannot be downloaded here, Debian’s compiler can build it' \
    rustc-web cargo-web rust-web-src rust-web-llvm || return 1
  debian_ready && return 0
  [ "$(id -u)" = 0 ] || { say 'Building the wasm standard library into /usr needs root: sudo make browser'; return 1; }
  say "Building Rust’s standard library for $TARGET into $DEBIAN_LIB (about a minute, once)"
  local bin dir lld
  bin=/usr/lib/rustlib/$(/usr/bin/rustc -vV | sed -n 's/^host: //p')/bin
  if [ ! -e "$bin/rust-lld" ]; then # Debian's compiler ships no linker for this target
    lld=$(rustc --print sysroot)/lib/rustlib/$(rustc -vV | sed -n 's/^host: //p')/bin/rust-lld
    rm -f "$bin/rust-lld"; mkdir -p "$bin"
    if [ -x "$lld" ]; then ln -s "$lld" "$bin/rust-lld"; else apt_install 'the linker for the browser part' lld-22 && ln -s /usr/bin/wasm-ld-22 "$bin/rust-lld"; fi
  fi
  dir=$(mktemp -d); trap 'rm -rf "$dir"' RETURN
  mkdir -p "$dir/src"; : >"$dir/src/lib.rs"
  printf '[package]\nname = "stdmaker"\nversion = "0.0.0"\nedition = "2024"\n' >"$dir/Cargo.toml"
  (cd "$dir" && env -u RUSTFLAGS CARGO_TARGET_DIR="$dir/target" RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 \
    /usr/bin/cargo build -q --release -Z build-std=std,panic_abort --target "$TARGET" </dev/null) || return 1
  rm -f "$dir/target/$TARGET/release/deps/"libstdmaker-*
  rm -rf "$DEBIAN_LIB"; mkdir -p "$DEBIAN_LIB"
  cp "$dir/target/$TARGET/release/deps/"*.rlib "$DEBIAN_LIB/"
  debian_stamp >"$DEBIAN_LIB/nuandong-stamp"
}

install_wasm_bindgen() {
  WASM_BINDGEN_BIN=$TOOLS/wasm-bindgen-$WASM_BINDGEN/bin/wasm-bindgen
  [ -x "$WASM_BINDGEN_BIN" ] && return 0
  if have wasm-bindgen && [ "$(wasm-bindgen --version)" = "wasm-bindgen $WASM_BINDGEN" ]; then WASM_BINDGEN_BIN=$(command -v wasm-bindgen); return 0; fi
  say "Installing wasm-bindgen-cli $WASM_BINDGEN from crates.io: it writes the JavaScript around the browser part (2–4 min, once)"
  # Little optimisation: the tool runs for a second, its compilation is what one waits for.
  local install=(env -u RUSTFLAGS -u CARGO_TARGET_DIR cargo install -q wasm-bindgen-cli --version "=$WASM_BINDGEN" --no-default-features
    --root "$TOOLS/wasm-bindgen-$WASM_BINDGEN" --config profile.release.opt-level=1 --config profile.release.lto=false
    --config profile.release.codegen-units=16 --config profile.release.debug=false)
  # Its own lock file names the newest crates, which a registry mirror may not have yet: then whatever its manifest allows.
  "${install[@]}" --locked </dev/null 2>"$TOOLS/wasm-bindgen.log" && return 0
  say "Not with its own lock file (see $TOOLS/wasm-bindgen.log); with the crates that this registry has"
  "${install[@]}" </dev/null
}

install_wasm_opt() {
  WASM_OPT=$TOOLS/binaryen-$BINARYEN/node_modules/binaryen/bin/wasm-opt
  [ -f "$WASM_OPT" ] || WASM_OPT=$WASM_OPT.js
  [ -f "$WASM_OPT" ] && return 0
  if ! have npm; then WASM_OPT=; say 'No Node here, so no wasm-opt: the browser part works but stays about a third larger'; return 0; fi
  say "Installing binaryen $BINARYEN from npm: wasm-opt makes the browser part smaller"
  npm install --prefix "$TOOLS/binaryen-$BINARYEN" --no-save --ignore-scripts --no-audit --no-fund --loglevel=error \
    "binaryen@$BINARYEN" </dev/null >&2 || { WASM_OPT=; say 'npm could not install it; going on without'; return 0; }
  WASM_OPT=${WASM_OPT%.js}
  [ -f "$WASM_OPT" ] || WASM_OPT=$WASM_OPT.js
}

# NUANDONG_BROWSER_TOOLCHAIN=debian takes the last way although an earlier one is open, so that it can be tried anywhere.
only=${NUANDONG_BROWSER_TOOLCHAIN:-}
have cargo || without_islands 'No cargo on the PATH.'
need_c_compiler || without_islands 'No C compiler.'
install_wasm_opt
if [ "$only" != debian ] && target_there rustc; then
  WASM_CARGO=cargo WASM_RUSTC=rustc
elif debian_ready; then
  WASM_CARGO=/usr/bin/cargo WASM_RUSTC=/usr/bin/rustc
else
  [ "$only" = debian ] || say "Asking rustup for the target $TARGET"
  if [ "$only" != debian ] && have rustup && timeout 90 rustup target add "$TARGET" </dev/null >/dev/null 2>&1 && target_there rustc; then
    WASM_CARGO=cargo WASM_RUSTC=rustc
  else
    say 'No target from rustup; taking the way over Debian’s packages'
    build_debian_target || without_islands "No compiler for the browser part. With internet: rustup target add $TARGET. On Debian, as root: apt-get install rustc-web cargo-web rust-web-src rust-web-llvm, then make browser."
    WASM_CARGO=/usr/bin/cargo WASM_RUSTC=/usr/bin/rustc
    # So that people can type `cargo +debian-web build --target wasm32-unknown-unknown …` too.
    if have rustup; then rustup toolchain link debian-web /usr >/dev/null 2>&1 || true; fi
  fi
fi
install_wasm_bindgen || without_islands 'wasm-bindgen-cli could not be installed.'

printf '%s=%q\n' WASM_CARGO "$WASM_CARGO" WASM_RUSTC "$WASM_RUSTC" WASM_BINDGEN_BIN "$WASM_BINDGEN_BIN" WASM_OPT "$WASM_OPT" >"$TOOLS/browser.env"
say "Browser toolchain: $("$WASM_RUSTC" -V), wasm-bindgen $WASM_BINDGEN, wasm-opt $([ -n "$WASM_OPT" ] && echo "$BINARYEN" || echo none)"
