// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.plan;

import io.dmsconnect.cli.task.Endpoint;
import io.dmsconnect.cli.task.Engine.Family;
import io.dmsconnect.cli.task.References;
import io.dmsconnect.cli.task.SslMode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/** An endpoint as a JDBC URL, without user and password. MariaDB's driver serves MySQL as well. */
public final class JdbcUrl {
    private JdbcUrl() {}

    public static String of(Endpoint endpoint) {
        boolean postgres = endpoint.engine().family() == Family.POSTGRESQL;
        String host =
                endpoint.host().contains(":") && !References.isReference(endpoint.host())
                        ? "[" + endpoint.host() + "]"
                        : endpoint.host();
        StringJoiner parameters = new StringJoiner("&", "?", "").setEmptyValue("");
        parameters(endpoint, postgres)
                .forEach(
                        (name, value) ->
                                parameters.add(name + "=" + (postgres ? encode(value) : value)));
        return "jdbc:%s://%s:%s/%s%s"
                .formatted(
                        postgres ? "postgresql" : "mariadb",
                        host,
                        endpoint.port(),
                        encode(endpoint.database()),
                        parameters);
    }

    private static Map<String, String> parameters(Endpoint endpoint, boolean postgres) {
        Map<String, String> parameters = new TreeMap<>(endpoint.attributes().url());
        SslMode mode = endpoint.sslMode();
        if (postgres && mode != SslMode.UNSPECIFIED) {
            parameters.put("sslmode", mode == SslMode.NONE ? "disable" : mode.toString());
        } else if (!postgres) {
            switch (mode) {
                case UNSPECIFIED -> {}
                case NONE -> parameters.put("sslMode", "disable");
                case REQUIRE -> parameters.put("sslMode", "trust");
                case VERIFY_CA -> parameters.put("sslMode", "verify-ca");
                case VERIFY_FULL -> parameters.put("sslMode", "verify-full");
            }
            // MySQL 8 sends its key only when asked; without TLS there is no other way to log in
            if (mode == SslMode.UNSPECIFIED || mode == SslMode.NONE) {
                parameters.put("allowPublicKeyRetrieval", "true");
            }
        }
        return parameters;
    }

    private static String encode(String text) {
        return References.isReference(text)
                ? text
                : URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
