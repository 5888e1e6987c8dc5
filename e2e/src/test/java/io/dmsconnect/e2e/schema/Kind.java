// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e.schema;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The kinds of statements that are no plain change of rows. {@code -Dschema.kinds=RENAME,ADD} takes
 * these only, {@code -Dschema.without=XA} leaves some out.
 */
enum Kind {
    ADD(8, ColumnMoves::add),
    ADD_DEFAULT(4, ColumnMoves::addWithDefault),
    DROP(5, ColumnMoves::drop),
    RENAME(8, ColumnMoves::rename),
    RENAME_CHAIN(4, ColumnMoves::renameChain),
    RENAME_SWAP(4, ColumnMoves::renameSwap),
    DROP_ADD(5, ColumnMoves::dropAdd),
    SEVERAL(6, ColumnMoves::several),
    PLACE(4, ColumnMoves::place),
    CHANGE(5, ColumnMoves::change),
    GENERATED(4, ColumnMoves::generated),
    WIDEN(10, TypeMoves::widen),
    REWRITE(3, TypeMoves::rewrite, Limit.VALUES),
    REWRITE_IN_PLACE(3, TypeMoves::rewriteInPlace),
    NULLABLE(3, TypeMoves::nullable),
    KEY_DROP(3, KeyMoves::dropKey, Limit.OLD_ROW, Limit.UNFOLLOWED, Limit.TARGET_KEY),
    KEY_ADD(4, KeyMoves::addKey),
    KEY_ALTER(3, KeyMoves::alterKey),
    IDENTITY(3, KeyMoves::identity),
    TRUNCATE(4, TableMoves::truncate),
    TRUNCATE_RELATED(4, TableMoves::truncateRelated),
    TRUNCATE_PARTITION(4, TableMoves::truncatePartition),
    DROP_PARTITION(2, TableMoves::dropPartition),
    RENAME_TABLE(3, TableMoves::rename),
    EXCHANGE(3, TableMoves::exchange),
    REPLACE(3, TableMoves::replace),
    RECREATE(3, TableMoves::recreate),
    XA(3, FormatMoves::xa),
    STATEMENT(2, FormatMoves::statements),
    ROW_IMAGE(2, FormatMoves::image),
    /** Values of rows that exchange what is unique among them. */
    SWAP_VALUES(5, Rows::exchange);

    final int weight;
    final Move move;

    /** What may stop the task where the source is PostgreSQL; nothing does where it is another. */
    final Set<Limit> limits;

    Kind(int weight, Move move, Limit... limits) {
        this.weight = weight;
        this.move = move;
        this.limits = Set.of(limits);
    }

    /** PostgreSQL runs these outside of transactions only, or needs the table for itself. */
    boolean alone() {
        return this == REWRITE_IN_PLACE;
    }

    static Set<Kind> chosen() {
        Set<Kind> kinds = EnumSet.allOf(Kind.class);
        if (!System.getProperty("schema.kinds", "").isEmpty()) {
            kinds.retainAll(named("schema.kinds"));
        }
        if (!System.getProperty("schema.without", "").isEmpty()) {
            kinds.removeAll(named("schema.without"));
        }
        return kinds;
    }

    private static List<Kind> named(String property) {
        return Arrays.stream(System.getProperty(property).split(","))
                .map(name -> valueOf(name.trim().toUpperCase(Locale.ROOT)))
                .toList();
    }
}
