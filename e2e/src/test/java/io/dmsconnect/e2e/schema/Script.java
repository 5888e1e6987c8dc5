// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e.schema;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one seed does to its schema.
 *
 * @param setup before the task starts
 * @param steps while it runs
 * @param loose tables whose updates and deletes the source does not log, which the product says:
 *     they are not compared
 * @param stopping tables with statements that may stop the task, under every name they had, and
 *     what may be said
 * @param stops statements at which the task has to stop
 */
record Script(
        long seed,
        Engine source,
        Engine target,
        List<Step> setup,
        List<Step> steps,
        Set<String> loose,
        Map<String, Set<Limit>> stopping,
        List<Stop> stops) {
    static final int PHASES = 3;

    /**
     * @param phase 0 while the load is under way
     * @param unit statements of one unit belong together
     * @param kind null for plain changes of rows and the ends of transactions
     */
    record Step(int session, int phase, int unit, Kind kind, String sql) {
        @Override
        public String toString() {
            String text = sql.length() > 400 ? sql.substring(0, 400) + "..." : sql;
            return "phase %d, session %d%s: %s"
                    .formatted(phase, session, kind == null ? "" : ", " + kind, text);
        }
    }

    Script with(List<Step> otherSetup, List<Step> otherSteps) {
        return new Script(seed, source, target, otherSetup, otherSteps, loose, stopping, stops);
    }

    /**
     * Stops that have to come and have not, unless a smaller script lacks their statements.
     *
     * @param stopped tables at which the task has stopped
     */
    List<String> missing(Set<String> stopped) {
        Set<String> sql = new HashSet<>();
        setup.forEach(step -> sql.add(step.sql()));
        steps.forEach(step -> sql.add(step.sql()));
        return stops.stream()
                .filter(stop -> stop.certain() && !stopped.contains(stop.table()))
                .filter(stop -> sql.containsAll(stop.setup()) && sql.containsAll(stop.last()))
                .map(stop -> "no stop at %s: %s".formatted(stop.table(), stop.limit()))
                .toList();
    }

    String text() {
        StringBuilder text = new StringBuilder();
        setup.forEach(step -> text.append("  before the load: ").append(step.sql()).append('\n'));
        steps.forEach(step -> text.append("  ").append(step).append('\n'));
        return text.toString();
    }
}
