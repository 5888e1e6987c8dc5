// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.plan;

import java.util.Set;

/**
 * What the connectors' surroundings decide.
 *
 * @param exactlyOnce {@code required} where the worker is known to support it, else {@code
 *     requested}
 * @param offsetsScope id of the Kafka cluster; empty where it is not known
 * @param leftOut topics of changes that no table of the task goes to any more
 */
public record PlanOptions(
        Converters converters, String exactlyOnce, String offsetsScope, Set<String> leftOut) {
    public PlanOptions {
        leftOut = Set.copyOf(leftOut);
    }

    public PlanOptions(Converters converters, String exactlyOnce, String offsetsScope) {
        this(converters, exactlyOnce, offsetsScope, Set.of());
    }

    /** For a worker we do not know. */
    public static PlanOptions printed(Converters converters) {
        return new PlanOptions(converters, "requested", "");
    }
}
