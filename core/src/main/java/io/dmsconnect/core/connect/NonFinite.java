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
    /** What the header calls the record's key, beside the images "before" and "after". */
    static final String KEY = "key";

    private final List<Field> reals;
    private final List<Field> keyReals;

    /**
     * @param key null where the record has none
     */
    NonFinite(Schema row, Schema key) {
        this.reals = reals(row);
        this.keyReals = key == null ? List.of() : reals(key);
    }

    private static List<Field> reals(Schema schema) {
        return schema.fields().stream()
                .filter(
                        field ->
                                field.schema().type() == Schema.Type.FLOAT32
                                        || field.schema().type() == Schema.Type.FLOAT64)
                .toList();
    }

    private static boolean survivesJson(double number) {
        return Double.isFinite(number) && (number != 0 || Math.copySign(1, number) > 0);
    }

    /**
     * Those of both images and of the key, for header {@link Names#NON_FINITE}.
     *
     * @param key null where the record has none
     */
    Optional<String> find(Struct envelope, Struct key) {
        if (reals.isEmpty() && keyReals.isEmpty()) {
            return Optional.empty();
        }
        List<String> found = new ArrayList<>();
        for (String name : List.of("before", "after")) {
            add(found, name, envelope.getStruct(name), reals);
        }
        add(found, KEY, key, keyReals);
        return found.isEmpty() ? Optional.empty() : Optional.of(HeaderText.of(found));
    }

    private static void add(List<String> found, String name, Struct values, List<Field> reals) {
        if (values == null) {
            return;
        }
        for (Field field : reals) {
            if (values.get(field) instanceof Number number && !survivesJson(number.doubleValue())) {
                found.addAll(List.of(name, field.name(), number.toString()));
            }
        }
    }
}
