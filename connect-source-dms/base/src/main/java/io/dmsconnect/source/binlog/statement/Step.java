// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.statement;

/**
 * What one part of an ALTER TABLE does to a column.
 *
 * @param filled rows that are there get values that the log does not have
 */
record Step(
        Kind kind,
        String from,
        String to,
        Place place,
        boolean ifExists,
        boolean filled,
        Spans spans) {

    enum Kind {
        /** To a name that is not there before. */
        ADD,
        /** CHANGE, or MODIFY where both names are the same. */
        CHANGE,
        RENAME,
        DROP
    }

    /**
     * Where a column is put.
     *
     * @param after the column it comes behind; null for the first place
     */
    record Place(String after) {}

    /** From a character to behind another. */
    record Span(int start, int end) {}

    /**
     * Where the part is in the statement.
     *
     * @param head from its verb to the last of its names
     * @param position FIRST, or AFTER and the name; null for none
     */
    record Spans(Span whole, Span head, Span position) {}

    boolean isMove() {
        return place != null;
    }
}
