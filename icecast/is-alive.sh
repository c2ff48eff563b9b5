#!/bin/sh
# The health check: Icecast answers HTTP. 404 is the answer for a mount that is not there; its status pages can crash an Icecast 2.4.4 that is
# just starting.
status=$(/openstudio/http-status 8000 /alive) || status=none
case "$status" in
  200 | 404) ;;
  *)
    printf 'Icecast does not answer as it should: %s.\n' "$status"
    exit 1
    ;;
esac
