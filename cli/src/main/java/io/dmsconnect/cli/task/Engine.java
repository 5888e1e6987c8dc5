// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.task;

import io.dmsconnect.core.json.Spelling;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code EngineName}: what kind of database an endpoint is, in AWS's words. */
public enum Engine {
    MYSQL("mysql", Family.MYSQL, "mysql"),
    MARIADB("mariadb", Family.MYSQL, "mariadb"),
    AURORA("aurora", Family.MYSQL, "mysql"),
    POSTGRES("postgres", Family.POSTGRESQL, "postgres"),
    AURORA_POSTGRESQL("aurora-postgresql", Family.POSTGRESQL, "postgres");

    /** Databases that speak the same language. */
    public enum Family {
        MYSQL(3306),
        POSTGRESQL(5432);

        private final int port;

        Family(int port) {
            this.port = port;
        }

        public int usualPort() {
            return port;
        }
    }

    private final String name;
    private final Family family;
    private final String source;

    Engine(String name, Family family, String source) {
        this.name = name;
        this.family = family;
        this.source = source;
    }

    static Optional<Engine> named(String name) {
        // a serverless Aurora speaks as any other
        String plain = name.replaceFirst("^(aurora.*)-serverless$", "$1");
        return Arrays.stream(values()).filter(engine -> engine.name.equals(plain)).findFirst();
    }

    /** {@code "; do you mean X?"}, also for what other tools call them, or nothing. */
    static String hint(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.equals("aurora-mysql")) {
            return "; do you mean aurora?";
        }
        return lower.equals("postgresql") || lower.equals("pg")
                ? "; do you mean postgres?"
                : Spelling.hint(name, Arrays.stream(values()).map(engine -> engine.name).toList());
    }

    static String names() {
        return Arrays.stream(values()).map(engine -> engine.name).collect(Collectors.joining(", "));
    }

    public Family family() {
        return family;
    }

    /** The source plugin that reads it: {@code connect-source-dms-<this>}. */
    public String sourcePlugin() {
        return source;
    }

    @Override
    public String toString() {
        return name;
    }
}
