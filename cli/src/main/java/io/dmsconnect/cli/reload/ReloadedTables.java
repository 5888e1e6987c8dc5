// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.reload;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dmsconnect.cli.task.TaskException;
import io.dmsconnect.core.schema.TableId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Tables by the names they have on the source. */
public final class ReloadedTables {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ReloadedTables() {}

    /**
     * @param names as {@code schema.table}, each in the spelling of the source
     * @param selected the task's tables
     * @throws TaskException with all names that are none of the task's, or not clear
     */
    public static Set<TableId> named(List<String> names, Collection<TableId> selected) {
        Set<TableId> tables = new LinkedHashSet<>();
        List<String> problems = new ArrayList<>();
        for (String name : names) {
            // a name may have dots itself
            List<TableId> found =
                    selected.stream().filter(id -> id.toString().equals(name)).toList();
            if (found.size() == 1) {
                tables.add(found.get(0));
            } else if (found.size() > 1) {
                problems.add(name + " is the name of several tables, and can be no argument");
            } else {
                problems.add(name + ": " + unknown(name, selected));
            }
        }
        if (!problems.isEmpty()) {
            throw new TaskException(problems);
        }
        return tables;
    }

    private static String unknown(String name, Collection<TableId> selected) {
        if (name.indexOf('.') < 1) {
            return "give the table as schema.table, a MySQL table as database.table";
        }
        String nearly =
                selected.stream()
                        .map(TableId::toString)
                        .filter(other -> other.equalsIgnoreCase(name))
                        .findFirst()
                        .map(other -> "; there is " + other)
                        .orElse("");
        return "the source has no such table, or the task's table mappings do not select it"
                + nearly;
    }

    /** What the source connector is told. */
    public static String request(String id, Collection<TableId> tables) {
        ObjectNode request = JSON.createObjectNode();
        request.put("id", id);
        ArrayNode list = request.putArray("tables");
        for (TableId table : tables) {
            list.addObject().put("SchemaName", table.schema()).put("TableName", table.name());
        }
        return request.toString();
    }
}
