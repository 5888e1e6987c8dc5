// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.schema;

/** One step that turns the shape of a table into another. */
public sealed interface SchemaChange {
    record AddColumn(Column column) implements SchemaChange {}

    record DropColumn(String name) implements SchemaChange {}

    record RenameColumn(String from, String to) implements SchemaChange {}
}
