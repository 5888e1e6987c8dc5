// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.connect;

import io.dmsconnect.core.mapping.TableMappings;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.types.Password;

/** The keys that say how table mappings are applied, wherever that is. */
public final class MappingConfig {
    public static final String CHAINED = "mapping.chained";
    public static final String MASKING_KEY = "mapping.masking.key";
    public static final String FILTER_MOVES = "filter.moves";

    private static final String GROUP = "Table mappings";

    private MappingConfig() {}

    public static ConfigDef define(ConfigDef def) {
        def.define(
                CHAINED,
                Type.BOOLEAN,
                false,
                Importance.LOW,
                "Apply all rules that match an object, in the order of their rule-ids, so that a name"
                        + " can be lowercased and prefixed. False, as AWS DMS: of several rules for one"
                        + " schema, table or column only the one with the lowest rule-id is applied."
                        + " Masks are always applied.",
                GROUP,
                1,
                Width.SHORT,
                "Chained rules");
        def.define(
                FILTER_MOVES,
                Type.STRING,
                FilterMoves.APPLY.toString(),
                ConfigDef.ValidString.in(
                        Arrays.stream(FilterMoves.values())
                                .map(FilterMoves::toString)
                                .toArray(String[]::new)),
                Importance.MEDIUM,
                "What becomes of a row that an update moves out of its table's filter or into it:"
                        + " 'apply' deletes it on the target, or inserts it; 'ignore' does as AWS DMS,"
                        + " where a row that left stays as it was.",
                GROUP,
                2,
                Width.SHORT,
                "Filter moves");
        def.define(
                MASKING_KEY,
                Type.PASSWORD,
                "",
                Importance.MEDIUM,
                "Key of the masks that have one: data-masking-keyed-hash-mask (HMAC-SHA-256), and"
                        + " data-masking-digits-randomize, which with it gives the same value the same"
                        + " digits each time. Give it as a reference to a secret; another key gives"
                        + " other masks.",
                GROUP,
                3,
                Width.MEDIUM,
                "Masking key");
        return def;
    }

    /** The mappings as they are to be applied. */
    public static TableMappings configured(TableMappings mappings, AbstractConfig config) {
        Password key = config.getPassword(MASKING_KEY);
        return mappings.withChained(config.getBoolean(CHAINED))
                .withMaskingKey(key.value().getBytes(StandardCharsets.UTF_8));
    }

    public static FilterMoves moves(AbstractConfig config) {
        return FilterMoves.named(config.getString(FILTER_MOVES)).orElseThrow();
    }
}
