#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Measures the full load side by side with psql's copy and with Debezium. See load.sh --help.
#
# Needs JDK 17 or later and Maven; databases, broker, worker and Debezium come from Maven Central.
# Environment: JAVA_HOME, MAVEN (the mvn to use), MAVEN_ARGS (for it), DMS_BUILD=never (measure what is built).
set -eu

home=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
log=$home/benchmarks/target/build.log

if [ "${DMS_BUILD:-}" != never ]; then
    mkdir -p "$home/benchmarks/target"
    echo "Building DMS Connect, and fetching Debezium (log: $log) ..." >&2
    # shellcheck disable=SC2086  # arguments are meant to be split
    if ! (cd "$home" && "${MAVEN:-mvn}" -q -B ${MAVEN_ARGS:-} -P benchmarks -DskipTests \
        -Dspotless.check.skip=true -am \
        -pl benchmarks,connect-sink-rds,connect-source-dms/postgres,connect-source-dms/mariadb \
        package && "${MAVEN:-mvn}" -q -B ${MAVEN_ARGS:-} -P benchmarks -f "$home" -pl benchmarks \
        dependency:unpack@peers) > "$log" 2>&1 < /dev/null; then
        tail -n 40 "$log" >&2
        echo "load.sh: the build failed; all of its output: $log" >&2
        exit 1
    fi
fi

if ! [ -d "$home/benchmarks/target/lib" ]; then
    echo "load.sh: is not built; run it without DMS_BUILD=never" >&2
    exit 1
fi
DMS_HOME=$home
export DMS_HOME
exec "$java" -Xmx1g -Dfile.encoding=UTF-8 -Duser.timezone=UTC \
    -cp "$home/benchmarks/target/classes:$home/benchmarks/target/lib/*" \
    io.dmsconnect.benchmarks.load.LoadBenchmark "$@"
