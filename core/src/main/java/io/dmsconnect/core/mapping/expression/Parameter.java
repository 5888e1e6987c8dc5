// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping.expression;

import io.dmsconnect.core.schema.Column;

/** What stands behind a parameter of the SQL. */
sealed interface Parameter {
    record Constant(String text) implements Parameter {}

    record OfColumn(int index, Column column) implements Parameter {}

    record OfHeader(HeaderVariable variable) implements Parameter {}
}
