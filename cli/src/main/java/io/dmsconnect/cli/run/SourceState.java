// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.run;

import java.lang.management.ManagementFactory;
import java.util.Set;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** What the source's task, which runs in this process, tells of itself through JMX. */
final class SourceState {
    private static final Set<String> NOT_READING = Set.of("STARTING", "RECOVERING", "FAILED");

    private SourceState() {}

    /** How many tables of the source have to be loaded, or loaded anew, before it is in sync? */
    static int tablesWaiting() {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        int waiting = 0;
        try {
            for (ObjectName name :
                    server.queryNames(new ObjectName("io.dmsconnect:type=source,*"), null)) {
                waiting += (Integer) server.getAttribute(name, "TablesWaiting");
            }
            return waiting;
        } catch (JMException e) {
            return 1; // it is being stopped, or started
        }
    }

    /** Is the source's log being followed, or the load going on? */
    static boolean reads() {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        try {
            Set<ObjectName> names =
                    server.queryNames(new ObjectName("io.dmsconnect:type=source,*"), null);
            for (ObjectName name : names) {
                if (NOT_READING.contains(server.getAttribute(name, "State"))) {
                    return false;
                }
            }
            return !names.isEmpty();
        } catch (JMException e) {
            return false; // it is being stopped, or started
        }
    }
}
