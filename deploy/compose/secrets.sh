#!/bin/sh
# Makes the secrets of compose.yml in ./secrets, each in a file of its own: sh secrets.sh <token of the bot>
# What is there is kept, so it may be run again. Keep a copy of encryption_key and backup_key where the server is not.
set -eu
umask 077
cd "$(dirname "$0")"
token=${1:-}
mkdir -p "${OKNO_SECRETS:-secrets}"
users=$(cd ../redis && pwd)/users.acl
cd "${OKNO_SECRETS:-secrets}"

random() { head -c 32 /dev/urandom | od -An -tx1 | tr -d ' \n'; }
hash() { printf %s "$1" | sha256sum | cut -d' ' -f1; }
# make <name> <content>: writes it unless it is there; the containers' own users have to read it.
make() {
  [ -e "$1" ] || printf '%s\n' "$2" > "$1"
  chmod 0444 "$1"
}

make db_admin_password "$(random)"
make db_password "$(random)"
make database_url "postgres://okno:$(cat db_password)@db:5432/okno"
make redis_password "$(random)"
make redis_url "redis://backend:$(cat redis_password)@redis:6379/0"
make redis_acl "$(sed -e "s/BACKEND_PASSWORD_SHA256/$(hash "$(cat redis_password)")/" \
  -e '/^user bot /d' -e '/^user assistant /d' "$users")"
make encryption_key "$(random)"
make metrics_token "$(random)"
make backend_api_key "$(random)"
# A backup that is not locked is better than none; `okno backup key` makes a key for this file.
make backup_key ''
if [ -n "$token" ]; then
  rm -f telegram_bot_token
  make telegram_bot_token "$token"
elif [ ! -e telegram_bot_token ]; then
  echo 'The token of the bot is missing: sh secrets.sh 123456:ABC-DEF' >&2
  exit 1
fi
chmod 0700 .
