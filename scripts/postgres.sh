#!/usr/bin/env bash
# A private PostgreSQL for tests: own folder, own port, nothing shared with one that may run on this machine.
#   postgres.sh start [DIR]   prints the URL, alone, on standard output (DIR: a new folder to live in, else one in /tmp)
#   postgres.sh stop DIR      ends it and removes the folder
#   postgres.sh install       only sees to it that the program is there (start does it too)
# It forgets everything on a power cut (fsync off): never for real data.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

# PostgreSQL refuses to run as root; the Debian package brings the account that it may run as.
as_owner() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
bin_dir() { find /usr/lib/postgresql -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1; }

install_it() {
  [ -z "$(bin_dir)" ] || return 0
  # A cluster for the whole machine, which the package would make and start, is not wanted.
  if [ "$(id -u)" = 0 ] && [ ! -e /etc/postgresql-common/createcluster.conf ]; then
    mkdir -p /etc/postgresql-common; echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf
  fi
  apt_install 'PostgreSQL, the second database the tests run on' postgresql-15 || exit 1
}

start() {
  install_it
  local bin dir port try
  bin=$(bin_dir)
  dir=${1:-$(mktemp -d /tmp/nuandong-pg.XXXXXX)}
  mkdir -p "$dir"
  if [ "$(id -u)" = 0 ]; then chown postgres "$dir"; fi
  chmod 700 "$dir"
  cd / # the owner may not be allowed to stand in the checkout
  as_owner "$bin/initdb" -D "$dir/data" -U nuandong -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$dir.log" 2>&1 \
    || { cat "$dir.log" >&2; fail 'initdb failed'; }
  for try in 1 2 3 4 5; do
    port=$(free_port)
    if as_owner "$bin/pg_ctl" -D "$dir/data" -l "$dir/log" -w -t 60 -s \
      -o "-h 127.0.0.1 -p $port -k $dir -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200 -c max_wal_size=256MB" \
      start >/dev/null 2>&1 </dev/null; then
      rm -f "$dir.log"
      say "PostgreSQL $("$bin/postgres" -V | grep -o '[0-9.]*' | head -n 1) runs in $dir (stop it: scripts/postgres.sh stop $dir)"
      echo "postgres://nuandong@127.0.0.1:$port/postgres"
      return
    fi
  done
  cat "$dir/log" >&2; fail "PostgreSQL did not start in five tries ($try)"
}

stop() {
  local dir=${1:?stop needs the folder}
  if [ -e "$dir/data/postmaster.pid" ]; then (cd / && as_owner "$(bin_dir)/pg_ctl" -D "$dir/data" -m immediate -w -s stop); fi
  # Only a folder that is one of ours is removed.
  if [ -e "$dir/data/PG_VERSION" ]; then rm -rf "$dir" "$dir.log"; fi
}

case "${1:-}" in
  start) start "${2:-}" ;;
  stop) stop "${2:-}" ;;
  install) install_it ;;
  *) fail 'usage: postgres.sh start [DIR] | stop DIR | install' ;;
esac
