// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.Table;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which large objects of a table stay, and which of them are cut. */
final class LobColumns {
    /**
     * Types of which a part is a value too; half a JSON document, array or geometry is none. Those
     * of no declaration come from sources that tell none.
     */
    private static final Set<String> DIVISIBLE =
            Set.of(
                    "",
                    "text",
                    "citext",
                    "character varying",
                    "varchar",
                    "character",
                    "bpchar",
                    "bytea",
                    "tinytext",
                    "mediumtext",
                    "longtext",
                    "tinyblob",
                    "blob",
                    "mediumblob",
                    "longblob");

    private final Table source;
    private final Set<String> key;
    private final LobLimits limits;
    private final LobCuts cuts;
    private final List<Decision> decisions;
    private final List<String> warnings;

    /**
     * @param key columns that rows are known by, in either name
     */
    LobColumns(
            Table source,
            Set<String> key,
            LobLimits limits,
            LobCuts cuts,
            List<Decision> decisions,
            List<String> warnings) {
        this.source = source;
        this.key = key;
        this.limits = limits;
        this.cuts = cuts;
        this.decisions = decisions;
        this.warnings = warnings;
    }

    boolean keeps(Column column, String targetName) {
        if (limits.copied() || !Types.isLob(column.type())) {
            return true;
        }
        String object = "column '" + column.name() + "'";
        if (key.contains(column.name()) || key.contains(targetName)) {
            warnings.add(
                    object + " is a large object, but kept without SupportLobs: it is in the key");
            return true;
        }
        decisions.add(
                new Decision(object, "", "is left out: a large object, and SupportLobs is false"));
        return false;
    }

    Optional<PlannedColumn.Step> cut(Column column, String targetName) {
        if (limits.kilobytes() == 0 || !Types.isLob(column.type())) {
            return Optional.empty();
        }
        String object = "column '" + column.name() + "'";
        String limit = limits.kilobytes() + " KB";
        if (key.contains(column.name()) || key.contains(targetName)) {
            warnings.add(
                    "%s is not cut at %s: it is in the key, and rows would become one"
                            .formatted(object, limit));
            return Optional.empty();
        }
        DataType type = column.type();
        if (!DIVISIBLE.contains(type.declaredName())) {
            warnings.add(
                    "%s is not cut at %s: a part of a value of type %s is none"
                            .formatted(object, limit, type.declaration()));
            return Optional.empty();
        }
        decisions.add(new Decision(object, "", "is cut where it is longer than " + limit));
        return Optional.of(
                new PlannedColumn.Cut(limits.bytes(), () -> cuts.add(source.id(), column.name())));
    }
}
