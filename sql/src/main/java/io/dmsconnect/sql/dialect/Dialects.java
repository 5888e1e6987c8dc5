// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.sql.dialect;

import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The dialects this plugin brings. */
public final class Dialects {
    private Dialects() {}

    private static ServiceLoader<Dialect> all() {
        // Connect isolates plugins: the thread's context class loader may be another plugin's
        return ServiceLoader.load(Dialect.class, Dialects.class.getClassLoader());
    }

    /**
     * @throws ReplicationException (CONFIGURATION) where no dialect speaks to this server
     */
    public static Dialect of(String jdbcUrl, String product) {
        for (Dialect dialect : all()) {
            if (dialect.accepts(jdbcUrl, product)) {
                return dialect;
            }
        }
        throw new ReplicationException(
                FailureKind.CONFIGURATION,
                "connection.url",
                "no dialect for '%s'; there are: %s"
                        .formatted(
                                product,
                                StreamSupport.stream(all().spliterator(), false)
                                        .map(Dialect::name)
                                        .collect(Collectors.joining(", "))));
    }
}
