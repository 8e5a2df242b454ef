#!/usr/bin/env bash
# Starts the broker from server.properties. The entry point of the image makes its configuration of the
# environment and beside the programs, and formats the storage with a JVM of its own each time; so this
# is faster, runs on a read-only file system, and works the same at the first start and at each later one.
set -euo pipefail
config=/mnt/shared/config
data=/var/lib/kafka/data

run() {
  exec java ${BERTH_KAFKA_JAVA_OPTS:-} "-Dlog4j2.configurationFile=$config/$1.yaml" -cp '/opt/kafka/libs/*' "${@:2}"
}

if [ ! -f "$data/meta.properties" ]; then
  cluster=$(head -c 16 /dev/urandom | base64 | tr '+/' 'Zz' | tr -d '=')
  (run tools-log4j2 kafka.tools.StorageTool format --cluster-id="$cluster" -c "$config/server.properties")
fi
run log4j2 kafka.Kafka "$config/server.properties" \
  --override "advertised.listeners=INTERNAL://kafka:9092,EXTERNAL://127.0.0.1:${BERTH_PORT_KAFKA:-8092}"
