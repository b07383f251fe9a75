#!/bin/sh
# Gives the two roles that log in their passwords, from the environment of the db service.
set -eu
psql --set=ON_ERROR_STOP=1 --username="$POSTGRES_USER" \
  --set=owner="$TRACKER_OWNER_PASSWORD" --set=app="$TRACKER_APP_PASSWORD" <<'SQL'
ALTER ROLE tracker_owner PASSWORD :'owner';
ALTER ROLE tracker_app PASSWORD :'app';
SQL
