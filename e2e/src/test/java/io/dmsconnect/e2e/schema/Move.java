// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e.schema;

import java.util.List;

/** Makes the statements of one kind. */
interface Move {
    /**
     * @param shop all tables of the workload, and what it is for
     * @param table the one to be changed; the move tells it what will be
     * @return nothing where the kind does not fit the table
     */
    List<String> on(Shop shop, TableModel table, Dice dice);
}
