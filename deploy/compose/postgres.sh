#!/bin/sh
# Starts PostgreSQL with the generated superuser's password, which is read for the first start alone:
# afterwards the password is in the data, and no process needs to hold it.
set -eu
secret=/run/berth/superuser.password
if [ ! -s "${PGDATA:-/var/lib/postgresql/data}/PG_VERSION" ]; then
  if [ ! -s "$secret" ]; then
    echo "berth: $secret is missing: the volume 'postgres-secret' was not filled. The container 'secrets' does it: docker compose up secrets" >&2
    exit 1
  fi
  POSTGRES_PASSWORD=$(cat "$secret")
  export POSTGRES_PASSWORD
fi
exec docker-entrypoint.sh "$@"
