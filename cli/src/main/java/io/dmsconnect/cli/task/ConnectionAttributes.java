// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.task;

import io.dmsconnect.cli.task.Engine.Family;
import io.dmsconnect.core.json.Spelling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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
public record ConnectionAttributes(
        Map<String, String> url, Map<String, String> debezium, boolean oneDatabase) {
    static final ConnectionAttributes NONE = new ConnectionAttributes(Map.of(), Map.of(), false);
    private static final String SET = "set ";

    /** Understood where they are written, for a guess at what is meant. */
    private static final List<String> KNOWN =
            List.of(
                    "connectionTimeout",
                    "afterConnectScript",
                    "initstmt",
                    "slotName",
                    "sslRootCert",
                    "targetDbType",
                    "captureDDLs",
                    "heartbeatEnable",
                    "mapBooleanAsBoolean",
                    "maxFileSize",
                    "parallelLoadThreads",
                    "serverTimezone");

    /**
     * How AWS DMS reads and writes, which is done in another way here: speed, its own artefacts,
     * and types that are kept as they are. docs/task-document.md says which is what.
     */
    private static final Set<String> NOT_NEEDED =
            Set.of(
                    "babelfishdatabasename",
                    "cleansourcemetadataonmismatch",
                    "cleansrcmetadataonmismatch",
                    "databasemode",
                    "databasename",
                    "ddlartifactsschema",
                    "disableunicodesourcefilter",
                    "enableparallelbatchinmemorycsvfiles",
                    "eventspollinterval",
                    "executetimeout",
                    "heartbeatenable",
                    "heartbeatfrequency",
                    "heartbeatschema",
                    "ignoreopenxatransactionscheck",
                    "loadusingcsv",
                    "mapbooleanasboolean",
                    "mapjsonbasclob",
                    "maplongvarcharas",
                    "maxfilesize",
                    "parallelloadthreads",
                    "secretsmanageraccessrolearn",
                    "secretsmanagersecretid",
                    "servername",
                    "servertimezone",
                    "serviceaccessrolearn",
                    "skiptablesuspensionforpartitionddl",
                    "trimspaceinchar",
                    "port",
                    "username",
                    "password");

    public ConnectionAttributes {
        url = new TreeMap<>(url);
        debezium = new TreeMap<>(debezium);
    }

    ConnectionAttributes with(UnaryOperator<String> change) {
        Map<String, String> changedUrl = new LinkedHashMap<>(url);
        changedUrl.replaceAll((name, value) -> change.apply(value));
        Map<String, String> changedDebezium = new LinkedHashMap<>(debezium);
        changedDebezium.replaceAll((name, value) -> change.apply(value));
        return new ConnectionAttributes(changedUrl, changedDebezium, oneDatabase);
    }

    /**
     * @param text {@code name=value;name=value}
     * @param settings the engine's own group, which says the same and goes before it
     */
    static ConnectionAttributes parse(
            String text,
            String path,
            Map<String, String> settings,
            String settingsPath,
            Family family,
            boolean source,
            Findings findings) {
        Reader reader = new Reader(path, family, source, findings);
        int parts = 0;
        for (String part : text.split(";")) {
            if (part.isBlank()) {
                continue;
            }
            parts++;
            int equals = part.indexOf('=');
            String name = equals <= 0 ? "" : part.substring(0, equals).strip();
            if (name.isEmpty()) {
                findings.problem(
                        path,
                        "attributes have the form name=value;name=value, and part "
                                + parts
                                + " has no name or no '='");
            } else if (settings.keySet().stream().noneMatch(s -> plain(s).equals(plain(name)))) {
                reader.read(name, part.substring(equals + 1).strip());
            }
        }
        reader.path = settingsPath;
        settings.forEach(reader::read);
        return reader.attributes();
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
    }

    private static final class Reader {
        private String path;
        private final Family family;
        private final boolean source;
        private final Findings findings;
        private final Map<String, String> url = new LinkedHashMap<>();
        private final Map<String, String> debezium = new LinkedHashMap<>();
        private String foreignPlugin = "";
        private boolean oneDatabase;

        Reader(String path, Family family, boolean source, Findings findings) {
            this.path = path;
            this.family = family;
            this.source = source;
            this.findings = findings;
        }

        ConnectionAttributes attributes() {
            if (!foreignPlugin.isEmpty() && debezium.remove("slot.name") != null) {
                findings.warning(
                        path,
                        "SlotName has no effect: a slot of plugin "
                                + foreignPlugin
                                + " cannot be read here, where pgoutput is; a slot of our own is"
                                + " made. Drop the old one when nothing reads it any more");
            }
            return new ConnectionAttributes(url, debezium, oneDatabase);
        }

        void read(String name, String value) {
            switch (plain(name)) {
                case "connectiontimeout" -> seconds(name, value);
                case "afterconnectscript", "initstmt" -> script(name, value);
                case "slotname" -> slot(name, value);
                case "sslrootcert" -> certificate(value);
                case "targetdbtype" -> oneDatabase = plain(value).equals("specificdatabase");
                case "pluginname" -> {
                    if (!List.of("nopreference", "pgoutput").contains(plain(value))) {
                        foreignPlugin = value;
                    }
                }
                case "captureddls" -> {
                    if (!isTrue(value)) {
                        findings.warning(
                                path,
                                name
                                        + " has no effect: which statements of DDL follow, task"
                                        + " settings say (ChangeProcessingDdlHandlingPolicy)");
                    }
                }
                case "failtasksonlobtruncation" -> {
                    if (isTrue(value)) {
                        findings.warning(
                                path,
                                name
                                        + " has no effect: where LimitedSizeLobMode cuts a large"
                                        + " object, the task goes on; leave the limit out to copy"
                                        + " them whole");
                    }
                }
                case "authenticationmethod" -> {
                    if (!plain(value).equals("password")) {
                        findings.warning(path, name + " has no effect: a password is used");
                    }
                }
                default -> other(name);
            }
        }

        private void other(String name) {
            if (!NOT_NEEDED.contains(plain(name))) {
                findings.warning(
                        path,
                        name + " is not understood and has no effect" + Spelling.hint(name, KNOWN));
            }
        }

        private static boolean isTrue(String value) {
            return value.strip().matches("(?i)true|y|yes|1");
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
            } else if (family != Family.POSTGRESQL) {
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
            if (value.strip().matches("(?i)set\\s+names\\s+'?\\w+'?;?")) {
                return; // drivers and log readers see to the character set
            }
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
