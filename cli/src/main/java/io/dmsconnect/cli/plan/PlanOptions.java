// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.plan;

/**
 * What the connectors' surroundings decide.
 *
 * @param exactlyOnce {@code required} where the worker is known to support it, else {@code
 *     requested}
 * @param offsetsScope id of the Kafka cluster; empty where it is not known
 */
public record PlanOptions(Converters converters, String exactlyOnce, String offsetsScope) {

    /** For a worker we do not know. */
    public static PlanOptions printed(Converters converters) {
        return new PlanOptions(converters, "requested", "");
    }
}
