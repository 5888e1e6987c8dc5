// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.connect;

import io.dmsconnect.core.schema.TableId;

/**
 * Which topics a table's two lanes travel in: {@code <prefix>.<schema>.<table>} for changes, the
 * same with {@code .load} behind for the full load. Different tables never share a topic: what a
 * topic's name does not allow is written as {@code _u<hex code unit>_}.
 */
public record TopicLayout(String prefix) {
    private static final String LOAD = ".load";

    /** Kafka allows 249 characters. */
    private static final int LONGEST = 240;

    public String changes(TableId target) {
        String name = prefix + "." + escape(target.schema()) + "." + escape(target.name());
        if (name.length() <= LONGEST) {
            return name;
        }
        String hash = Fingerprint.of(target.schema() + "\u0000" + target.name());
        return name.substring(0, LONGEST - hash.length() - 2) + "_h" + hash;
    }

    public String load(TableId target) {
        return changes(target) + LOAD;
    }

    private static String escape(String name) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean plain =
                    (c >= 'a' && c <= 'z')
                            || (c >= 'A' && c <= 'Z')
                            || (c >= '0' && c <= '9')
                            || c == '-'
                            || (c == '_' && !(i + 1 < name.length() && name.charAt(i + 1) == 'u'));
            if (plain) {
                escaped.append(c);
            } else {
                escaped.append("_u").append(Integer.toHexString(c)).append('_');
            }
        }
        return escaped.toString();
    }
}
