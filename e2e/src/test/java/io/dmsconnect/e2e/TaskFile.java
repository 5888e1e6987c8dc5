// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dmsconnect.testing.DatabaseServer;
import io.dmsconnect.testing.MySqlServer;
import io.dmsconnect.testing.PostgreSqlServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Path;

/** A task document for two test servers. */
public final class TaskFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ObjectNode task = JSON.createObjectNode();
    private final ArrayNode rules;
    private final String id;

    public TaskFile(
            String id,
            String type,
            DatabaseServer source,
            String sourceDatabase,
            DatabaseServer target,
            String targetDatabase) {
        this.id = id;
        task.put("ReplicationTaskIdentifier", id);
        task.put("MigrationType", type);
        task.set("SourceEndpoint", endpoint(source, sourceDatabase));
        task.set("TargetEndpoint", endpoint(target, targetDatabase));
        rules = task.putObject("TableMappings").putArray("rules");
        task.putObject("ReplicationTaskSettings");
    }

    private static ObjectNode endpoint(DatabaseServer server, String database) {
        ObjectNode endpoint = JSON.createObjectNode();
        endpoint.put(
                "EngineName",
                server instanceof PostgreSqlServer
                        ? "postgres"
                        : server instanceof MySqlServer ? "mysql" : "mariadb");
        endpoint.put("ServerName", server.host());
        endpoint.put("Port", server.port());
        endpoint.put("Username", server.user());
        endpoint.put("Password", server.password());
        endpoint.put("DatabaseName", database);
        return endpoint;
    }

    /**
     * @param endpoint SourceEndpoint or TargetEndpoint
     */
    public TaskFile user(String endpoint, String user, String password) {
        task.withObject("/" + endpoint).put("Username", user).put("Password", password);
        return this;
    }

    /** A key of the source connector's. */
    public TaskFile connect(String key, String value) {
        task.withObject("/Connect").put(key, value);
        return this;
    }

    /** In place of the rules given so far. */
    public TaskFile mappings(URL document) {
        try (InputStream json = document.openStream()) {
            task.set("TableMappings", JSON.readTree(json));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    public TaskFile include(String schema) {
        return rule("selection", "include", schema, "%").done();
    }

    /** Leaves a table out that is included otherwise. */
    public TaskFile exclude(String schema, String table) {
        return rule("selection", "exclude", schema, table).done();
    }

    public TaskFile renameSchema(String from, String to) {
        ObjectNode rule = rule("transformation", "rename", from, null).rule;
        rule.put("rule-target", "schema");
        rule.put("value", to);
        return this;
    }

    public TaskFile fullLoad(String key, boolean value) {
        ((ObjectNode) task.get("ReplicationTaskSettings"))
                .withObject("/FullLoadSettings")
                .put(key, value);
        return this;
    }

    public TaskFile fullLoad(String key, String value) {
        ((ObjectNode) task.get("ReplicationTaskSettings"))
                .withObject("/FullLoadSettings")
                .put(key, value);
        return this;
    }

    /** A number of the task settings. */
    public TaskFile setting(String group, String key, int value) {
        ((ObjectNode) task.get("ReplicationTaskSettings")).withObject("/" + group).put(key, value);
        return this;
    }

    private record Rule(TaskFile file, ObjectNode rule) {
        TaskFile done() {
            return file;
        }
    }

    private Rule rule(String type, String action, String schema, String table) {
        ObjectNode rule = rules.addObject();
        String number = Integer.toString(rules.size());
        rule.put("rule-type", type);
        rule.put("rule-id", number);
        rule.put("rule-name", number);
        rule.put("rule-action", action);
        ObjectNode locator = rule.putObject("object-locator");
        locator.put("schema-name", schema);
        if (table != null) {
            locator.put("table-name", table);
        }
        return new Rule(this, rule);
    }

    public String id() {
        return id;
    }

    public Path write(Path folder) {
        Path file = folder.resolve(id + ".json");
        try {
            JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), task);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }
}
