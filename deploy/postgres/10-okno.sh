#!/bin/sh
# Run once by the container of PostgreSQL, when the database is new: the login and database of Okno with the least rights.
set -eu
psql --set=ON_ERROR_STOP=1 --username="${POSTGRES_USER:-postgres}" --set=password="$(cat /run/secrets/db_password)" \
  --file=/docker-entrypoint-initdb.d/okno/login.sql
