// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.task;

import java.util.Objects;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.config.types.Password;

/**
 * A database, as the task document gives it: any text may be, or contain, a reference such as
 * {@code ${env:NAME}}.
 *
 * @param port a number or a reference
 * @param database empty where the document has none (MySQL family only)
 */
public record Endpoint(
        Engine engine,
        String host,
        String port,
        String user,
        Password password,
        String database,
        SslMode sslMode,
        ConnectionAttributes attributes) {
    public Endpoint {
        Objects.requireNonNull(engine, "engine");
        Objects.requireNonNull(password, "password");
    }

    /** The same with every text changed, which is how references are resolved. */
    public Endpoint with(UnaryOperator<String> change) {
        return new Endpoint(
                engine,
                change.apply(host),
                change.apply(port),
                change.apply(user),
                new Password(change.apply(password.value())),
                change.apply(database),
                sslMode,
                attributes.with(change));
    }

    public Endpoint withPassword(String other) {
        return new Endpoint(
                engine, host, port, user, new Password(other), database, sslMode, attributes);
    }
}
