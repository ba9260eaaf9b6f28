#!/bin/sh
# Runs once before the services, in a container with psql: the example, infra/postgres, the roles' passwords.
set -eu
psql() { command psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 "$@"; }

if [ "$(psql --no-align --tuples-only --command "select to_regclass('public.articles') is null")" = t ]; then
  echo "loading the example"
  psql --single-transaction --file /setup/example/schema.sql --file /setup/example/data.sql
fi

echo "preparing Postgres for Plimsoll"
set --
for file in /setup/infra/*.sql; do
  set -- "$@" --file "$file"
done
PGOPTIONS="-c plimsoll.tables=$TABLES -c client_min_messages=warning" psql --single-transaction "$@"

# From the environment, not as arguments, and in no log.
psql --single-transaction <<'SQL'
\getenv reader READER_PASSWORD
\getenv writer WRITER_PASSWORD
\getenv capture CAPTURE_PASSWORD
set local log_statement = 'none';
set local log_min_duration_statement = -1;
set local log_min_error_statement = 'panic';
alter role plimsoll_reader password :'reader';
alter role plimsoll_writer password :'writer';
alter role plimsoll_capture password :'capture';
SQL
echo "done"
