#!/bin/sh
# Lets Node keep what it makes of our sources at every start, so that a container is ready sooner. Runs in a build stage, as the account that
# will run the studio, with NODE_COMPILE_CACHE set. Each entry is loaded and ends at once, because its settings are wrong or nobody started it.
set -eu
for entry in main standby studio; do
  PORT=none node --disable-warning=ExperimentalWarning "server/$entry.ts" >/dev/null 2>&1 || :
done
kept=$(ls -A "$NODE_COMPILE_CACHE")
[ -n "$kept" ] || { printf 'Node kept nothing of what it compiled.\n' >&2; exit 1; }
