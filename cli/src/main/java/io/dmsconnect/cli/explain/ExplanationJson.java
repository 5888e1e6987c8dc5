// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.explain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dmsconnect.core.mapping.Explanation;
import io.dmsconnect.core.mapping.Explanation.OfTable;
import io.dmsconnect.core.mapping.Explanation.Step;
import io.dmsconnect.core.mapping.TablePlan;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.TableId;
import java.util.List;

/** For programs. */
public final class ExplanationJson {
    private final TargetTypes types;

    public ExplanationJson(TargetTypes types) {
        this.types = types;
    }

    public String of(Explanation explanation) throws JsonProcessingException {
        JsonMapper mapper = new JsonMapper();
        ObjectNode root = mapper.createObjectNode();
        ArrayNode tables = root.putArray("tables");
        explanation.tables().forEach(table -> table(tables.addObject(), table));
        ArrayNode collisions = root.putArray("collisions");
        explanation
                .collisions()
                .forEach(
                        collision ->
                                collisions
                                        .addObject()
                                        .put("severity", collision.exact() ? "error" : "warning")
                                        .put("message", collision.message()));
        return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    }

    private void table(ObjectNode json, OfTable table) {
        id(json.putObject("source"), table.source().id());
        json.put("selected", table.isSelected());
        json.put("reason", table.reason());
        if (!table.problem().isEmpty()) {
            json.put("problem", table.problem());
        }
        if (!table.isSelected()) {
            return;
        }
        steps(json.putArray("rules"), table.stepsOf(""));
        ArrayNode warnings = json.putArray("warnings");
        table.warnings().forEach(warnings::add);
        if (table.plan() == null) {
            return;
        }
        TablePlan plan = table.plan();
        types.refusedNames(plan.target()).forEach(warnings::add);
        List<String> declared = types.of(plan.target());
        id(json.putObject("target"), plan.target().id());
        ArrayNode key = json.putArray("primary-key");
        plan.target().primaryKey().forEach(key::add);
        json.put("tablespace", plan.target().storage().tablespace());
        json.put("index-tablespace", plan.target().storage().indexTablespace());
        plan.filter().ifPresent(filter -> json.put("rows", filter.toString()));
        ArrayNode columns = json.putArray("columns");
        for (int i = 0; i < table.source().columns().size(); i++) {
            Column column = table.source().columns().get(i);
            ObjectNode of = columns.addObject();
            of.put("source", column.name());
            of.put("source-type", column.type().declaration());
            int target = plan.targetColumn(i);
            if (target >= 0) {
                target(of, plan.target().columns().get(target), declared.get(target));
            }
            steps(of.putArray("rules"), table.stepsOf(column.name()));
        }
        for (int i = 0; i < declared.size(); i++) {
            if (!plan.addedBy(i).isEmpty()) {
                Column column = plan.target().columns().get(i);
                ObjectNode of = columns.addObject();
                target(of, column, declared.get(i));
                steps(of.putArray("rules"), table.stepsOfAdded(column.name()));
            }
        }
    }

    private static void target(ObjectNode json, Column column, String declared) {
        json.put("target", column.name());
        json.put("target-type", declared);
        json.put("dms-type", TypeText.of(column.type()));
    }

    private static void id(ObjectNode json, TableId id) {
        json.put("schema", id.schema()).put("table", id.name());
    }

    private static void steps(ArrayNode json, List<Step> steps) {
        for (Step step : steps) {
            json.addObject()
                    .put("rule-id", step.ruleId())
                    .put("rule-action", step.action())
                    .put("rule-target", step.target())
                    .put("applied", step.applied());
        }
    }
}
