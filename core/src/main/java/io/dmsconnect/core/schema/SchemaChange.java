// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.schema;

/** One step that turns the shape of a table into another. */
public sealed interface SchemaChange {
    record AddColumn(Column column) implements SchemaChange {}

    record DropColumn(String name) implements SchemaChange {}

    record RenameColumn(String from, String to) implements SchemaChange {}

    /**
     * Another type, or another answer to whether the column may be null.
     *
     * @param from the column as it was, under the name it has by now
     * @param to the column as it shall be, under the same name
     */
    record AlterColumn(Column from, Column to) implements SchemaChange {}
}
