# Stands in for moul/icecast where it cannot be pulled: the same program, folders and account, from Debian.
FROM openstudio-stand-in/debian:root
RUN apt-get update -q \
 && DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends icecast2 \
 && rm -rf /var/lib/apt/lists/*
CMD ["icecast2", "-c", "/etc/icecast2/icecast.xml"]
