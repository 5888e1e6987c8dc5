// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.run;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.RuntimeMBeanException;

/** What the source's task, which runs in this process, tells of itself through JMX. */
final class SourceState {
    private static final Set<String> NOT_READING = Set.of("STARTING", "RECOVERING", "FAILED");

    private SourceState() {}

    /** Is the source's log being followed, or the load going on? */
    static boolean reads() {
        List<Object> states = told("State");
        return !states.isEmpty() && states.stream().noneMatch(NOT_READING::contains);
    }

    /**
     * Is the log being followed, and has no table to be loaded anew? A task that has not got so far
     * as to say which tables wait is not settled.
     */
    static boolean isSettled() {
        return reads() && waiting() == 0;
    }

    /**
     * Tables that are not as the source has them until they have been loaded; negative where the
     * source, which looks at its catalogue for it, does not answer.
     */
    static int waiting() {
        try {
            return told("TablesWaiting").stream()
                    .mapToInt(tables -> ((Number) tables).intValue())
                    .sum();
        } catch (RuntimeMBeanException e) {
            return -1;
        }
    }

    /** Empty while it is being stopped, or started. */
    private static List<Object> told(String attribute) {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        try {
            List<Object> values = new ArrayList<>();
            for (ObjectName name :
                    server.queryNames(new ObjectName("io.dmsconnect:type=source,*"), null)) {
                values.add(server.getAttribute(name, attribute));
            }
            return values;
        } catch (JMException e) {
            return List.of();
        }
    }
}
