// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.explain;

import io.dmsconnect.cli.plan.JdbcUrl;
import io.dmsconnect.cli.task.Endpoint;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.sql.dialect.ColumnType;
import io.dmsconnect.sql.dialect.Dialect;
import io.dmsconnect.sql.dialect.Dialects;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** How the target declares what the rules make of a table, where it has no such table yet. */
public final class TargetTypes {
    private final Dialect dialect;

    private TargetTypes(Dialect dialect) {
        this.dialect = dialect;
    }

    public static TargetTypes of(Endpoint target) {
        return new TargetTypes(dialect(target));
    }

    /** The dialect of the server that the document names. */
    public static Dialect dialect(Endpoint target) {
        String product =
                switch (target.engine().sourcePlugin()) {
                    case "postgres" -> "PostgreSQL";
                    case "mariadb" -> "MariaDB";
                    default -> "MySQL";
                };
        return Dialects.of(JdbcUrl.of(target), product);
    }

    /** One for each column, without NULL or NOT NULL. */
    List<String> of(Table target) {
        return dialect.columnTypes(target).stream().map(ColumnType::ddl).toList();
    }

    /** What is wrong with the names, for the target; empty where nothing is. */
    List<String> refusedNames(Table target) {
        List<String> refused = new ArrayList<>();
        Stream.concat(
                        Stream.of(target.id().schema(), target.id().name()),
                        target.columns().stream().map(Column::name))
                .map(dialect::refuseName)
                .filter(reason -> reason != null)
                .forEach(refused::add);
        return refused;
    }
}
