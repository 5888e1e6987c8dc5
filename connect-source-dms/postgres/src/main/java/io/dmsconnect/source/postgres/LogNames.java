// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import io.dmsconnect.source.ConnectionInfo;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;

/**
 * What a task's slot and publications are called.
 *
 * @param publication of tables whose rows the log identifies
 * @param insertsPublication of the other tables; empty where the user named the publication, which
 *     is then the user's to keep
 */
record LogNames(String slot, String publication, String insertsPublication) {
    private static final int LONGEST = 45;

    static LogNames of(ConnectionInfo info) {
        String own = "dms_" + sanitized(info.topicPrefix());
        String slot = info.debezium().getOrDefault("slot.name", own);
        String given = info.debezium().get("publication.name");
        return given == null
                ? new LogNames(slot, own, own + "_inserts")
                : new LogNames(slot, given, "");
    }

    /** Letters, digits and underscores; different prefixes stay different. */
    private static String sanitized(String prefix) {
        String plain = prefix.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
        if (plain.equals(prefix) && plain.length() <= LONGEST) {
            return plain;
        }
        CRC32 checksum = new CRC32();
        checksum.update(prefix.getBytes(StandardCharsets.UTF_8));
        String start = plain.substring(0, Math.min(plain.length(), LONGEST - 9));
        return start + "_" + "%08x".formatted(checksum.getValue());
    }

    boolean isPublicationOurs() {
        return !insertsPublication.isEmpty();
    }

    List<String> publications() {
        return isPublicationOurs()
                ? List.of(publication, insertsPublication)
                : List.of(publication);
    }
}
