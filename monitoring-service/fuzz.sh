#!/usr/bin/env bash
# Fuzzes what becomes of key-value pairs of guests with Jazzer: seconds first (60), then options of libFuzzer.
# Jazzer is fetched through Maven. It reads class files up to Java 23, so what it looks at is compiled anew for that;
# that needs `./mvnw -pl monitoring-service -am -DskipTests test-compile` once before.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
seconds=${1:-60}
shift || true
java=${JAVA_HOME:?must name a JDK 25}/bin
out=target/fuzz
mkdir -p "$out/contracts" "$out/monitoring" "$out/corpus"
../mvnw -q -f pom.xml -Pfuzz dependency:build-classpath -Dmdep.includeScope=test -Dmdep.outputFile="$PWD/$out/classpath"
libraries=$(<"$out/classpath")
find ../contracts/src/main/java -name '*.java' >"$out/contracts.txt"
"$java/javac" -proc:none -nowarn --release 23 -d "$out/contracts" -cp "$libraries" @"$out/contracts.txt"
"$java/javac" -proc:none -nowarn --release 23 -d "$out/monitoring" -cp "$out/contracts:$libraries" \
  src/main/java/io/berth/monitoring/domain/kvp/*.java src/test/java/io/berth/monitoring/domain/kvp/KvpFuzz.java
"$java/java" -XX:+EnableDynamicAgentLoading -cp "$out/monitoring:$out/contracts:$libraries" com.code_intelligence.jazzer.Jazzer \
  --target_class=io.berth.monitoring.domain.kvp.KvpFuzz --instrumentation_includes='io.berth.**' \
  --reproducer_path="$out" -artifact_prefix="$out/" -max_total_time="$seconds" -max_len=8192 "$@" "$out/corpus"
