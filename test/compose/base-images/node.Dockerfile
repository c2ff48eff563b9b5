# Stands in for node:24-bookworm-slim where it cannot be pulled. The context is a folder with bin/ and lib/node_modules/npm, from the npm registry.
FROM openstudio-stand-in/debian:root
COPY . /usr/local/
# The machine's own authorities: a network that looks into https has one more than Node knows.
ENV NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt
CMD ["node"]
