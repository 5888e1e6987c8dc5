// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.connect;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/** JsonConverter makes 0 of NaN and the infinities, which JSON does not have, and of -0. */
final class NonFinite {
    private final List<Field> reals;

    NonFinite(Schema row) {
        this.reals =
                row.fields().stream()
                        .filter(
                                field ->
                                        field.schema().type() == Schema.Type.FLOAT32
                                                || field.schema().type() == Schema.Type.FLOAT64)
                        .toList();
    }

    private static boolean survivesJson(double number) {
        return Double.isFinite(number) && (number != 0 || Math.copySign(1, number) > 0);
    }

    /** Those of both images, for header {@link Names#NON_FINITE}. */
    Optional<String> find(Struct envelope) {
        if (reals.isEmpty()) {
            return Optional.empty();
        }
        List<String> found = new ArrayList<>();
        for (String name : List.of("before", "after")) {
            Struct image = envelope.getStruct(name);
            if (image == null) {
                continue;
            }
            for (Field field : reals) {
                if (image.get(field) instanceof Number number
                        && !survivesJson(number.doubleValue())) {
                    found.addAll(List.of(name, field.name(), number.toString()));
                }
            }
        }
        return found.isEmpty() ? Optional.empty() : Optional.of(HeaderText.of(found));
    }
}
