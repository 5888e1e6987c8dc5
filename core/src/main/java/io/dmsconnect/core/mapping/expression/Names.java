// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping.expression;

import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.DataType.Kind;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What {@code $NAME} may stand for in an expression of one table, or of one of its columns. */
public final class Names {
    private static final Table ANY = new Table(new TableId("", ""), List.of(), List.of());

    private final Table table;
    private final Map<String, String> metadata;

    private Names(Table table, Map<String, String> metadata) {
        this.table = table;
        this.metadata = metadata;
    }

    /** Of a row of a table that is not known: to look whether an expression can be one. */
    public static Names ofAnyRow() {
        return new Names(ANY, metadata(ANY, "", ""));
    }

    /** Of a table's row: its columns, the change's header, the table's own names. */
    public static Names ofRow(Table source) {
        return new Names(source, metadata(source, "", ""));
    }

    /** Of a name: what a column is called and declared as; no rows. */
    public static Names ofColumn(Table source, Column column) {
        return new Names(
                null,
                metadata(
                        source,
                        column.name(),
                        column.type().kind().name().toLowerCase(Locale.ROOT)));
    }

    /** Of a name: the table's and the schema's; no rows. */
    public static Names ofTable(Table source) {
        return new Names(null, metadata(source, "", ""));
    }

    private static Map<String, String> metadata(Table source, String column, String type) {
        return Map.of(
                "AR_M_SOURCE_SCHEMA",
                source.id().schema(),
                "AR_M_SOURCE_TABLE_NAME",
                source.id().name(),
                "AR_M_SOURCE_COLUMN_NAME",
                column,
                "AR_M_SOURCE_COLUMN_DATATYPE",
                type);
    }

    /**
     * @throws ExpressionException for a name that stands for nothing here
     */
    Parameter resolve(String name) {
        if (metadata.containsKey(name)) {
            return new Parameter.Constant(metadata.get(name));
        }
        Optional<HeaderVariable> variable = header(name);
        if (table == null) {
            throw new ExpressionException(
                    "$%s has no meaning in a name, which is made once: only %s have"
                            .formatted(
                                    name,
                                    String.join(
                                            ", ", metadata.keySet().stream().sorted().toList())));
        }
        int index = table.indexOf(name);
        if (index >= 0) {
            return new Parameter.OfColumn(index, table.columns().get(index));
        }
        if (variable.isPresent()) {
            return new Parameter.OfHeader(variable.get());
        }
        if (table == ANY) {
            return new Parameter.OfColumn(0, new Column(name, DataType.of(Kind.NCLOB), true));
        }
        throw new ExpressionException(
                "$%s is neither a column of %s nor a variable%s"
                        .formatted(name, table.id(), nearest(name)));
    }

    private static Optional<HeaderVariable> header(String name) {
        for (HeaderVariable variable : HeaderVariable.values()) {
            if (variable.name().equals(name)) {
                return Optional.of(variable);
            }
        }
        return Optional.empty();
    }

    private String nearest(String name) {
        return table.columns().stream()
                .map(Column::name)
                .filter(column -> column.equalsIgnoreCase(name))
                .findFirst()
                .map(column -> "; names are case-sensitive, there is $" + column)
                .orElseGet(
                        () ->
                                "; columns are "
                                        + String.join(
                                                ", ",
                                                table.columns().stream()
                                                        .map(column -> "$" + column.name())
                                                        .limit(20)
                                                        .toList()));
    }
}
