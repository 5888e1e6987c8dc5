// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog;

import java.util.Optional;

/**
 * The numbers a load gave a table's columns, and where in the log they are true: from there on
 * changes have the same, whatever the log says of the time before.
 *
 * @param until the newest place from which rows of the same load were read
 */
record LoadedShape(LogCoordinates at, LogCoordinates until, ColumnIds columns) {

    String write() {
        return String.join(" ", at.text(), until.text(), columns.write());
    }

    /** Empty for a load of a version that gave no numbers. */
    static Optional<LoadedShape> parse(String text) {
        String[] parts = text.split(" ");
        return parts.length != 3
                ? Optional.empty()
                : LogCoordinates.parse(parts[0])
                        .flatMap(
                                at ->
                                        LogCoordinates.parse(parts[1])
                                                .map(
                                                        until ->
                                                                new LoadedShape(
                                                                        at,
                                                                        until,
                                                                        ColumnIds.read(parts[2]))));
    }

    LoadedShape readUntil(LogCoordinates later) {
        return until.isBefore(later) ? new LoadedShape(at, later, columns) : this;
    }
}
