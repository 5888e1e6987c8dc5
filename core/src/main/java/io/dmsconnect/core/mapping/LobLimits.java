// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

/**
 * What becomes of large objects: columns of kinds CLOB, NCLOB and BLOB.
 *
 * @param copied false leaves such columns out
 * @param kilobytes longer values are cut after this many times 1024 bytes, of text those of UTF-8;
 *     0 keeps all whole
 */
public record LobLimits(boolean copied, int kilobytes) {
    /** Nothing is left out, nothing is cut. */
    public static final LobLimits WHOLE = new LobLimits(true, 0);

    /** A table's own settings go before the task's. */
    LobLimits with(LobSettings table) {
        return switch (table.mode()) {
            case LIMITED -> new LobLimits(true, table.bulkMaxSizeKilobytes());
            case UNLIMITED -> WHOLE;
            case NONE -> this;
        };
    }

    /** Zero for no limit. */
    long bytes() {
        return kilobytes * 1024L;
    }
}
