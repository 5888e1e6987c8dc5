// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

import java.util.Objects;
import java.util.function.Function;

/**
 * What a plugin says of its engine.
 *
 * @param name AWS's name of the engine, for people
 * @param defaultPort of the server
 * @param needsDatabase a connection is to one database, so that one must be named
 * @param open makes an engine; connects to nothing yet
 */
public record EngineType(
        String name,
        int defaultPort,
        boolean needsDatabase,
        Function<ConnectionInfo, SourceEngine> open) {
    public EngineType {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(open, "open");
    }
}
