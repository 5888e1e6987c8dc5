// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.task;

import io.dmsconnect.cli.task.Engine.Family;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * What {@code ExtraConnectionAttributes} ({@code name=value;name=value}) come to. Names are
 * compared as AWS does, without regard to case, {@code -} and {@code _}. What is not understood is
 * named in a warning; values are never repeated in messages, since some are passwords.
 *
 * @param url parameters of the JDBC URL
 * @param debezium properties for Debezium
 */
public record ConnectionAttributes(Map<String, String> url, Map<String, String> debezium) {
    static final ConnectionAttributes NONE = new ConnectionAttributes(Map.of(), Map.of());
    private static final String SET = "set ";

    public ConnectionAttributes {
        url = new TreeMap<>(url);
        debezium = new TreeMap<>(debezium);
    }

    ConnectionAttributes with(UnaryOperator<String> change) {
        Map<String, String> changedUrl = new LinkedHashMap<>(url);
        changedUrl.replaceAll((name, value) -> change.apply(value));
        Map<String, String> changedDebezium = new LinkedHashMap<>(debezium);
        changedDebezium.replaceAll((name, value) -> change.apply(value));
        return new ConnectionAttributes(changedUrl, changedDebezium);
    }

    static ConnectionAttributes parse(
            String text, String path, Family family, boolean source, Findings findings) {
        Reader reader = new Reader(path, family, source, findings);
        for (String part : text.split(";")) {
            if (part.isBlank()) {
                continue;
            }
            int equals = part.indexOf('=');
            if (equals <= 0) {
                findings.problem(
                        path,
                        "attributes have the form name=value;name=value, and part "
                                + (reader.parts + 1)
                                + " has no name or no '='");
            } else {
                reader.read(part.substring(0, equals).strip(), part.substring(equals + 1).strip());
            }
            reader.parts++;
        }
        return new ConnectionAttributes(reader.url, reader.debezium);
    }

    private static final class Reader {
        private final String path;
        private final Family family;
        private final boolean source;
        private final Findings findings;
        private final Map<String, String> url = new LinkedHashMap<>();
        private final Map<String, String> debezium = new LinkedHashMap<>();
        private int parts;

        Reader(String path, Family family, boolean source, Findings findings) {
            this.path = path;
            this.family = family;
            this.source = source;
            this.findings = findings;
        }

        void read(String name, String value) {
            switch (name.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "")) {
                case "connectiontimeout" -> seconds(name, value);
                case "afterconnectscript", "initstmt" -> script(name, value);
                case "slotname" -> slot(name, value);
                case "sslrootcert" -> certificate(value);
                default -> findings.warning(path, name + " is not understood and has no effect");
            }
        }

        private void seconds(String name, String value) {
            if (!value.matches("[0-9]{1,6}")) {
                findings.problem(path, name + " has to be a number of seconds");
            } else if (family == Family.POSTGRESQL) {
                url.put("connectTimeout", value);
            } else {
                url.put("connectTimeout", value + "000");
                if (source) {
                    debezium.put("connect.timeout.ms", value + "000");
                }
            }
        }

        private void slot(String name, String value) {
            if (source && family == Family.POSTGRESQL) {
                debezium.put("slot.name", value);
            } else {
                findings.warning(path, name + " has no effect here: it is for a PostgreSQL source");
            }
        }

        private void certificate(String value) {
            if (family == Family.POSTGRESQL) {
                url.put("sslrootcert", value);
                debezium.put("database.sslrootcert", value);
            } else if (source) {
                findings.warning(
                        path,
                        "sslRootCert has no effect at a MySQL or MariaDB source, whose log reader"
                                + " takes no single certificate: put it into a trust store and name"
                                + " that in the source connector's"
                                + " debezium.database.ssl.truststore");
            } else {
                url.put("serverSslCert", value);
            }
        }

        /** Only what every connection of the target can be made to do. */
        private void script(String name, String value) {
            if (source) {
                findings.warning(path, name + " has an effect at a target only");
            } else if (family == Family.MYSQL) {
                url.merge("initSql", value, (first, second) -> first + ";" + second);
            } else {
                setting(name, value);
            }
        }

        /** PostgreSQL's driver takes settings, not statements. */
        private void setting(String name, String value) {
            String text = value.strip();
            int equals = text.indexOf('=');
            if (text.toLowerCase(Locale.ROOT).startsWith(SET) && equals > 0) {
                String setting = text.substring(SET.length(), equals).strip();
                String wanted = text.substring(equals + 1).strip().replaceAll("^'(.*)'$", "$1");
                if (setting.matches("[A-Za-z_.]+") && wanted.matches("[^\\s'\\\\]*")) {
                    String option = "-c " + setting + "=" + wanted;
                    url.merge("options", option, (first, second) -> first + " " + second);
                    return;
                }
            }
            findings.warning(
                    path,
                    name
                            + " has no effect: of SQL, only 'SET name = value' is understood for"
                            + " PostgreSQL");
        }
    }

    /** Names only: a value may be a secret. */
    @Override
    public String toString() {
        List<String> names = new ArrayList<>(url.keySet());
        names.addAll(debezium.keySet());
        return names.toString();
    }
}
