// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.schema;

import java.util.List;
import java.util.Set;

/**
 * A secondary index, or a unique constraint.
 *
 * @param constraint true where the database calls it a constraint and not only an index
 * @param method in lower case: btree, hash, gin, gist, fulltext, spatial, ...
 * @param partial true where it has only some of the rows
 * @param parts what it is over, in order
 * @param definition its engine's own text behind the table's name ({@code USING gin (a)}), or
 *     behind the constraint's name ({@code UNIQUE (a) DEFERRABLE}), where the parts do not say all;
 *     else empty. Of MySQL and MariaDB what stands behind the index's name in {@code ADD FULLTEXT
 *     INDEX name}, {@code ADD SPATIAL INDEX name} or {@code ADD [UNIQUE] INDEX name}: {@code (`a`)
 *     WITH PARSER `ngram`}, {@code ((lower(`a`)))}
 * @param engine family whose text that is: {@code postgres}, {@code mysql}, {@code mariadb}
 * @param reads columns that the definition names
 */
public record Index(
        String name,
        boolean unique,
        boolean constraint,
        String method,
        boolean partial,
        List<Part> parts,
        String definition,
        String engine,
        Set<String> reads) {
    public Index {
        parts = List.copyOf(parts);
        reads = Set.copyOf(reads);
    }

    /**
     * @param column empty for an expression
     * @param prefix characters (bytes of binary columns) of the value that count; 0 for all
     */
    public record Part(String column, int prefix, boolean descending) {}
}
