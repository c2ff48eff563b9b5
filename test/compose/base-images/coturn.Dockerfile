# Stands in for coturn/coturn where it cannot be pulled: turnserver and its tools in /usr/bin, run by nobody, from Debian.
FROM openstudio-stand-in/debian:root
RUN apt-get update -q \
 && DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends coturn \
 && rm -rf /var/lib/apt/lists/*
USER nobody:nogroup
CMD ["turnserver", "-c", "/etc/coturn/turnserver.conf"]
