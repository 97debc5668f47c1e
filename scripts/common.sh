# What every script here shares: where caches are, how to speak, how to install. Sourced, never run.
# Progress goes to standard error, so that a script's standard output can be its answer.
# shellcheck shell=bash

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export HOME=${HOME:-/root}
NUANDONG_CACHE=${NUANDONG_CACHE:-$HOME/.cache/nuandong}
TOOLS=$NUANDONG_CACHE/tools
# Outside the checkout: a fresh clone then shares what an earlier one has compiled.
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$NUANDONG_CACHE/target}
export NUANDONG_SITE_DIR=${NUANDONG_SITE_DIR:-$CARGO_TARGET_DIR/site}
# Server and browser part must agree on this flag: it decides where leptos writes the markers that islands look for.
case " ${RUSTFLAGS:-} " in
  *" --cfg erase_components "*) ;;
  *) export RUSTFLAGS="--cfg erase_components${RUSTFLAGS:+ $RUSTFLAGS}" ;;
esac

# rustup's own folder, in case this shell has not read its profile, and where Debian keeps runuser.
export PATH="$PATH:$HOME/.cargo/bin:/usr/sbin:/sbin"

say() { printf '▸ %s\n' "$*" >&2; }
fail() { printf '✗ %s\n' "$*" >&2; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

# apt_install WHY PACKAGE…: installs what is missing, having said why. Returns 1, and prints the command, where it cannot.
apt_install() {
  local why=$1 missing=() package; shift
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q '^install ok installed' || missing+=("$package")
  done
  [ "${#missing[@]}" -gt 0 ] || return 0
  local command="apt-get install --no-install-recommends --no-remove -y ${missing[*]}"
  if ! have apt-get; then say "Missing: $why. This is not Debian: install what corresponds to ${missing[*]}."; return 1; fi
  if [ "$(id -u)" != 0 ]; then say "Missing: $why. Not root, so please run: sudo $command"; return 1; fi
  say "Installing ${missing[*]} (Debian packages): $why"
  apt_quietly update || say 'apt-get update failed; trying with the lists that are here'
  # shellcheck disable=SC2086
  apt_quietly ${command#apt-get }
}

# Quiet while it works, everything when it does not.
apt_quietly() {
  local log; log=$(mktemp)
  if DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300 "$@" >"$log" 2>&1 </dev/null; then rm -f "$log"; return 0; fi
  cat "$log" >&2; rm -f "$log"; return 1
}

# Compiling needs a C compiler and linker; Rust's own installer does not bring them.
need_c_compiler() { have cc || apt_install 'a C compiler, which links Rust programs and builds SQLite' gcc libc6-dev; }

# A port that nobody listens on now.
free_port() {
  local port
  while :; do
    port=$((20000 + RANDOM % 12000))
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
  done
}
