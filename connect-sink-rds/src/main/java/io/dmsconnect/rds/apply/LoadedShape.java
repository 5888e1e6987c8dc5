// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds.apply;

import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.sql.dialect.Dialect;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The shape in which a table was loaded. */
public final class LoadedShape {
    private LoadedShape() {}

    /** As the target's server declares it. */
    public static Table of(
            Dialect dialect, Connection connection, TableId table, LoadProgress progress)
            throws SQLException {
        Table named = new Table(table, List.of(), List.of());
        Table shape = ShapeMemory.read(progress.shape(), named).placed(progress.shape());
        return new TargetTables(dialect).declarable(connection, shape);
    }
}
