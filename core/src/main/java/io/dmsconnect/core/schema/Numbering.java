// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.schema;

import java.math.BigInteger;

/**
 * A column whose values the database counts: an identity, AUTO_INCREMENT, or a sequence that is the
 * column's default.
 *
 * @param sequence name of a sequence that stands by itself; empty for a counter of the column's own
 * @param owned false where the sequence is not the column's alone
 * @param always true where the source takes no value from anybody (GENERATED ALWAYS)
 * @param increment what is added from one number to the next
 * @param next the number that comes next
 * @param options PostgreSQL's own text of all but the next number ({@code INCREMENT BY 1 MINVALUE
 *     ...}); empty for the usual ones, and from other engines
 */
public record Numbering(
        String column,
        String sequence,
        boolean owned,
        boolean always,
        long increment,
        BigInteger next,
        String options) {}
