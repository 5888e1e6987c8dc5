// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.sql.dialect;

import io.dmsconnect.core.schema.ColumnDefault;
import io.dmsconnect.core.schema.ForeignKey;
import io.dmsconnect.core.schema.Index;
import io.dmsconnect.core.schema.Numbering;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import java.util.List;
import java.util.Optional;

/** The SQL of what a table has beside its columns and its key. Pure text. */
public interface ObjectSql {
    /**
     * How something is made.
     *
     * @param statements first to last; none where the server has no equivalent
     * @param remark why there is none, or what of the source's is different; empty for nothing
     */
    record Making(List<String> statements, String remark) {
        public Making {
            statements = List.copyOf(statements);
        }

        static Making of(String... statements) {
            return new Making(List.of(statements), "");
        }

        static Making none(String reason) {
            return new Making(List.of(), reason);
        }

        Making remarked(String text) {
            return new Making(statements, remark.isEmpty() ? text : remark + "; " + text);
        }
    }

    /**
     * @param name to give it; the source's where that is free
     */
    Making index(Table table, Index index, String name);

    /** Checks the rows that are there where the server can tell them apart from later ones. */
    Making foreignKey(Table table, ForeignKey key, String name);

    /** As {@link #foreignKey}, for later rows only; empty where the other checks no more. */
    Optional<Making> uncheckedForeignKey(Table table, ForeignKey key, String name);

    String dropForeignKey(TableId table, String name);

    Making columnDefault(Table table, ColumnDefault of);

    /**
     * @param numbered true where the table was made with it, and only the next number is to be set
     */
    Making numbering(Table table, Numbering of, boolean numbered);

    /**
     * Asks whether an index may have a name: parameters schema, table, name; no row where it may, 1
     * where the table has this index, 0 where another one has the name.
     */
    String indexNamed();

    /** As {@link #indexNamed} for foreign keys. */
    String foreignKeyNamed();

    /**
     * Asks whether a column numbers the rows: parameters schema, table, column; a row where it
     * does. Empty where it does no harm to say it once more.
     */
    Optional<String> numbered();

    /**
     * Asks whether a session's own writes are checked against foreign keys: 1 or 0. Empty where
     * sessions of the dialect never are.
     */
    Optional<String> writesAreChecked();

    /** Takes a named lock (parameter) if it is free: 1 where it is held then. */
    String tryLock();

    /** Gives it back (parameter); empty where it ends with the transaction. */
    Optional<String> unlock();
}
