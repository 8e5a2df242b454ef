#!/usr/bin/env bash
# The health check of the broker: 0 when it answers a request (ApiVersions, the first that any client
# sends). The broker's own tools would do the same with a JVM of their own at each check.
set -eu
exec 3<>/dev/tcp/127.0.0.1/9092
# length 10, api 18, version 0, correlation id 1, no client id
printf '\0\0\0\12\0\22\0\0\0\0\0\1\377\377' >&3
answer=$(timeout 3 head -c 8 <&3 | od -An -tx1 | tr -d ' \n')
# length, then our correlation id
[ "${answer:8:8}" = 00000001 ] || { echo "port 9092 is open, but the broker does not answer"; exit 1; }
