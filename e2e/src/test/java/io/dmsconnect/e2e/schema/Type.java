// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e.schema;

import java.util.List;

/**
 * A column's type as the source declares it.
 *
 * @param values SQL of some values; {@code %d} is a number below 1,000
 * @param own values that only a target of the source's family takes
 * @param wider names of types that take every value of this one exactly
 */
record Type(String name, List<String> values, List<String> own, List<String> wider) {
    String value(Dice dice, boolean sameFamily) {
        boolean special = sameFamily && !own.isEmpty() && dice.percent(25);
        return dice.of(special ? own : values).replace("%d", Integer.toString(dice.below(1000)));
    }
}
