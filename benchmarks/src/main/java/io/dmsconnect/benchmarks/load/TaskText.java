// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.benchmarks.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;

/** The task document of a measurement. */
final class TaskText {
    private static final ObjectMapper JSON = new ObjectMapper();

    private TaskText() {}

    static Path write(Scene scene, int subTasks, boolean fewRules) throws IOException {
        ObjectNode task = JSON.createObjectNode();
        task.put("ReplicationTaskIdentifier", "bench");
        task.put("MigrationType", "full-load");
        endpoint(task.putObject("SourceEndpoint"), scene.source());
        endpoint(task.putObject("TargetEndpoint"), scene.target());
        ArrayNode rules = task.putObject("TableMappings").putArray("rules");
        ObjectNode rule = rules.addObject();
        rule.put("rule-type", "selection");
        rule.put("rule-id", "1");
        rule.put("rule-name", "1");
        rule.put("rule-action", "include");
        rule.putObject("object-locator")
                .put("schema-name", Shape.SCHEMA)
                .put("table-name", scene.shape().name() + (scene.count() > 1 ? "_%" : ""));
        if (fewRules) {
            FewRules.addTo(rules, scene.shape().name());
        }
        ObjectNode fullLoad =
                task.putObject("ReplicationTaskSettings").putObject("FullLoadSettings");
        fullLoad.put("TargetTablePrepMode", "DROP_AND_CREATE");
        if (subTasks > 0) {
            fullLoad.put("MaxFullLoadSubTasks", subTasks);
        }
        Path file = scene.folder().resolve("task.json");
        JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), task);
        return file;
    }

    private static void endpoint(ObjectNode endpoint, Database database) {
        endpoint.put("EngineName", database.engine());
        endpoint.put("ServerName", database.server().host());
        endpoint.put("Port", database.server().port());
        endpoint.put("Username", database.server().user());
        endpoint.put("Password", database.server().password());
        endpoint.put("DatabaseName", database.name());
    }
}
