// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What the generator asks of a task that has to stop. */
class StopsTest {
    private static final int SEEDS = 3000;

    private static Set<String> tables(Engine source, Engine target) {
        Set<String> tables = new TreeSet<>();
        for (long seed = 0; seed < SEEDS; seed++) {
            Stops.of(new Shop(source, target), seed).forEach(stop -> tables.add(stop.table()));
        }
        return tables;
    }

    @Test
    void seedsHaveEveryKindThatTheirSourceAndTargetHave() {
        assertThat(tables(Engine.POSTGRESQL, Engine.MARIADB)).isEmpty();
        assertThat(tables(Engine.MYSQL, Engine.POSTGRESQL))
                .containsExactly("stop_charset", "stop_unknown");
        assertThat(tables(Engine.MYSQL, Engine.MARIADB))
                .containsExactly("stop_charset", "stop_unknown");
        assertThat(tables(Engine.MARIADB, Engine.MARIADB))
                .containsExactly(
                        "stop_brackets",
                        "stop_charset",
                        "stop_hidden",
                        "stop_overlaps",
                        "stop_times",
                        "stop_unknown",
                        "stop_versioned");
    }

    private static Script scriptWith(boolean certain) {
        for (long seed = 0; ; seed++) {
            Script script = Workload.script(seed, Engine.MARIADB, Engine.MARIADB, Kind.chosen());
            if (script.stops().stream().anyMatch(stop -> stop.certain() == certain)) {
                return script;
            }
        }
    }

    @Test
    void aTaskThatDoesNotStopFails() {
        Script script = scriptWith(true);
        Stop stop = script.stops().stream().filter(Stop::certain).findFirst().orElseThrow();
        assertThat(script.missing(Set.of()))
                .contains("no stop at " + stop.table() + ": " + stop.limit());
        Set<String> stopped = new HashSet<>();
        script.stops().forEach(one -> stopped.add(one.table()));
        assertThat(script.missing(stopped)).isEmpty();
        // a smaller script without the statements
        assertThat(script.with(List.of(), List.of()).missing(Set.of())).isEmpty();
    }

    @Test
    void aMessageThatShowsAValueIsNotWhatIsPromised() {
        String message =
                "ReplicationException: d.t: ALTER TABLE ... SYSTEM VERSIONING: the log has"
                        + " rows of the past from there on. Exclude the table in the mappings";
        assertThat(Limit.VERSIONED.isSaid(message)).isTrue();
        assertThat(Limit.VERSIONED.isSaid(message + " / " + Stop.SECRET)).isFalse();
        assertThat(Limit.UNKNOWN_STATEMENT.isSaid(message)).isFalse();
    }
}
