#!/bin/sh
# The health check of the image: the server inside the same container says that shows can be accepted. A small program asks, and not Node,
# so that it may ask often.
status=$(/opt/openstudio/http-status "${PORT:-3000}" /readyz) || status=none
[ "$status" = 200 ] || { printf 'Not ready, the answer is: %s.\n' "$status"; exit 1; }
