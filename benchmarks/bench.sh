#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Builds and runs a benchmark: bench.sh load, side by side with psql's copy and with Debezium;
# bench.sh memory, many tables and large values with little memory. See bench.sh load --help.
#
# Needs JDK 17 or later and Maven; databases, broker, worker and Debezium come from Maven Central.
# Environment: JAVA_HOME, MAVEN (the mvn to use), MAVEN_ARGS (for it), DMS_BUILD=never (measure what is built).
set -eu

home=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
log=$home/benchmarks/target/build.log

case "${1:-}" in
    load) main=LoadBenchmark ;;
    memory) main=MemoryBenchmark ;;
    *)
        echo "bench.sh: there are two benchmarks to run: load, memory" >&2
        exit 2
        ;;
esac
name=$1
shift

run_maven() {
    # shellcheck disable=SC2086  # arguments are meant to be split
    (cd "$home" && "${MAVEN:-mvn}" -q -B ${MAVEN_ARGS:-} -P benchmarks "$@") >> "$log" 2>&1 < /dev/null
}

build() {
    run_maven -DskipTests -Dspotless.check.skip=true -am \
        -pl benchmarks,connect-sink-rds,connect-source-dms/postgres,connect-source-dms/mariadb package
    if [ "$name" = load ]; then # it is measured beside Debezium
        run_maven -pl benchmarks dependency:unpack@peers
    fi
}

if [ "${DMS_BUILD:-}" != never ]; then
    mkdir -p "$home/benchmarks/target"
    : > "$log"
    echo "Building DMS Connect, and fetching what is measured (log: $log) ..." >&2
    # not as a condition: there, a command that fails would not end the function
    set +e
    (set -e; build)
    built=$?
    set -e
    if [ "$built" != 0 ]; then
        tail -n 40 "$log" >&2
        echo "bench.sh: the build failed; all of its output: $log" >&2
        exit 1
    fi
fi

if ! [ -d "$home/benchmarks/target/lib" ]; then
    echo "bench.sh: is not built; run it without DMS_BUILD=never" >&2
    exit 1
fi
DMS_HOME=$home
export DMS_HOME
exec "$java" -Xmx1g -Dfile.encoding=UTF-8 -Duser.timezone=UTC \
    -cp "$home/benchmarks/target/classes:$home/benchmarks/target/lib/*" \
    "io.dmsconnect.benchmarks.load.$main" "$@"
